package sparksoftmax.classification;

import java.io.Serializable;
import sparksoftmax.training.TrainingResult;

/** How a fit went. Immutable. */
public final class SoftmaxTrainingSummary implements Serializable {
    private static final long serialVersionUID = 1L;

    private final double[] objectiveHistory;
    private final double[] validationHistory;
    private final double stepSize;
    private final boolean converged;
    private final String stopReason;

    SoftmaxTrainingSummary(TrainingResult result) {
        objectiveHistory = result.objectiveHistory();
        validationHistory = result.validationHistory();
        stepSize = result.stepSize();
        converged = result.stopReason().converged();
        stopReason = result.stopReason().sentence();
    }

    /**
     * The objective (weighted mean loss plus penalty, in nats) before each pass over the data and after the last:
     * {@code totalIterations + 1} values.
     */
    public double[] objectiveHistory() {
        return objectiveHistory.clone();
    }

    /**
     * The mean loss of the rows marked by {@code validationIndicatorCol}, in nats, before each pass and after the last;
     * empty if there are none. The coefficients are those of the pass where it was least.
     */
    public double[] validationHistory() {
        return validationHistory.clone();
    }

    /** The passes over the data that were made. */
    public int totalIterations() {
        return objectiveHistory.length - 1;
    }

    /**
     * The learning rate: the one that was set, or chosen from the data; not a number for solver l-bfgs, which has none.
     */
    public double stepSize() {
        return stepSize;
    }

    /** Whether training stopped because the objective had ceased to improve, rather than at maxIter. */
    public boolean converged() {
        return converged;
    }

    /** Why training stopped, in words. */
    public String stopReason() {
        return stopReason;
    }
}
