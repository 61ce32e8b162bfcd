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
     * {@code layerScale} says so.
     *
     * @param layerScale [F], what the features are divided by before the layer: standard deviations, or ones; 0 for
     *     constant features
     */
    double[] parameters(StepSpace space, double[] layerScale, long seed) {
        int numFeatures = space.numFeatures();
        int numClasses = space.numClasses();
        double[] w = new double[numFeatures * numClasses];
        double[] b = new double[numClasses];
        if (uniform) {
            double bound = 1.0 / Math.sqrt(Math.max(1, numFeatures));
            Random random = new Random(seed);
            for (int k = 0; k < numClasses; k++) {
                for (int j = 0; j < numFeatures; j++) {
                    double drawn = bound * (2.0 * random.nextDouble() - 1.0);
                    w[j * numClasses + k] = layerScale[j] > 0.0 ? drawn / layerScale[j] : 0.0;
                }
            }
            for (int k = 0; k < numClasses; k++) {
                b[k] = bound * (2.0 * random.nextDouble() - 1.0);
            }
        }
        return space.parameters(coefficients == null ? w : coefficients, intercepts == null ? b : intercepts);
    }
}
