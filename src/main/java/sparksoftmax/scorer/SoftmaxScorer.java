package sparksoftmax.scorer;

import com.google.gson.stream.MalformedJsonException;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import sparksoftmax.loss.SoftmaxInPlace;

/**
 * Predicts by a model that {@code exportJson} wrote, without Spark: this class needs only the jar of this library on
 * the class path. Margins, probabilities and predictions have the same bits as those of the Spark model.
 *
 * <p>Features, [numFeatures], are in the order of {@link #featureNames}. They can be dense, in double or single
 * precision, or sparse: the indices of features, in ascending order, and their values, all others being 0. Features
 * that are NaN or infinite give what the arithmetic gives, usually NaN as probabilities and class 0.
 *
 * <p>Immutable and thread safe. Methods throw {@link IllegalArgumentException} if features do not have numFeatures
 * values, or indices are not ascending or out of range.
 */
public final class SoftmaxScorer {
    private final ModelFile model;

    private SoftmaxScorer(ModelFile model) {
        this.model = model;
    }

    /**
     * Reads a model from a file.
     *
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if it is not a model in JSON; the message says where and why
     */
    public static SoftmaxScorer load(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return read(in, "'" + file + "'");
        }
    }

    /**
     * Reads a model from a stream, which stays open.
     *
     * @throws IOException if the stream cannot be read
     * @throws IllegalArgumentException if it is not a model in JSON; the message says where and why
     */
    public static SoftmaxScorer read(InputStream in) throws IOException {
        return read(in, "the stream");
    }

    /**
     * Reads a model from memory.
     *
     * @param json a model in JSON, in UTF-8
     * @throws IllegalArgumentException if it is not a model in JSON; the message says where and why
     */
    public static SoftmaxScorer of(byte[] json) {
        try {
            return read(new ByteArrayInputStream(json), "the document");
        } catch (IOException e) {
            throw new IllegalStateException("an array can always be read", e);
        }
    }

    private static SoftmaxScorer read(InputStream in, String source) throws IOException {
        try {
            return new SoftmaxScorer(
                    ModelFileReader.read(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))));
        } catch (MalformedJsonException | EOFException e) {
            throw new IllegalArgumentException(message(source, "it is not correct JSON" + place(e.getMessage())), e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(message(source, e.getMessage()), e);
        }
    }

    /** The end of a message of the JSON library, which says where the mistake is. */
    private static String place(String message) {
        int at = message.indexOf(" at line ");
        return at < 0 ? ": " + message : message.substring(at);
    }

    private static String message(String source, String problem) {
        return "No softmax model can be read from " + source + ": " + problem + ".";
    }

    /** The number of classes. */
    public int numClasses() {
        return model.intercepts().length;
    }

    /** The number of features. */
    public int numFeatures() {
        return model.numFeatures();
    }

    /** The names of the classes, [numClasses]; empty if they have none. */
    public List<String> classNames() {
        return model.classNames();
    }

    /** The names of the features, [numFeatures], empty for a feature without a name; an empty list if none has one. */
    public List<String> featureNames() {
        return model.featureNames();
    }

    /** The margins W x + b, [numClasses]. */
    public double[] margins(double[] features) {
        checkSize(features.length);
        return marginsOf(null, features);
    }

    /** The margins of features in single precision. */
    public double[] margins(float[] features) {
        return margins(doubles(features));
    }

    /** The margins of sparse features. */
    public double[] margins(int[] indices, double[] values) {
        checkIndices(indices, values.length);
        return marginsOf(indices, values);
    }

    /** The probabilities of the classes, [numClasses]. */
    public double[] probabilities(double[] features) {
        return softmax(margins(features));
    }

    /** The probabilities for features in single precision. */
    public double[] probabilities(float[] features) {
        return softmax(margins(features));
    }

    /** The probabilities for sparse features. */
    public double[] probabilities(int[] indices, double[] values) {
        return softmax(margins(indices, values));
    }

    /** The probabilities for several rows, [rows x numClasses]. */
    public double[][] probabilities(double[][] rows) {
        double[][] probabilities = new double[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            probabilities[i] = probabilities(rows[i]);
        }
        return probabilities;
    }

    /**
     * The predicted class: the most probable one; or the one with the largest p / t if the model has thresholds t; or
     * the one of least expected cost if it has costs.
     */
    public int predict(double[] features) {
        return choose(margins(features));
    }

    /** The predicted class for features in single precision. */
    public int predict(float[] features) {
        return choose(margins(features));
    }

    /** The predicted class for sparse features. */
    public int predict(int[] indices, double[] values) {
        return choose(margins(indices, values));
    }

    /** The predicted classes of several rows, [rows]. */
    public int[] predict(double[][] rows) {
        int[] predictions = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            predictions[i] = predict(rows[i]);
        }
        return predictions;
    }

    /**
     * The name of the predicted class.
     *
     * @throws IllegalStateException if the classes have no names
     */
    public String predictName(double[] features) {
        return name(predict(features));
    }

    /**
     * The name of the predicted class for features in single precision.
     *
     * @throws IllegalStateException if the classes have no names
     */
    public String predictName(float[] features) {
        return name(predict(features));
    }

    /**
     * The name of the predicted class for sparse features.
     *
     * @throws IllegalStateException if the classes have no names
     */
    public String predictName(int[] indices, double[] values) {
        return name(predict(indices, values));
    }

    private double[] marginsOf(int[] indices, double[] values) {
        double[] margins = model.intercepts().clone();
        model.weights().addProduct(indices, values, margins);
        return margins;
    }

    private static double[] softmax(double[] margins) {
        SoftmaxInPlace.softmax(margins, 0, margins.length);
        return margins;
    }

    private int choose(double[] margins) {
        return model.rule().byMargins(margins);
    }

    private String name(int k) {
        if (model.classNames().isEmpty()) {
            throw new IllegalStateException("This model has no names of the classes: use predict, which returns the"
                    + " index of a class, or set classNames before the model is exported.");
        }
        return model.classNames().get(k);
    }

    private static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int j = 0; j < values.length; j++) {
            doubles[j] = values[j];
        }
        return doubles;
    }

    private void checkSize(int size) {
        if (size != numFeatures()) {
            throw new IllegalArgumentException("The features must have " + numFeatures()
                    + " values (numFeatures of the model), but have " + size + ".");
        }
    }

    private void checkIndices(int[] indices, int numValues) {
        if (indices.length != numValues) {
            throw new IllegalArgumentException("Sparse features must have as many indices as values, but have "
                    + indices.length + " indices and " + numValues + " values.");
        }
        int last = -1;
        for (int j : indices) {
            if (j <= last || j >= numFeatures()) {
                throw new IllegalArgumentException("The indices of sparse features must be ascending and less than "
                        + numFeatures() + " (numFeatures of the model), but after " + last + " comes " + j + ".");
            }
            last = j;
        }
    }
}
