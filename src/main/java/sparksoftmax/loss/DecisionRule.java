package sparksoftmax.loss;

import java.io.Serializable;

/**
 * How a class is predicted: it is the most probable one, or the one that thresholds of the classes select
 * ({@link Choice#largestRatio}), or the one of least expected cost ({@link Choice#leastCost}). Immutable; the arrays
 * are not copied.
 */
public final class DecisionRule implements Serializable {
    private static final long serialVersionUID = 1L;

    private final double[] thresholds;
    private final double[] costs;

    /**
     * @param thresholds [numClasses]; null if there are none
     * @param costs the cost of predicting class j when the truth is class i, [numClasses x numClasses], row-major; null
     *     if there are none
     * @throws IllegalArgumentException if there are both
     */
    public DecisionRule(double[] thresholds, double[] costs) {
        if (thresholds != null && costs != null) {
            throw new IllegalArgumentException("A model must have thresholds or costs, but has both.");
        }
        this.thresholds = thresholds;
        this.costs = costs;
    }

    /** Whether the most probable class is predicted, so that the margins suffice. */
    public boolean isMostProbable() {
        return thresholds == null && costs == null;
    }

    /** The predicted class by the probabilities, [numClasses]. */
    public int byProbabilities(double[] probabilities) {
        if (costs != null) {
            return Choice.leastCost(probabilities, costs);
        }
        return thresholds == null ? Choice.largest(probabilities) : Choice.largestRatio(probabilities, thresholds);
    }

    /** The predicted class by the margins, [numClasses], which are not changed. */
    public int byMargins(double[] margins) {
        if (isMostProbable()) {
            return Choice.largest(margins);
        }
        double[] probabilities = margins.clone();
        SoftmaxInPlace.softmax(probabilities, 0, probabilities.length);
        return byProbabilities(probabilities);
    }
}
