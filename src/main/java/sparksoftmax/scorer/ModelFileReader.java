package sparksoftmax.scorer;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.Reader;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import sparksoftmax.loss.DecisionRule;

/** Reads and checks a model in JSON, in the layout that {@code export.md} describes. Keys may be in any order. */
final class ModelFileReader {
    private static final String FORMAT = "spark-softmax";

    /** The latest version of the layout that can be read; the first has no costs. */
    private static final int VERSION = 2;

    private final JsonReader json;
    private final JsonValues values;
    private final Set<String> found = new HashSet<>();
    private final CoefficientsReader coefficients;

    private int numClasses;
    private int numFeatures;
    private List<String> classNames = List.of();
    private List<String> featureNames = List.of();
    private double[] intercepts;
    private double[] thresholds;
    private List<double[]> costs;

    private ModelFileReader(JsonReader json) {
        this.json = json;
        values = new JsonValues(json);
        coefficients = new CoefficientsReader(json);
    }

    /**
     * Reads a model; the reader stays open.
     *
     * @throws IllegalArgumentException if the document is JSON, but not such a model
     */
    static ModelFile read(Reader document) throws IOException {
        JsonReader json = new JsonReader(document);
        json.setStrictness(Strictness.STRICT);
        return new ModelFileReader(json).read();
    }

    private ModelFile read() throws IOException {
        values.expect(JsonToken.BEGIN_OBJECT, "an object");
        json.beginObject();
        while (json.hasNext()) {
            String key = json.nextName();
            if (!found.add(key)) {
                throw new IllegalArgumentException("the key '" + key + "' must be there once, but is there twice");
            }
            readValue(key);
        }
        json.endObject();
        if (json.peek() != JsonToken.END_DOCUMENT) {
            throw new IllegalArgumentException("the document must end after the model, but goes on");
        }
        return checked();
    }

    private void readValue(String key) throws IOException {
        switch (key) {
            case "format" -> checkFormat(values.string());
            case "version" -> checkVersion(values.integer(1));
            case "numClasses" -> numClasses = values.integer(1);
            case "numFeatures" -> numFeatures = values.integer(0);
            case "classNames" -> classNames = values.strings();
            case "featureNames" -> featureNames = values.strings();
            case "intercepts" -> intercepts = values.numbers(true);
            case "thresholds" -> thresholds = values.numbers(false);
            case "costs" -> costs = values.rows();
            case "coefficients" -> coefficients.read();
            default -> json.skipValue();
        }
    }

    private static void checkFormat(String format) {
        if (!format.equals(FORMAT)) {
            throw JsonValues.invalid("$.format", "'" + FORMAT + "'", "'" + format + "'");
        }
    }

    private static void checkVersion(int version) {
        if (version > VERSION) {
            throw new IllegalArgumentException("$.version must be at most " + VERSION + ", but is " + version
                    + ": read this model with the version of Spark Softmax that exported it, or a later one");
        }
    }

    private ModelFile checked() {
        for (String key : List.of("format", "version", "numClasses", "numFeatures", "intercepts", "coefficients")) {
            if (!found.contains(key)) {
                throw new IllegalArgumentException("the key '" + key + "' is missing");
            }
        }
        checkSize("intercepts", intercepts.length, numClasses, "numClasses");
        if (found.contains("classNames")) {
            checkSize("classNames", classNames.size(), numClasses, "numClasses");
        }
        if (found.contains("featureNames")) {
            checkSize("featureNames", featureNames.size(), numFeatures, "numFeatures");
        }
        return new ModelFile(
                numFeatures,
                intercepts,
                coefficients.weights(numClasses, numFeatures),
                classNames,
                featureNames,
                rule());
    }

    private DecisionRule rule() {
        if (thresholds != null) {
            checkNonNegative("thresholds", thresholds);
        }
        if (costs == null) {
            return new DecisionRule(thresholds, null);
        }
        if (thresholds != null) {
            throw new IllegalArgumentException("the keys 'thresholds' and 'costs' must not both be there, but are");
        }
        checkSize("costs", costs.size(), numClasses, "numClasses");
        for (int i = 0; i < numClasses; i++) {
            checkNonNegative("costs[" + i + "]", costs.get(i));
        }
        return new DecisionRule(
                null, costs.stream().flatMapToDouble(Arrays::stream).toArray());
    }

    private void checkNonNegative(String key, double[] numbers) {
        checkSize(key, numbers.length, numClasses, "numClasses");
        for (double number : numbers) {
            if (number < 0.0) {
                throw JsonValues.invalid("$." + key, "numbers >= 0", Double.toString(number));
            }
        }
    }

    private static void checkSize(String key, int size, int expected, String of) {
        if (size != expected) {
            throw new IllegalArgumentException(
                    "$." + key + " must have " + expected + " elements (" + of + "), but has " + size);
        }
    }
}
