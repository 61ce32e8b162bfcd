package sparksoftmax.scoring;

import java.io.Serializable;
import org.apache.spark.ml.linalg.Vector;

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
    double predict(Vector probabilities) {
        if (thresholds == null) {
            return probabilities.argmax();
        }
        int best = 0;
        double largest = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < thresholds.length; k++) {
            double ratio = probabilities.apply(k) / thresholds[k];
            if (ratio > largest) {
                largest = ratio;
                best = k;
            }
        }
        return best;
    }

    String name(double prediction) {
        return names[(int) prediction];
    }
}
