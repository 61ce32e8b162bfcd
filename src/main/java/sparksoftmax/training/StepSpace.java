package sparksoftmax.training;

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
 * <p>The parameter array has u, then β if there is an intercept. Features are only centered if there is one. A constant
 * feature has s_j = 0: its coefficient is 0. Immutable.
 */
final class StepSpace {
    private final double[] scale;
    private final double[] center;
    private final double[] mean;
    private final int numClasses;
    private final boolean fitIntercept;

    /**
     * A space.
     *
     * @param scale s, [F], 0 for constant features, else greater than 0
     * @param centered whether c is the mean, or 0
     * @param mean of the features, [F]
     */
    StepSpace(double[] scale, boolean centered, double[] mean, int numClasses, boolean fitIntercept) {
        this.scale = scale;
        this.center = centered && fitIntercept ? mean : new double[mean.length];
        this.mean = mean;
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

    /** u and β of given W and b; a constant feature's coefficient goes into the intercept, where there is one. */
    double[] parameters(double[] coefficients, double[] intercepts) {
        double[] parameters = new double[numParameters()];
        double[] offsets = intercepts.clone();
        addCentered(1.0, center, coefficients, offsets);
        for (int i = 0; i < coefficients.length; i++) {
            int j = i / numClasses;
            if (scale[j] > 0.0) {
                parameters[i] = coefficients[i] / scale[j];
            } else {
                offsets[i % numClasses] += (mean[j] - center[j]) * coefficients[i];
            }
        }
        if (fitIntercept) {
            System.arraycopy(offsets, 0, parameters, coefficients.length, numClasses);
        }
        return parameters;
    }

    /**
     * The gradient with respect to u and β.
     *
     * @param gradient ∂L/∂W, [F x K]
     * @param interceptGradient ∂L/∂b, [K]
     * @param factor multiplies everything: 1 / Σ w makes means of sums
     * @param result overwritten
     */
    void pullBack(double[] gradient, double[] interceptGradient, double factor, double[] result) {
        for (int j = 0; j < scale.length; j++) {
            double featureFactor = factor * scale[j];
            for (int k = 0; k < numClasses; k++) {
                int i = j * numClasses + k;
                result[i] = featureFactor * (gradient[i] - center[j] * interceptGradient[k]);
            }
        }
        if (fitIntercept) {
            for (int k = 0; k < numClasses; k++) {
                result[gradient.length + k] = factor * interceptGradient[k];
            }
        }
    }

    private void addCentered(double sign, double[] center, double[] coefficients, double[] sums) {
        for (int i = 0; i < coefficients.length; i++) {
            sums[i % numClasses] += sign * center[i / numClasses] * coefficients[i];
        }
    }
}
