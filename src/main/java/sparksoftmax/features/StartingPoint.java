package sparksoftmax.features;

import java.util.Random;

/**
 * Where training starts: explicit coefficients and intercepts where given, else zeros or random numbers.
 *
 * @param coefficients W in the original space, [F x K] feature-major; null if not given
 * @param intercepts b in the original space, [K]; null if not given
 * @param uniform whether what is not given is drawn uniformly from ±1/√F, or 0
 */
public record StartingPoint(double[] coefficients, double[] intercepts, boolean uniform) {
    /**
     * The parameters to start from. Random numbers are drawn class by class, as in the rows of a K x F matrix, then the
     * intercepts; they are coefficients of the features as a linear layer would see them: standardized if
     * {@code layerScale} says so. What a given coefficient of a constant feature adds goes into the intercept.
     *
     * @param scaling of the varying features
     * @param varying the features trained on
     * @param mean of all features, [F]
     * @param layerScale [varying], what a feature is divided by before the layer: standard deviations, or ones
     */
    public double[] parameters(
            Scaling scaling, VaryingFeatures varying, double[] mean, double[] layerScale, long seed) {
        int numFeatures = varying.numFeatures();
        int numClasses = scaling.numClasses();
        double[] w = new double[varying.columns().length * numClasses];
        double[] b = new double[numClasses];
        if (uniform) {
            double bound = 1.0 / Math.sqrt(Math.max(1, numFeatures));
            Random random = new Random(seed);
            for (int k = 0; k < numClasses; k++) {
                int c = 0;
                for (int j = 0; j < numFeatures; j++) {
                    double drawn = bound * (2.0 * random.nextDouble() - 1.0);
                    if (c < varying.columns().length && varying.columns()[c] == j) {
                        w[c * numClasses + k] = drawn / layerScale[c];
                        c++;
                    }
                }
            }
            for (int k = 0; k < numClasses; k++) {
                b[k] = bound * (2.0 * random.nextDouble() - 1.0);
            }
        }
        double[] givenIntercepts = intercepts == null ? b : intercepts.clone();
        if (coefficients == null) {
            return scaling.parameters(w, givenIntercepts);
        }
        addConstantFeatures(varying, mean, numClasses, givenIntercepts);
        return scaling.parameters(varying.select(coefficients, numClasses), givenIntercepts);
    }

    private void addConstantFeatures(VaryingFeatures varying, double[] mean, int numClasses, double[] sums) {
        int c = 0;
        for (int j = 0; j < varying.numFeatures(); j++) {
            if (c < varying.columns().length && varying.columns()[c] == j) {
                c++;
            } else {
                for (int k = 0; k < numClasses; k++) {
                    sums[k] += mean[j] * coefficients[j * numClasses + k];
                }
            }
        }
    }
}
