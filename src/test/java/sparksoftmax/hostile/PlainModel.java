package sparksoftmax.hostile;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;

/** A linear model as loops over rows in double precision, which have no code in common with the library. */
final class PlainModel {
    private final Matrix coefficients;
    private final double[] intercepts;

    PlainModel(Matrix coefficients, Vector intercepts) {
        this.coefficients = coefficients;
        this.intercepts = intercepts.toArray();
    }

    int numClasses() {
        return intercepts.length;
    }

    /** W x + b. */
    double[] margins(double[] x) {
        double[] margins = intercepts.clone();
        for (int k = 0; k < margins.length; k++) {
            for (int j = 0; j < x.length; j++) {
                margins[k] += coefficients.apply(k, j) * x[j];
            }
        }
        return margins;
    }

    /** The largest |W_kj x_j| or |b_k|: rounding errors of margins are relative to it. */
    double largestTerm(double[] x) {
        double largest = 0.0;
        for (int k = 0; k < intercepts.length; k++) {
            largest = Math.max(largest, Math.abs(intercepts[k]));
            for (int j = 0; j < x.length; j++) {
                largest = Math.max(largest, Math.abs(coefficients.apply(k, j) * x[j]));
            }
        }
        return largest;
    }

    static double logSumExp(double[] z) {
        double largest = Arrays.stream(z).max().orElseThrow();
        return largest
                + Math.log(
                        Arrays.stream(z).map(value -> Math.exp(value - largest)).sum());
    }

    /**
     * The objective: the weighted mean of log-sum-exp(z) - z_y, plus the penalty.
     *
     * @param standardization whether the penalty is on W_kj σ_j, σ_j being the weighted standard deviation of feature j
     */
    double objective(List<PlainRow> rows, double regParam, double elasticNetParam, boolean standardization) {
        double weights = 0.0;
        double loss = 0.0;
        for (PlainRow row : rows) {
            double[] z = margins(row.x());
            weights += row.weight();
            if (row.weight() > 0.0) {
                loss += row.weight() * (logSumExp(z) - z[(int) row.label()]);
            }
        }
        double penalty = 0.0;
        for (int j = 0; regParam > 0.0 && j < coefficients.numCols(); j++) {
            double scale = standardization ? deviation(rows, j) : 1.0;
            for (int k = 0; k < intercepts.length; k++) {
                double scaled = Math.abs(coefficients.apply(k, j) * scale);
                penalty += elasticNetParam * scaled + (1.0 - elasticNetParam) / 2.0 * scaled * scaled;
            }
        }
        return loss / weights + regParam * penalty;
    }

    private static double deviation(List<PlainRow> rows, int j) {
        double weights = 0.0;
        double squaredWeights = 0.0;
        double mean = 0.0;
        for (PlainRow row : rows) {
            weights += row.weight();
            squaredWeights += row.weight() * row.weight();
            mean += row.weight() * row.x()[j];
        }
        mean /= weights;
        double squares = 0.0;
        for (PlainRow row : rows) {
            squares += row.weight() * (row.x()[j] - mean) * (row.x()[j] - mean);
        }
        double divisor = weights - squaredWeights / weights;
        return divisor > 0.0 ? Math.sqrt(Math.max(0.0, squares / divisor)) : 0.0;
    }
}
