package sparksoftmax.export;

import java.util.List;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.SparseMatrix;

/**
 * What an export knows of a model. Immutable; the arrays are not copied.
 *
 * @param coefficients W, [numClasses x numFeatures], dense or sparse, stored column by column
 * @param intercepts b, [numClasses]; infinite where a class has probability 0 or 1 whatever the features
 * @param classNames [numClasses]; null if the classes have no names
 * @param featureNames [numFeatures], empty for a feature without a name; null if no feature has one
 * @param thresholds [numClasses]; null if the most probable class is predicted
 * @param costs the cost of predicting a class when the truth is another, [numClasses x numClasses], a row for each
 *     truth; null if there are none
 * @param label the name of the label column
 */
public record ExportedModel(
        Matrix coefficients,
        double[] intercepts,
        String[] classNames,
        String[] featureNames,
        double[] thresholds,
        Matrix costs,
        String label) {
    /** The intercept of a class of probability 0: no products of coefficients and features make up for it. */
    private static final double IMPOSSIBLE = -1e300;

    /**
     * A model that can be exported.
     *
     * @throws IllegalArgumentException if a number is NaN, a coefficient is infinite, or there is not one threshold,
     *     one row of costs or one name for each class, or one name for each feature
     */
    public ExportedModel {
        check(coefficients, intercepts);
        checkSize("thresholds", thresholds == null ? -1 : thresholds.length, coefficients.numRows(), "classes");
        checkSize("costs", costs == null ? -1 : costs.numRows(), coefficients.numRows(), "classes");
        checkSize("classNames", classNames == null ? -1 : classNames.length, coefficients.numRows(), "classes");
        checkSize("featureNames", featureNames == null ? -1 : featureNames.length, coefficients.numCols(), "features");
    }

    private static void check(Matrix coefficients, double[] intercepts) {
        double[] values =
                coefficients instanceof SparseMatrix sparse ? sparse.values() : ((DenseMatrix) coefficients).values();
        for (double value : values) {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException(
                        "A model that is exported must have finite coefficients, but one of them is " + value
                                + ": train it again, for example with a smaller stepSize.");
            }
        }
        for (int k = 0; k < intercepts.length; k++) {
            if (Double.isNaN(intercepts[k])) {
                throw new IllegalArgumentException(
                        "A model that is exported must have intercepts that are numbers, but that of class " + k
                                + " is NaN: train it again, for example with a smaller stepSize.");
            }
        }
    }

    private static void checkSize(String what, int size, int expected, String of) {
        if (size >= 0 && size != expected) {
            throw new IllegalArgumentException("A model that is exported must have " + what + " for all of its "
                    + expected + " " + of + ", but has " + size + ": set them again.");
        }
    }

    int numClasses() {
        return coefficients.numRows();
    }

    int numFeatures() {
        return coefficients.numCols();
    }

    /**
     * The intercepts, finite ones of such a size in place of infinite ones that the probabilities are the same. A class
     * whose intercept is positively infinite gets 0, and all others a very negative number, so that not even a reader
     * that computes exponentials without subtracting the largest margin overflows.
     */
    double[] finiteIntercepts() {
        boolean certain = false;
        for (double intercept : intercepts) {
            certain |= intercept == Double.POSITIVE_INFINITY;
        }
        double[] finite = intercepts.clone();
        for (int k = 0; k < finite.length; k++) {
            if (finite[k] == Double.POSITIVE_INFINITY) {
                finite[k] = 0.0;
            } else if (certain || finite[k] == Double.NEGATIVE_INFINITY) {
                finite[k] = IMPOSSIBLE;
            }
        }
        return finite;
    }

    /** The name of a class, or else its index. */
    String className(int k) {
        return classNames == null ? Integer.toString(k) : classNames[k];
    }

    /** The names of the classes; empty if they have none. */
    List<String> namesOfClasses() {
        return classNames == null ? List.of() : List.of(classNames);
    }

    /** The names of the features; empty if they have none. */
    List<String> namesOfFeatures() {
        return featureNames == null ? List.of() : List.of(featureNames);
    }
}
