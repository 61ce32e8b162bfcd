package sparksoftmax.training;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import sparksoftmax.loss.SoftmaxLoss;
import sparksoftmax.optim.LearningRateSchedule;
import sparksoftmax.optim.Optimizer;

/**
 * The estimator's Params as plain values, validated; their meaning is documented there.
 *
 * @param maxIter passes over the data, at least 0
 * @param tol relative improvement that counts as none, at least 0
 * @param tolGiven whether the user has asked for it; if not, solver auto has a rule of its own
 * @param regParam strength of the penalty, at least 0
 * @param elasticNetParam share of L1 in it, in [0, 1]
 * @param standardization whether the penalty applies to coefficients of standardized features
 * @param fitIntercept whether there is an intercept a class
 * @param loss the loss of a row
 * @param solver the training algorithm
 * @param optimizer the step rule of gradient descent
 * @param stepSize the learning rate; empty to choose it from the data
 * @param schedule how the learning rate changes
 * @param miniBatchFraction share of the rows a step sees, in (0, 1]
 * @param batchSize rows of a local step; empty for the default
 * @param aggregationDepth levels of the tree that adds up the partitions' sums, at least 2
 * @param maxBlockSizeInMB size of the blocks rows are packed into; 0 for the default
 * @param seed of all random choices
 */
public record TrainingSettings(
        int maxIter,
        double tol,
        boolean tolGiven,
        double regParam,
        double elasticNetParam,
        boolean standardization,
        boolean fitIntercept,
        SoftmaxLoss loss,
        String solver,
        Optimizer optimizer,
        OptionalDouble stepSize,
        LearningRateSchedule schedule,
        double miniBatchFraction,
        OptionalInt batchSize,
        int aggregationDepth,
        double maxBlockSizeInMB,
        long seed) {
    private static final double DEFAULT_BLOCK_SIZE_IN_MB = 1.0;

    /** The values of the Param {@code solver}, the default first. */
    public static List<String> solvers() {
        return Solver.NAMES;
    }

    /** The mini-batches that an epoch is cut into: 1 / miniBatchFraction, rounded; 1 for full-batch training. */
    public int stepsPerEpoch() {
        if (!solver.equals(Solver.SGD)) {
            return 1;
        }
        return (int) Math.max(1, Math.round(Math.min(1.0 / miniBatchFraction, Integer.MAX_VALUE)));
    }

    PackingPlan packing() {
        double megabytes = maxBlockSizeInMB == 0.0 ? DEFAULT_BLOCK_SIZE_IN_MB : maxBlockSizeInMB;
        return new PackingPlan((long) (megabytes * 1024 * 1024), stepsPerEpoch(), seed);
    }
}
