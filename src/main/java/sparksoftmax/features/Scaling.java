package sparksoftmax.features;

import sparksoftmax.block.Coefficients;

/**
 * The map between original coefficients and those that are trained. Training works on u, the coefficients of the
 * features x̃_j = s_j (x_j - c_j), instead of W, those of x_j: with features alike in size one step size fits all. The
 * data stay as they are: scales and centers are folded into the coefficients on the way out, and into the gradient on
 * the way back.
 *
 * <pre>
 *   W_jk = s_j u_jk                       coefficients, [F x K] feature-major
 *   b_k  = β_k - Σ_j c_j W_jk             intercepts, [K]
 *   ∂L/∂u_jk = s_j (∂L/∂W_jk - c_j ∂L/∂b_k),   ∂L/∂β_k = ∂L/∂b_k
 * </pre>
 *
 * <p>The parameter array has u, then β if there is an intercept. Features are only centered if there is one. Immutable.
 */
public final class Scaling {
    private final double[] scale;
    private final double[] center;
    private final int numClasses;
    private final boolean fitIntercept;

    /**
     * The map of scales and centers.
     *
     * @param scale s, [F], greater than 0
     * @param center c, [F]; zeros without an intercept
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

    /**
     * This scaling for blocks that are stored with another one's scales.
     *
     * @param centered whether the blocks have the other's centers, which must be this one's, in them, or only its
     *     scales
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

    /** Parameters of another scaling for the same blocks, in this one. */
    public double[] from(Scaling other, double[] parameters) {
        double[] w = other.coefficients(parameters);
        return parameters(w, other.intercepts(parameters, w));
    }

    /** The same for another number of classes. */
    public Scaling withClasses(int otherNumClasses) {
        return new Scaling(scale, center, otherNumClasses, fitIntercept);
    }

    /** W and b, for blocks to multiply with. */
    public Coefficients blockCoefficients(double[] parameters) {
        double[] w = coefficients(parameters);
        return new Coefficients(w, intercepts(parameters, w));
    }

    /** W. */
    public double[] coefficients(double[] parameters) {
        double[] coefficients = new double[scale.length * numClasses];
        for (int i = 0; i < coefficients.length; i++) {
            coefficients[i] = scale[i / numClasses] * parameters[i];
        }
        return coefficients;
    }

    /** b; zeros without an intercept. */
    public double[] intercepts(double[] parameters, double[] coefficients) {
        double[] intercepts = new double[numClasses];
        if (fitIntercept) {
            System.arraycopy(parameters, coefficients.length, intercepts, 0, numClasses);
            addCentered(-1.0, center, coefficients, intercepts);
        }
        return intercepts;
    }

    /** u and β of given W and b. */
    public double[] parameters(double[] coefficients, double[] intercepts) {
        double[] parameters = new double[numParameters()];
        for (int i = 0; i < coefficients.length; i++) {
            parameters[i] = coefficients[i] / scale[i / numClasses];
        }
        if (fitIntercept) {
            double[] offsets = intercepts.clone();
            addCentered(1.0, center, coefficients, offsets);
            System.arraycopy(offsets, 0, parameters, coefficients.length, numClasses);
        }
        return parameters;
    }

    /**
     * The gradient with respect to u and β.
     *
     * @param sums ∂L/∂W and then ∂L/∂b over rows, [F + 1 x K]
     * @param factor multiplies everything: 1 / Σ w makes means of sums
     * @param result overwritten
     */
    public void pullBack(double[] sums, double factor, double[] result) {
        int numCoefficients = scale.length * numClasses;
        for (int j = 0; j < scale.length; j++) {
            double featureFactor = factor * scale[j];
            for (int k = 0; k < numClasses; k++) {
                int i = j * numClasses + k;
                result[i] = featureFactor * (sums[i] - center[j] * sums[numCoefficients + k]);
            }
        }
        for (int k = 0; fitIntercept && k < numClasses; k++) {
            result[numCoefficients + k] = factor * sums[numCoefficients + k];
        }
    }

    private void addCentered(double sign, double[] center, double[] coefficients, double[] sums) {
        for (int i = 0; i < coefficients.length; i++) {
            sums[i % numClasses] += sign * center[i / numClasses] * coefficients[i];
        }
    }
}
