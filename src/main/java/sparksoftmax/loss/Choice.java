package sparksoftmax.loss;

/** The class that is predicted, by the margins or the probabilities of all classes. */
public final class Choice {
    private Choice() {}

    /** The index of the largest value, of several the first: what Spark's {@code Vector.argmax} returns. */
    public static int largest(double[] values) {
        int best = 0;
        for (int k = 1; k < values.length; k++) {
            if (values[k] > values[best]) {
                best = k;
            }
        }
        return best;
    }

    /**
     * The class with the largest p / t, p being its probability and t its threshold: MLlib's rule. Of classes with the
     * same ratio it is the first. A class whose threshold is 0 is chosen unless its probability is 0, too.
     */
    public static int largestRatio(double[] probabilities, double[] thresholds) {
        int best = 0;
        double largest = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < thresholds.length; k++) {
            double ratio = probabilities[k] / thresholds[k];
            if (ratio > largest) {
                largest = ratio;
                best = k;
            }
        }
        return best;
    }
}
