package sparksoftmax.classification;

import java.util.Arrays;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;

/**
 * Bounds on the parameters of two classes that stand for bounds on their differences, second class minus first: see
 * {@link LogisticRegressionSettings}. Infinity stands for no bound.
 *
 * @param lower column by column, [2 x number of differences]; null if there are no bounds
 * @param upper as lower
 */
record TwoClassBounds(double[] lower, double[] upper) {
    private static final TwoClassBounds NONE = new TwoClassBounds(null, null);

    /**
     * For bounds on coefficients, each a matrix of one row, or null if it is not set.
     *
     * @throws IllegalArgumentException if they have another shape
     */
    static TwoClassBounds of(Matrix lower, Matrix upper) {
        if (lower != null && lower.numRows() != 1 || upper != null && upper.numRows() != 1) {
            throw new IllegalArgumentException("bounds on binomial coefficients are matrices of one row");
        }
        return of(lower == null ? null : lower.toArray(), upper == null ? null : upper.toArray());
    }

    /**
     * For bounds on the intercept, each a vector of size 1, or null if it is not set.
     *
     * @throws IllegalArgumentException if they have another size
     */
    static TwoClassBounds of(Vector lower, Vector upper) {
        if (lower != null && lower.size() != 1 || upper != null && upper.size() != 1) {
            throw new IllegalArgumentException("bounds on the binomial intercept are vectors of size 1");
        }
        return of(lower == null ? null : lower.toArray(), upper == null ? null : upper.toArray());
    }

    private static TwoClassBounds of(double[] lower, double[] upper) {
        if (lower == null && upper == null) {
            return NONE;
        }
        double[] least = lower == null ? all(Double.NEGATIVE_INFINITY, upper.length) : lower;
        double[] most = upper == null ? all(Double.POSITIVE_INFINITY, lower.length) : upper;
        if (least.length != most.length) {
            throw new IllegalArgumentException("lower and upper bounds have different sizes");
        }
        return new TwoClassBounds(halves(most, least), halves(least, most));
    }

    private static double[] all(double value, int length) {
        double[] values = new double[length];
        Arrays.fill(values, value);
        return values;
    }

    private static double[] halves(double[] negatedOfFirst, double[] ofSecond) {
        double[] halves = new double[2 * ofSecond.length];
        for (int j = 0; j < ofSecond.length; j++) {
            halves[2 * j] = -0.5 * negatedOfFirst[j];
            halves[2 * j + 1] = 0.5 * ofSecond[j];
        }
        return halves;
    }

    /** The lower bounds on coefficients, [2 x numFeatures]; null if there are none. */
    Matrix lowerMatrix() {
        return lower == null ? null : new DenseMatrix(2, lower.length / 2, lower);
    }

    /** The upper bounds on coefficients, [2 x numFeatures]; null if there are none. */
    Matrix upperMatrix() {
        return upper == null ? null : new DenseMatrix(2, upper.length / 2, upper);
    }

    /** The lower bounds on intercepts, [2]; null if there are none. */
    Vector lowerVector() {
        return lower == null ? null : new DenseVector(lower);
    }

    /** The upper bounds on intercepts, [2]; null if there are none. */
    Vector upperVector() {
        return upper == null ? null : new DenseVector(upper);
    }
}
