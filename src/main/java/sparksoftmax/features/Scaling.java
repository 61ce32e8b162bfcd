package sparksoftmax.features;

import java.util.Arrays;
import sparksoftmax.block.Coefficients;
import sparksoftmax.parallel.Ranges;

/**
 * The map between the original coefficients W and the parameters that are trained. Training works on u, the
 * coefficients of the scaled features x̃_j = s_j (x_j - c_j), since one step size suits all parameters if the features
 * are similar in size. The rows themselves need not be scaled: parameters are converted to W before a pass, and the
 * gradient with respect to W is converted back after it.
 *
 * <pre>
 *   W_jk = s_j u_jk                       coefficients, [F x K] feature-major
 *   b_k  = β_k - Σ_j c_j W_jk             intercepts, [K]
 *   ∂L/∂u_jk = s_j (∂L/∂W_jk - c_j ∂L/∂b_k),   ∂L/∂β_k = ∂L/∂b_k
 * </pre>
 *
 * <p>The parameter array has u, and then β if intercepts are fitted. Features are centered only if intercepts are
 * fitted. Immutable.
 */
public final class Scaling {
    private final double[] scale;
    private final double[] center;
    private final int numClasses;
    private final boolean fitIntercept;

    /**
     * @param scale s, [F], greater than 0
     * @param center c, [F]; ignored if no intercepts are fitted
     */
    public Scaling(double[] scale, double[] center, int numClasses, boolean fitIntercept) {
        this.scale = scale;
        this.center = fitIntercept ? center : new double[center.length];
        this.numClasses = numClasses;
        this.fitIntercept = fitIntercept;
    }

    /** F. */
    public int numFeatures() {
        return scale.length;
    }

    /** K. */
    public int numClasses() {
        return numClasses;
    }

    /** The length of the parameter array. */
    public int numParameters() {
        return scale.length * numClasses + (fitIntercept ? numClasses : 0);
    }

    /** s, [F], not a copy. */
    public double[] scale() {
        return scale;
    }

    /** c, [F], not a copy. */
    public double[] center() {
        return center;
    }

    /** The root mean square of every scaled and centered feature, [F]. */
    public double[] rootMeanSquares(DatasetStatistics statistics) {
        double[] roots = new double[scale.length];
        Arrays.setAll(roots, j -> scale[j] * statistics.rootMeanSquare(j, center[j]));
        return roots;
    }

    /**
     * This scaling relative to blocks whose features are already scaled by {@code other}.
     *
     * @param centered whether the features in the blocks are also centered; if so, both scalings must have the same
     *     centers
     */
    public Scaling onBlocksOf(Scaling other, boolean centered) {
        double[] relativeScale = new double[scale.length];
        double[] scaledCenter = new double[scale.length];
        for (int j = 0; j < scale.length; j++) {
            relativeScale[j] = scale[j] / other.scale[j];
            scaledCenter[j] = centered ? 0.0 : other.scale[j] * center[j];
        }
        return new Scaling(relativeScale, scaledCenter, numClasses, fitIntercept);
    }

    /** Converts parameters of another scaling for the same blocks to this scaling. */
    public double[] from(Scaling other, double[] parameters) {
        double[] w = other.coefficients(parameters);
        return parameters(w, other.intercepts(parameters, w));
    }

    /** A scaling with the same scales and centers for another number of classes. */
    public Scaling withClasses(int otherNumClasses) {
        return new Scaling(scale, center, otherNumClasses, fitIntercept);
    }

    /** W and b in the form that blocks multiply with. */
    public Coefficients blockCoefficients(double[] parameters) {
        double[] w = coefficients(parameters);
        return new Coefficients(w, intercepts(parameters, w));
    }

    /** W. */
    public double[] coefficients(double[] parameters) {
        double[] coefficients = new double[scale.length * numClasses];
        Ranges.forEach(scale.length, numClasses, (from, to) -> {
            for (int j = from; j < to; j++) {
                double factor = scale[j];
                for (int i = j * numClasses; i < (j + 1) * numClasses; i++) {
                    coefficients[i] = factor * parameters[i];
                }
            }
        });
        return coefficients;
    }

    /** b; zeros if no intercepts are fitted. */
    public double[] intercepts(double[] parameters, double[] coefficients) {
        double[] intercepts = new double[numClasses];
        if (fitIntercept) {
            System.arraycopy(parameters, coefficients.length, intercepts, 0, numClasses);
            addCentered(-1.0, center, coefficients, intercepts);
        }
        return intercepts;
    }

    /** The parameters u and β for given W and b. */
    public double[] parameters(double[] coefficients, double[] intercepts) {
        double[] parameters = new double[numParameters()];
        Ranges.forEach(scale.length, numClasses, (from, to) -> {
            for (int j = from; j < to; j++) {
                double divisor = scale[j];
                for (int i = j * numClasses; i < (j + 1) * numClasses; i++) {
                    parameters[i] = coefficients[i] / divisor;
                }
            }
        });
        if (fitIntercept) {
            double[] offsets = intercepts.clone();
            addCentered(1.0, center, coefficients, offsets);
            System.arraycopy(offsets, 0, parameters, coefficients.length, numClasses);
        }
        return parameters;
    }

    /**
     * Converts a gradient with respect to W and b to one with respect to u and β.
     *
     * @param sums ∂L/∂W and then ∂L/∂b, summed over rows, [F + 1 x K]
     * @param factor a factor for all values, such as 1 / Σ w to turn sums into means
     * @param result overwritten with the gradient, [parameters]
     */
    public void pullBack(double[] sums, double factor, double[] result) {
        int numCoefficients = scale.length * numClasses;
        Ranges.forEach(scale.length, numClasses, (from, to) -> {
            for (int j = from; j < to; j++) {
                double featureFactor = factor * scale[j];
                double shift = center[j];
                int start = j * numClasses;
                for (int k = 0; k < numClasses; k++) {
                    result[start + k] = featureFactor * (sums[start + k] - shift * sums[numCoefficients + k]);
                }
            }
        });
        for (int k = 0; fitIntercept && k < numClasses; k++) {
            result[numCoefficients + k] = factor * sums[numCoefficients + k];
        }
    }

    private void addCentered(double sign, double[] center, double[] coefficients, double[] sums) {
        double[] centered = Ranges.sums(center.length, numClasses, numClasses, (from, to, ofRange) -> {
            for (int j = from; j < to; j++) {
                double factor = center[j];
                int start = j * numClasses;
                // Centers of sparse features are 0.
                for (int k = 0; factor != 0.0 && k < numClasses; k++) {
                    ofRange[k] += factor * coefficients[start + k];
                }
            }
        });
        for (int k = 0; k < numClasses; k++) {
            sums[k] += sign * centered[k];
        }
    }
}
