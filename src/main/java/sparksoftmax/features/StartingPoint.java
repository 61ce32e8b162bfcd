package sparksoftmax.features;

import java.util.Random;

/**
 * The coefficients and intercepts at which training starts: those that are given, and otherwise zeros or random
 * numbers.
 *
 * @param coefficients W on the original scale of the features, [F x K] feature-major; null if not given
 * @param intercepts b on the original scale of the features, [K]; null if not given
 * @param uniform whether values that are not given are drawn uniformly between -1/√F and 1/√F; otherwise they are 0
 */
public record StartingPoint(double[] coefficients, double[] intercepts, boolean uniform) {
    /**
     * The parameters to start from. Random coefficients are drawn class by class, like the rows of a K x F matrix, and
     * then the intercepts. They are coefficients of features that are divided by {@code layerScale}, as a linear layer
     * of a neural network would get them. If the coefficient of a constant feature is given, its contribution to the
     * margins is added to the intercepts.
     *
     * @param scaling the scaling of the varying features
     * @param varying the features that are trained on
     * @param mean the means of all features, [F]
     * @param layerScale standard deviations or ones, [varying]
     * @param seed the seed of the random numbers
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
