package sparksoftmax.classification;

import java.util.Arrays;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;
import sparksoftmax.memory.Memory;
import sparksoftmax.rows.DeclaredClasses;

/**
 * A fitted model from which training starts.
 *
 * @param coefficients W, [numClasses x numFeatures]
 * @param intercepts b, [numClasses]
 * @param labelNames the names of its classes in the metadata of the label column; null if they are not known
 * @param featureNames the names of its features, empty for a feature without one; null if they are not known
 * @param memory what it remembers of its rows; null if nothing
 */
record InitialModel(Matrix coefficients, Vector intercepts, String[] labelNames, String[] featureNames, Memory memory) {
    /** In place of an infinite intercept, a class has odds of 1000 to 1 (or 1 to 1000) against every other class. */
    private static final double LOG_ODDS = Math.log(1000.0);

    /**
     * The intercepts to start from. A model of rows that all have one label has an infinite intercept, from which
     * training could not go on: it becomes the largest finite intercept plus log 1000. An intercept of minus infinity
     * becomes the smallest finite one minus log 1000.
     */
    Vector finiteIntercepts() {
        double[] values = intercepts.toArray();
        double[] finite = Arrays.stream(values).filter(Double::isFinite).toArray();
        if (finite.length == values.length) {
            return intercepts;
        }
        double most = Arrays.stream(finite).max().orElse(0.0) + LOG_ODDS;
        double least = Arrays.stream(finite).min().orElse(0.0) - LOG_ODDS;
        return new DenseVector(Arrays.stream(values)
                .map(value -> Math.max(least, Math.min(most, value)))
                .toArray());
    }

    /** The number of its classes, which training keeps. */
    DeclaredClasses classes() {
        int numClasses = coefficients.numRows();
        return new DeclaredClasses(
                numClasses,
                "the model from which training starts has " + numClasses + (numClasses == 1 ? " class" : " classes")
                        + " (for more, set numClasses in its first fit)");
    }

    /**
     * Checks that labels are indexed as for this model, as far as both names are known.
     *
     * @param names the names in the metadata of the label column; null if they are not known
     * @param column the name of the label column
     * @throws IllegalArgumentException if not
     */
    void checkLabelNames(String[] names, String column) {
        String difference = labelNames == null || names == null
                ? null
                : difference("class", labelNames, names, "column '" + column + "'");
        if (difference != null) {
            throw new IllegalArgumentException("Labels must be indexed as in the training of the model, but "
                    + difference + ": use the same StringIndexerModel.");
        }
    }

    /**
     * Checks that features are those of this model, in the same order, as far as both names are known.
     *
     * @param names the names of the features in the data set; null if they are not known
     * @param columns the columns of features in words
     * @throws IllegalArgumentException if not
     */
    void checkFeatureNames(String[] names, String columns) {
        String difference =
                featureNames == null || names == null ? null : difference("feature", featureNames, names, columns);
        if (difference != null) {
            throw new IllegalArgumentException(
                    "Features must be those of the training of the model, in the same order, but " + difference
                            + ": assemble the same columns in the same order.");
        }
    }

    private static String difference(String what, String[] ofModel, String[] found, String columns) {
        for (int i = 0; i < Math.min(ofModel.length, found.length); i++) {
            if (!ofModel[i].equals(found[i]) && !ofModel[i].isEmpty() && !found[i].isEmpty()) {
                return what + " " + i + " is '" + ofModel[i] + "' in the model and '" + found[i] + "' in " + columns;
            }
        }
        return ofModel.length == found.length
                ? null
                : "the model has names for " + ofModel.length + ", and " + columns + " for " + found.length;
    }
}
