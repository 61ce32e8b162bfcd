package sparksoftmax.training;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import sparksoftmax.features.Regularization;
import sparksoftmax.loss.SoftmaxLoss;
import sparksoftmax.optim.LearningRateSchedule;
import sparksoftmax.optim.Optimizer;

/**
 * The estimator's Params as plain values; their meaning is documented there. What follows from them is decided by
 * {@link Plan}.
 *
 * @param solver as asked for
 * @param maxIter passes over the data, at least 0
 * @param tol relative improvement that counts as none, at least 0
 * @param tolGiven whether the user has asked for it; if not, solver auto has a rule of its own
 * @param regularization the penalty
 * @param fitIntercept whether there is an intercept for each class
 * @param loss the loss of a row
 * @param optimizer the step rule of gradient descent
 * @param stepSize the learning rate; empty to choose it from the data
 * @param schedule how the learning rate changes; null to have it chosen
 * @param miniBatchFraction share of the rows a step sees, in (0, 1]
 * @param batchSize rows of a local step; empty for the default
 * @param aggregationDepth levels of the tree that adds up the partitions' sums, at least 2
 * @param maxBlockSizeInMB size of the blocks rows are packed into; 0 for the default
 * @param seed of all random choices
 * @param start where to start
 * @param bounds on coefficients and intercepts
 * @param classWeighting what rows' weights are multiplied by
 * @param earlyStopping for rows to validate on, if there are any
 */
public record TrainingSettings(
        SolverName solver,
        int maxIter,
        double tol,
        boolean tolGiven,
        Regularization regularization,
        boolean fitIntercept,
        SoftmaxLoss loss,
        Optimizer optimizer,
        OptionalDouble stepSize,
        LearningRateSchedule schedule,
        double miniBatchFraction,
        OptionalInt batchSize,
        int aggregationDepth,
        double maxBlockSizeInMB,
        long seed,
        Start start,
        GivenBounds bounds,
        ClassWeighting classWeighting,
        EarlyStopping earlyStopping) {
    /** The values of the Param {@code solver}, the default first. */
    public static List<String> solvers() {
        return SolverName.names();
    }
}
