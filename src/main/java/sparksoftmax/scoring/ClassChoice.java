package sparksoftmax.scoring;

import java.io.Serializable;
import org.apache.spark.unsafe.types.UTF8String;
import sparksoftmax.loss.Choice;

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

    /** The index of the class that is predicted. */
    double predict(double[] probabilities) {
        return thresholds == null ? Choice.largest(probabilities) : Choice.largestRatio(probabilities, thresholds);
    }

    UTF8String name(double prediction) {
        return UTF8String.fromString(names[(int) prediction]);
    }
}
