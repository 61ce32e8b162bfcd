package sparksoftmax.training;

import sparksoftmax.block.Coefficients;
import sparksoftmax.block.GradientSums;

/**
 * The coordinates in which steps are taken. Training moves u, the coefficients of the features x̃_j = s_j (x_j - c_j),
 * instead of W, those of x_j: with features alike in size one step size fits all. The data stay as they are: scales and
 * centers are folded into the coefficients on the way out, and into the gradient on the way back.
 *
 * <pre>
 *   W_jk = s_j u_jk                       coefficients, [F x K] feature-major
 *   b_k  = β_k - Σ_j c_j W_jk             intercepts, [K]
 *   ∂L/∂u_jk = s_j (∂L/∂W_jk - c_j ∂L/∂b_k),   ∂L/∂β_k = ∂L/∂b_k
 * </pre>
 *
 * <p>The parameter array has u, then β if there is an intercept. Features are only centered if there is one. Immutable.
 */
final class StepSpace {
    private final double[] scale;
    private final double[] center;
    private final int numClasses;
    private final boolean fitIntercept;

    /**
     * A space.
     *
     * @param scale s, [F], greater than 0
     * @param center c, [F]; zeros without an intercept
     */
    StepSpace(double[] scale, double[] center, int numClasses, boolean fitIntercept) {
        this.scale = scale;
        this.center = fitIntercept ? center : new double[center.length];
        this.numClasses = numClasses;
        this.fitIntercept = fitIntercept;
    }

    int numFeatures() {
        return scale.length;
    }

    int numClasses() {
        return numClasses;
    }

    int numParameters() {
        return scale.length * numClasses + (fitIntercept ? numClasses : 0);
    }

    /** s, [F], not a copy. */
    double[] scale() {
        return scale;
    }

    /** c, [F], not a copy. */
    double[] center() {
        return center;
    }

    /**
     * The coordinates for blocks that are standardized by this space.
     *
     * @param centered whether the blocks have c in them, or only s
     */
    StepSpace ofStandardizedBlocks(boolean centered) {
        return onBlocksOf(this, centered);
    }

    /**
     * These coordinates for blocks that are standardized by another space.
     *
     * @param centered whether the blocks have the other's c, which must be this one's, in them, or only its s
     */
    StepSpace onBlocksOf(StepSpace other, boolean centered) {
        double[] relativeScale = new double[scale.length];
        double[] scaledCenter = new double[scale.length];
        for (int j = 0; j < scale.length; j++) {
            relativeScale[j] = scale[j] / other.scale[j];
            scaledCenter[j] = centered ? 0.0 : other.scale[j] * center[j];
        }
        return new StepSpace(relativeScale, scaledCenter, numClasses, fitIntercept);
    }

    /** Parameters of another space for the same blocks, in this one. */
    double[] from(StepSpace other, double[] parameters) {
        double[] w = other.coefficients(parameters);
        return parameters(w, other.intercepts(parameters, w));
    }

    /** The same coordinates of features, for another number of classes. */
    StepSpace withClasses(int otherNumClasses) {
        return new StepSpace(scale, center, otherNumClasses, fitIntercept);
    }

    /** W and b, for blocks to multiply with. */
    Coefficients blockCoefficients(double[] parameters) {
        double[] w = coefficients(parameters);
        return new Coefficients(w, intercepts(parameters, w));
    }

    /** W. */
    double[] coefficients(double[] parameters) {
        double[] coefficients = new double[scale.length * numClasses];
        for (int i = 0; i < coefficients.length; i++) {
            coefficients[i] = scale[i / numClasses] * parameters[i];
        }
        return coefficients;
    }

    /** b; zeros without an intercept. */
    double[] intercepts(double[] parameters, double[] coefficients) {
        double[] intercepts = new double[numClasses];
        if (fitIntercept) {
            System.arraycopy(parameters, coefficients.length, intercepts, 0, numClasses);
            addCentered(-1.0, center, coefficients, intercepts);
        }
        return intercepts;
    }

    /** u and β of given W and b. */
    double[] parameters(double[] coefficients, double[] intercepts) {
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
     * @param sums ∂L/∂W and ∂L/∂b over rows
     * @param factor multiplies everything: 1 / Σ w makes means of sums
     * @param result overwritten
     */
    void pullBack(GradientSums sums, double factor, double[] result) {
        double[] gradient = sums.coefficients();
        double[] intercepts = sums.intercepts();
        for (int j = 0; j < scale.length; j++) {
            double featureFactor = factor * scale[j];
            for (int k = 0; k < numClasses; k++) {
                int i = j * numClasses + k;
                result[i] = featureFactor * (gradient[i] - center[j] * intercepts[k]);
            }
        }
        for (int k = 0; fitIntercept && k < numClasses; k++) {
            result[gradient.length + k] = factor * intercepts[k];
        }
    }

    private void addCentered(double sign, double[] center, double[] coefficients, double[] sums) {
        for (int i = 0; i < coefficients.length; i++) {
            sums[i % numClasses] += sign * center[i / numClasses] * coefficients[i];
        }
    }
}
