package sparksoftmax.training;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import sparksoftmax.features.Regularization;
import sparksoftmax.loss.SoftmaxLoss;
import sparksoftmax.optim.LearningRateSchedule;
import sparksoftmax.optim.Optimizer;

/**
 * The Params of the estimator as plain values; the doc strings of the Params say what they mean. {@link Plan} makes the
 * decisions that follow from them.
 *
 * @param solver the value of the Param {@code solver}
 * @param maxIter the maximum number of passes over the data, at least 0
 * @param tol an improvement by less than this share of the objective counts as none; at least 0
 * @param tolGiven whether the user has set {@code tol}; if not, solver auto has a criterion of its own
 * @param regularization the penalty
 * @param fitIntercept whether there is an intercept for each class
 * @param loss the loss of a row
 * @param optimizer the step rule of gradient descent
 * @param stepSize the learning rate; empty to choose it from the data
 * @param schedule how the learning rate changes; null to have it chosen
 * @param miniBatchFraction the share of the rows that one step uses, in (0, 1]
 * @param batchSize the number of rows in a local step; empty for the default
 * @param aggregationDepth the depth of the tree in which the sums of the partitions are added up, at least 2
 * @param maxBlockSizeInMB the size of the blocks that rows are packed into; 0 for the default
 * @param maxDriverDataInMB the most packed rows that are brought to the driver; -1 for the default
 * @param seed the seed of all random numbers
 * @param start where training starts
 * @param bounds the bounds on coefficients and intercepts
 * @param classWeighting the factors for the weights of rows, by class
 * @param remembers whether what is to be remembered of the rows is computed
 * @param earlyStopping when to stop because of the validation rows, if there are any
 * @param penaltySearch the penalties among which cross-validation chooses, instead of {@code regularization}; null if
 *     it does not
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
        double maxDriverDataInMB,
        long seed,
        Start start,
        GivenBounds bounds,
        ClassWeighting classWeighting,
        boolean remembers,
        EarlyStopping earlyStopping,
        PenaltySearch penaltySearch) {
    /** The same settings, with which cross-validation chooses the penalty. */
    public TrainingSettings searching(PenaltySearch search) {
        return new TrainingSettings(
                solver,
                maxIter,
                tol,
                tolGiven,
                regularization,
                fitIntercept,
                loss,
                optimizer,
                stepSize,
                schedule,
                miniBatchFraction,
                batchSize,
                aggregationDepth,
                maxBlockSizeInMB,
                maxDriverDataInMB,
                seed,
                start,
                bounds,
                classWeighting,
                remembers,
                earlyStopping,
                search);
    }

    /** The values of the Param {@code solver}, the default first. */
    public static List<String> solvers() {
        return SolverName.names();
    }
}
