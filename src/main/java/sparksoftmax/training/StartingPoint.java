package sparksoftmax.training;

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
     * @param space of the moving features
     * @param moving the features that are not constant
     * @param mean of all features, [F]
     * @param layerScale [moving], what a feature is divided by before the layer: standard deviations, or ones
     */
    double[] parameters(StepSpace space, FeatureSubset moving, double[] mean, double[] layerScale, long seed) {
        int numFeatures = moving.numFeatures();
        int numClasses = space.numClasses();
        double[] w = new double[moving.columns().length * numClasses];
        double[] b = new double[numClasses];
        if (uniform) {
            double bound = 1.0 / Math.sqrt(Math.max(1, numFeatures));
            Random random = new Random(seed);
            for (int k = 0; k < numClasses; k++) {
                int c = 0;
                for (int j = 0; j < numFeatures; j++) {
                    double drawn = bound * (2.0 * random.nextDouble() - 1.0);
                    if (c < moving.columns().length && moving.columns()[c] == j) {
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
            return space.parameters(w, givenIntercepts);
        }
        addConstantFeatures(moving, mean, numClasses, givenIntercepts);
        return space.parameters(moving.select(coefficients, numClasses), givenIntercepts);
    }

    private void addConstantFeatures(FeatureSubset moving, double[] mean, int numClasses, double[] sums) {
        int c = 0;
        for (int j = 0; j < moving.numFeatures(); j++) {
            if (c < moving.columns().length && moving.columns()[c] == j) {
                c++;
            } else {
                for (int k = 0; k < numClasses; k++) {
                    sums[k] += mean[j] * coefficients[j * numClasses + k];
                }
            }
        }
    }
}
