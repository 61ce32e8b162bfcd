package sparksoftmax.scoring;

import java.io.Serializable;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.unsafe.types.UTF8String;
import sparksoftmax.loss.DecisionRule;

/** How a class is chosen by the probabilities, and what the classes are called. Immutable. */
public final class ClassChoice implements Serializable {
    private static final long serialVersionUID = 1L;

    private final DecisionRule rule;
    private final String[] names;

    /** What the rule was made of; needed only on the driver. */
    private final transient double[] thresholds;

    private final transient Matrix costs;

    /**
     * @param thresholds [numClasses]; null if there are none
     * @param costs [numClasses x numClasses]; null if there are none. Without both, the most probable class is chosen
     * @param names [numClasses]; null if they are not needed
     * @throws IllegalArgumentException if there are thresholds and costs
     */
    public ClassChoice(double[] thresholds, Matrix costs, String[] names) {
        rule = new DecisionRule(thresholds, costs == null ? null : rowMajor(costs));
        this.thresholds = thresholds;
        this.costs = costs;
        this.names = names;
    }

    private static double[] rowMajor(Matrix matrix) {
        return matrix.transpose().toArray();
    }

    /** Whether this was made of the same objects. */
    public boolean isOf(double[] otherThresholds, Matrix otherCosts, String[] otherNames) {
        return thresholds == otherThresholds && costs == otherCosts && names == otherNames;
    }

    /** How the index of the class that is predicted is found. */
    public DecisionRule rule() {
        return rule;
    }

    UTF8String name(double prediction) {
        return UTF8String.fromString(names[(int) prediction]);
    }

    /** The name of a class; null if there are no names. */
    UTF8String nameIfKnown(int k) {
        return names == null ? null : UTF8String.fromString(names[k]);
    }
}
