package sparksoftmax.classification;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.util.Base64;
import sparksoftmax.memory.ClassMemory;
import sparksoftmax.memory.CurvatureMemory;
import sparksoftmax.memory.Memory;

/**
 * What a model remembers of its rows, as one line of JSON: {@code numRows} (number), and in Base64 big-endian bytes. A
 * model with few features has {@code classWeights}, {@code means}, {@code classDeviations} and {@code deviations}
 * (doubles) and {@code correlations} (floats); one with many has {@code weight} (number), {@code features} (ints),
 * {@code curvatures} and {@code intercepts} (doubles).
 */
final class SavedMemory {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String FEATURES = "features";
    private static final String CLASS_DEVIATIONS = "classDeviations";

    private SavedMemory() {}

    static String toJson(Memory memory) {
        ObjectNode fields = MAPPER.createObjectNode();
        fields.put("numRows", memory.numRows());
        if (memory instanceof ClassMemory ofClasses) {
            put(fields, ofClasses);
        } else {
            put(fields, (CurvatureMemory) memory);
        }
        return fields.toString();
    }

    private static void put(ObjectNode fields, ClassMemory memory) {
        fields.put("classWeights", bytes(memory.classWeights()));
        fields.put("means", bytes(memory.means()));
        fields.put(CLASS_DEVIATIONS, bytes(memory.classDeviations()));
        fields.put("deviations", bytes(memory.deviations()));
        ByteBuffer correlations = ByteBuffer.allocate(Float.BYTES * memory.correlations().length);
        correlations.asFloatBuffer().put(memory.correlations());
        fields.put("correlations", correlations.array());
    }

    private static void put(ObjectNode fields, CurvatureMemory memory) {
        fields.put("weight", memory.weight());
        ByteBuffer features = ByteBuffer.allocate(Integer.BYTES * memory.features().length);
        features.asIntBuffer().put(memory.features());
        fields.put(FEATURES, features.array());
        fields.put("curvatures", bytes(memory.curvatures()));
        fields.put("intercepts", bytes(memory.intercepts()));
    }

    private static byte[] bytes(double[] values) {
        ByteBuffer buffer = ByteBuffer.allocate(Double.BYTES * values.length);
        buffer.asDoubleBuffer().put(values);
        return buffer.array();
    }

    /**
     * Reads what {@link #toJson} wrote.
     *
     * @throws IOException if it is damaged, or of a model of another size
     */
    static Memory fromJson(String json, int numClasses, int numFeatures) throws IOException {
        JsonNode fields = MAPPER.readTree(json);
        return fields.has(FEATURES)
                ? ofCurvatures(fields, numClasses, numFeatures)
                : ofClasses(fields, numClasses, numFeatures);
    }

    private static ClassMemory ofClasses(JsonNode fields, int numClasses, int numFeatures) throws IOException {
        ByteBuffer bytes = field(fields, "correlations", Float.BYTES * ClassMemory.numCorrelations(numFeatures));
        float[] correlations = new float[ClassMemory.numCorrelations(numFeatures)];
        bytes.asFloatBuffer().get(correlations);
        double[] deviations = doubles(fields, "deviations", numFeatures);
        int numMeans = Math.multiplyExact(numClasses, numFeatures);
        return new ClassMemory(
                fields.path("numRows").asDouble(),
                doubles(fields, "classWeights", numClasses),
                doubles(fields, "means", numMeans),
                fields.has(CLASS_DEVIATIONS)
                        ? doubles(fields, CLASS_DEVIATIONS, numMeans)
                        : sameInAllClasses(deviations, numClasses),
                deviations,
                correlations);
    }

    /** For models that were saved before classes had deviations of their own. */
    private static double[] sameInAllClasses(double[] deviations, int numClasses) {
        double[] result = new double[numClasses * deviations.length];
        for (int k = 0; k < numClasses; k++) {
            System.arraycopy(deviations, 0, result, k * deviations.length, deviations.length);
        }
        return result;
    }

    private static CurvatureMemory ofCurvatures(JsonNode fields, int numClasses, int numFeatures) throws IOException {
        IntBuffer buffer = ByteBuffer.wrap(decoded(fields, FEATURES)).asIntBuffer();
        int[] features = new int[buffer.remaining()];
        buffer.get(features);
        for (int i = 0; i < features.length; i++) {
            if (features[i] < (i == 0 ? 0 : features[i - 1] + 1) || features[i] >= numFeatures) {
                throw new IOException(
                        FEATURES + " must be increasing, from 0 to " + (numFeatures - 1) + ", but has " + features[i]);
            }
        }
        return new CurvatureMemory(
                fields.path("numRows").asDouble(),
                fields.path("weight").asDouble(),
                numFeatures,
                features,
                doubles(fields, "curvatures", Math.multiplyExact(features.length, numClasses)),
                doubles(fields, "intercepts", numClasses));
    }

    private static double[] doubles(JsonNode fields, String name, int length) throws IOException {
        double[] values = new double[length];
        field(fields, name, Double.BYTES * length).asDoubleBuffer().get(values);
        return values;
    }

    private static ByteBuffer field(JsonNode fields, String name, int length) throws IOException {
        byte[] bytes = decoded(fields, name);
        if (bytes.length != length) {
            throw new IOException(name + " has " + bytes.length + " bytes, but should have " + length);
        }
        return ByteBuffer.wrap(bytes);
    }

    private static byte[] decoded(JsonNode fields, String name) throws IOException {
        try {
            return Base64.getDecoder().decode(fields.path(name).asText());
        } catch (IllegalArgumentException e) {
            throw new IOException(name + " is not Base64", e);
        }
    }
}
