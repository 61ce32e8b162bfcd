package sparksoftmax.inference;

import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.DenseMatrix;
import sparksoftmax.curvature.SymmetricInverse;

/**
 * The covariance matrix of estimated parameters. With I the information and R the second derivatives of the penalty,
 * both for the sum over all rows,
 *
 * <pre>
 *   H = I + R,   Cov = H⁻¹ I H⁻¹,
 * </pre>
 *
 * which is I⁻¹ without a penalty. With an L2 penalty it is the covariance of the penalized estimate about its own
 * expected value, and leaves its bias out. Source: E. Cule, P. Vineis, M. De Iorio, "Significance testing in ridge
 * regression for genetic data", BMC Bioinformatics 12:372, 2011, section "Methods" (logistic ridge regression).
 */
final class EstimatorCovariance {
    /**
     * The largest variance inflation that counts as determined by the rows: the variance of a parameter divided by the
     * one that it would have if all the others were known. Beyond it, no digit of the variance would be right.
     */
    private static final double MOST_INFLATION = 1e10;

    /** Added to the diagonal of a singular matrix, in order to find out which parameters make it so. */
    private static final double RIDGE = 1e-10;

    /** The parameters that make a matrix singular have at least this share of the largest inflation. */
    private static final double INVOLVED = 1e-4;

    private final double[][] columns;
    private final double[] newtonStep;

    private EstimatorCovariance(double[][] columns, double[] newtonStep) {
        this.columns = columns;
        this.newtonStep = newtonStep;
    }

    /**
     * Computes the covariance matrix.
     *
     * @param information I by columns, with both triangles; changed
     * @param penalty R by columns; null if there is no penalty
     * @param gradient the gradient of the sum of losses and penalty, [P]
     * @throws SingularInformationException if H is singular to double precision
     */
    static EstimatorCovariance of(double[][] information, double[][] penalty, double[] gradient)
            throws SingularInformationException {
        int numParameters = gradient.length;
        double[][] hessian = penalty == null ? information : sum(information, penalty);
        double[] unit = new double[numParameters];
        for (int i = 0; i < numParameters; i++) {
            unit[i] = hessian[i][i] > 0.0 ? 1.0 / Math.sqrt(hessian[i][i]) : 0.0;
        }
        scale(hessian, unit);
        double[][] inverse = inverse(hessian);
        double[] step = new double[numParameters];
        for (int i = 0; i < numParameters; i++) {
            for (int j = 0; j < numParameters; j++) {
                step[i] -= unit[i] * inverse[j][i] * unit[j] * gradient[j];
            }
        }
        double[][] covariance = inverse;
        if (penalty != null) {
            scale(information, unit);
            covariance = product(product(inverse, information), inverse);
        }
        scale(covariance, unit);
        return new EstimatorCovariance(covariance, step);
    }

    private static double[][] sum(double[][] a, double[][] b) {
        double[][] result = new double[a.length][];
        for (int j = 0; j < a.length; j++) {
            result[j] = a[j].clone();
            for (int i = 0; i < a.length; i++) {
                result[j][i] += b[j][i];
            }
        }
        return result;
    }

    private static void scale(double[][] matrix, double[] unit) {
        for (int j = 0; j < matrix.length; j++) {
            for (int i = 0; i < matrix.length; i++) {
                matrix[j][i] *= unit[i] * unit[j];
            }
        }
    }

    private static double[][] inverse(double[][] correlations) throws SingularInformationException {
        Optional<double[][]> inverse = SymmetricInverse.of(correlations);
        if (inverse.isPresent() && largestDiagonal(inverse.get()) <= MOST_INFLATION) {
            return inverse.get();
        }
        for (int i = 0; i < correlations.length; i++) {
            correlations[i][i] += RIDGE;
        }
        double[][] nearly = SymmetricInverse.of(correlations).orElse(new double[0][]);
        double least = INVOLVED * largestDiagonal(nearly);
        throw new SingularInformationException(IntStream.range(0, nearly.length)
                .filter(i -> nearly[i][i] > least)
                .toArray());
    }

    private static double largestDiagonal(double[][] matrix) {
        return IntStream.range(0, matrix.length)
                .mapToDouble(i -> matrix[i][i])
                .max()
                .orElse(0.0);
    }

    private static double[][] product(double[][] a, double[][] b) {
        int n = a.length;
        DenseMatrix product = dense(a).multiply(dense(b));
        double[][] columns = new double[n][n];
        for (int j = 0; j < n; j++) {
            System.arraycopy(product.values(), j * n, columns[j], 0, n);
        }
        return columns;
    }

    private static DenseMatrix dense(double[][] columns) {
        int n = columns.length;
        double[] values = new double[n * n];
        for (int j = 0; j < n; j++) {
            System.arraycopy(columns[j], 0, values, j * n, n);
        }
        return new DenseMatrix(n, n, values);
    }

    /** The covariance of parameters i and j. */
    double get(int i, int j) {
        return columns[j][i];
    }

    /** The largest step of Newton's method from these parameters to the optimum, in standard errors. */
    double distanceToOptimum() {
        double largest = 0.0;
        for (int i = 0; i < newtonStep.length; i++) {
            largest = Math.max(largest, Math.abs(newtonStep[i]) / Math.sqrt(columns[i][i]));
        }
        return largest;
    }
}
