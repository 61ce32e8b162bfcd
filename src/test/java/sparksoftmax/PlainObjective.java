package sparksoftmax;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;

/**
 * The objective of a softmax regression and its first-order conditions, as loops over rows in double precision: an
 * oracle that neither has code in common with the library nor needs Spark to run.
 *
 * <p>The objective is mean loss + Σ_kj (l1 σ_j |W_kj| + l2 / 2 σ_j² W_kj²), σ_j being the standard deviation of feature
 * j (with n - 1).
 */
public final class PlainObjective {
    private final GeneratedRows rows;
    private final Vector[] features;
    private final int[] labels;
    private final double[] deviation;
    private double[] weights;
    private double l1;
    private double l2;
    private double smoothing;

    /** Of rows that all weigh the same, without a penalty. */
    public PlainObjective(GeneratedRows rows) {
        this.rows = rows;
        features = new Vector[rows.numRows()];
        Arrays.setAll(features, rows::features);
        labels = new int[rows.numRows()];
        Arrays.setAll(labels, rows::label);
        weights = new double[rows.numRows()];
        Arrays.fill(weights, 1.0);
        deviation = new double[rows.numFeatures()];
        double[] mean = new double[rows.numFeatures()];
        for (Vector x : features) {
            GeneratedRows.forEachNonZero(x, (j, value) -> mean[j] += value / features.length);
        }
        double[] squares = new double[rows.numFeatures()];
        for (Vector x : features) {
            GeneratedRows.forEachNonZero(x, (j, value) -> squares[j] += value * value);
        }
        Arrays.setAll(
                deviation,
                j -> Math.sqrt((squares[j] - features.length * mean[j] * mean[j]) / (features.length - 1.0)));
    }

    /** Adds a penalty. */
    public PlainObjective penalized(double regParam, double elasticNetParam) {
        l1 = regParam * elasticNetParam;
        l2 = regParam * (1.0 - elasticNetParam);
        return this;
    }

    /** Weights each row. */
    public PlainObjective weighted(IntToDoubleFunction weight) {
        Arrays.setAll(weights, weight);
        return this;
    }

    /** Spreads a share of each label's weight evenly over all classes. */
    public PlainObjective smoothed(double share) {
        smoothing = share;
        return this;
    }

    /** The number of rows with a label. */
    public long count(int label) {
        return Arrays.stream(labels).filter(y -> y == label).count();
    }

    /** The label of row i. */
    public int label(int i) {
        return labels[i];
    }

    /** The features of row i. */
    public Vector features(int i) {
        return features[i];
    }

    /** The objective at W, [numClasses x numFeatures], and b, [numClasses]. */
    public double at(Matrix coefficients, Vector intercepts) {
        return at(columns(coefficients), intercepts.toArray(), null, null);
    }

    private static double[] columns(Matrix coefficients) {
        return coefficients.toDense().toArray();
    }

    /** [numClasses x numFeatures], column by column; gradients are added up where they are not null. */
    private double at(double[] w, double[] b, double[] gradient, double[] interceptGradient) {
        int numClasses = rows.numClasses();
        double[] z = new double[numClasses];
        double weightSum = Arrays.stream(weights).sum();
        double loss = 0.0;
        for (int i = 0; i < features.length; i++) {
            System.arraycopy(b, 0, z, 0, numClasses);
            GeneratedRows.forEachNonZero(features[i], (j, value) -> {
                for (int k = 0; k < numClasses; k++) {
                    z[k] += w[j * numClasses + k] * value;
                }
            });
            double weight = weights[i] / weightSum;
            double largest = Arrays.stream(z).max().orElseThrow();
            double sum = 0.0;
            for (double margin : z) {
                sum += Math.exp(margin - largest);
            }
            double logSum = largest + Math.log(sum);
            for (int k = 0; k < numClasses; k++) {
                double target = smoothing / numClasses + (labels[i] == k ? 1.0 - smoothing : 0.0);
                loss += weight * target * (logSum - z[k]);
                z[k] = weight * (Math.exp(z[k] - logSum) - target);
            }
            if (gradient != null) {
                for (int k = 0; k < numClasses; k++) {
                    interceptGradient[k] += z[k];
                }
                GeneratedRows.forEachNonZero(features[i], (j, value) -> {
                    for (int k = 0; k < numClasses; k++) {
                        gradient[j * numClasses + k] += z[k] * value;
                    }
                });
            }
        }
        for (int position = 0; position < w.length; position++) {
            double scaled = deviation[position / numClasses] * w[position];
            loss += l1 * Math.abs(scaled) + l2 / 2.0 * scaled * scaled;
        }
        return loss;
    }

    /**
     * How far the first-order conditions of the optimum are from being met: the largest part of the gradient with
     * respect to W_kj σ_j and b_k that is left over.
     *
     * @param withIntercepts whether b was free
     * @param least the lower bound on W, or minus infinity
     */
    public double violation(Matrix coefficients, Vector intercepts, boolean withIntercepts, double least) {
        double[] w = columns(coefficients);
        double[] gradient = new double[w.length];
        double[] interceptGradient = new double[rows.numClasses()];
        at(w, intercepts.toArray(), gradient, interceptGradient);
        double largest = withIntercepts
                ? Arrays.stream(interceptGradient).map(Math::abs).max().orElseThrow()
                : 0.0;
        for (int position = 0; position < w.length; position++) {
            double sigma = deviation[position / rows.numClasses()];
            double slope = gradient[position] / sigma + l2 * sigma * w[position];
            double left;
            if (w[position] == 0.0 && l1 > 0.0) {
                left = Math.max(0.0, Math.abs(slope) - l1);
            } else if (w[position] <= least) {
                left = Math.max(0.0, -slope);
            } else {
                left = Math.abs(slope + l1 * Math.signum(w[position]));
            }
            largest = Math.max(largest, left);
        }
        return largest;
    }
}
