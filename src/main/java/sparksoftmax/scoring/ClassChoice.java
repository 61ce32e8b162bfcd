package sparksoftmax.scoring;

import java.io.Serializable;
import org.apache.spark.unsafe.types.UTF8String;

/** How a class is chosen by the probabilities, and what the classes are called. Immutable. */
public final class ClassChoice implements Serializable {
    private static final long serialVersionUID = 1L;

    private final double[] thresholds;
    private final String[] names;

    /**
     * @param thresholds [numClasses]; null if the most probable class is chosen
     * @param names [numClasses]; null if they are not needed
     */
    public ClassChoice(double[] thresholds, String[] names) {
        this.thresholds = thresholds;
        this.names = names;
    }

    /** Whether this was made of the same arrays. */
    public boolean isOf(double[] otherThresholds, String[] otherNames) {
        return thresholds == otherThresholds && names == otherNames;
    }

    boolean hasThresholds() {
        return thresholds != null;
    }

    /**
     * The class with the largest p / t, p being its probability and t its threshold: MLlib's rule. Of classes with the
     * same ratio it is the first. A class whose threshold is 0 is chosen unless its probability is 0, too.
     */
    double predict(double[] probabilities) {
        if (thresholds == null) {
            return largest(probabilities);
        }
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

    /** The index of the largest value, of several the first: what Spark's {@code Vector.argmax} returns. */
    static int largest(double[] values) {
        int best = 0;
        for (int k = 1; k < values.length; k++) {
            if (values[k] > values[best]) {
                best = k;
            }
        }
        return best;
    }

    UTF8String name(double prediction) {
        return UTF8String.fromString(names[(int) prediction]);
    }
}
