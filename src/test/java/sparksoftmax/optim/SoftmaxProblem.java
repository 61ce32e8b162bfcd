package sparksoftmax.optim;

import java.util.Arrays;

/**
 * A softmax objective in plain loops of doubles, which neither kernels nor Spark take part in: the mean of -log p_y
 * over rows, with z = W x + b and p = softmax(z), and λ / 2 ‖W‖². Parameters are W, [F x K] by features, then b, [K].
 */
public final class SoftmaxProblem {
    private final double[][] x;
    private final int[] y;
    private final int numFeatures;
    private final int numClasses;
    private final double l2;

    /**
     * Keeps the arrays.
     *
     * @param l2 λ
     */
    public SoftmaxProblem(double[][] x, int[] y, int numClasses, double l2) {
        this.x = x;
        this.y = y;
        this.numFeatures = x[0].length;
        this.numClasses = numClasses;
        this.l2 = l2;
    }

    /** How many coefficients there are, after which the intercepts follow. */
    public int numCoefficients() {
        return numFeatures * numClasses;
    }

    /** F. */
    public int numFeatures() {
        return numFeatures;
    }

    /** K. */
    public int numClasses() {
        return numClasses;
    }

    /** The number of coefficients and intercepts. */
    public int numParameters() {
        return numCoefficients() + numClasses;
    }

    /** λ for every coefficient, 0 for intercepts. */
    public double[] onCoefficients(double strength) {
        double[] result = new double[numParameters()];
        Arrays.fill(result, 0, numCoefficients(), strength);
        return result;
    }

    /** Second moments of the features, [F x F]. */
    public double[] moments() {
        double[] moments = new double[numFeatures * numFeatures];
        for (double[] row : x) {
            for (int i = 0; i < numFeatures; i++) {
                for (int j = 0; row[i] != 0.0 && j < numFeatures; j++) {
                    moments[i * numFeatures + j] += row[i] * row[j] / x.length;
                }
            }
        }
        return moments;
    }

    /** The share of every class in the rows, [K]. */
    public double[] classShares() {
        double[] shares = new double[numClasses];
        for (int label : y) {
            shares[label] += 1.0 / y.length;
        }
        return shares;
    }

    /** The objective and its gradient. */
    public double valueAndGradient(double[] u, double[] gradient) {
        Arrays.fill(gradient, 0.0);
        double[] p = new double[numClasses];
        double loss = 0.0;
        for (int i = 0; i < x.length; i++) {
            System.arraycopy(u, numCoefficients(), p, 0, numClasses);
            for (int j = 0; j < numFeatures; j++) {
                double value = x[i][j];
                for (int k = 0; value != 0.0 && k < numClasses; k++) {
                    p[k] += value * u[j * numClasses + k];
                }
            }
            loss += lossAndMultipliers(p, y[i]);
            for (int j = 0; j < numFeatures; j++) {
                double value = x[i][j] / x.length;
                for (int k = 0; value != 0.0 && k < numClasses; k++) {
                    gradient[j * numClasses + k] += value * p[k];
                }
            }
            for (int k = 0; k < numClasses; k++) {
                gradient[numCoefficients() + k] += p[k] / x.length;
            }
        }
        double penalty = 0.0;
        for (int i = 0; i < numCoefficients(); i++) {
            penalty += 0.5 * l2 * u[i] * u[i];
            gradient[i] += l2 * u[i];
        }
        return loss / x.length + penalty;
    }

    /** The same with Σ l1_i |u_i| in the value. */
    public Lbfgs.Function withL1(double[] l1) {
        return (u, gradient) -> {
            double value = valueAndGradient(u, gradient);
            for (int i = 0; i < u.length; i++) {
                value += l1[i] * Math.abs(u[i]);
            }
            return value;
        };
    }

    /** Overwrites margins with p - onehot(label). */
    private static double lossAndMultipliers(double[] margins, int label) {
        double largest = Double.NEGATIVE_INFINITY;
        for (double z : margins) {
            largest = Math.max(largest, z);
        }
        double ofLabel = margins[label] - largest;
        double sum = 0.0;
        for (int k = 0; k < margins.length; k++) {
            margins[k] = Math.exp(margins[k] - largest);
            sum += margins[k];
        }
        for (int k = 0; k < margins.length; k++) {
            margins[k] /= sum;
        }
        margins[label] -= 1.0;
        return Math.log(sum) - ofLabel;
    }
}
