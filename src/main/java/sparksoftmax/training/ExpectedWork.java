package sparksoftmax.training;

import sparksoftmax.cluster.ClusterFacts;
import sparksoftmax.features.DatasetStatistics;
import sparksoftmax.memory.ClassMoments;

/**
 * An estimate of the arithmetic of a fit before there is a {@link Plan}, for the choice of the kernel. It may be wrong
 * by a factor of a few: results do not depend on it.
 */
final class ExpectedWork {
    /** The usual numbers of passes, of all their solvers and steps. */
    private static final int AUTO_PASSES = 20;

    private static final int LBFGS_PASSES = 40;
    private static final int SEARCH_PASSES_OF_FOLD = 100;

    /**
     * An exponential and what else the loss does for a class of a row take about as long as so many multiplications.
     */
    private static final double PER_MARGIN = 15.0;

    private ExpectedWork() {}

    /**
     * The number of multiplications that each thread of the driver makes in a fit, if it makes all passes.
     *
     * @param rows the statistics of the rows
     * @param remembers whether the rows are remembered for a later training
     */
    static double ofEachThread(
            DatasetStatistics rows, int numClasses, TrainingSettings settings, boolean remembers, ClusterFacts facts) {
        double cells = (double) rows.numRows() * rows.numFeatures();
        boolean dense = rows.numStored() >= facts.denseFrom() * cells;
        double ofPass = numClasses * (2.0 * (dense ? cells : rows.numStored()) + PER_MARGIN * rows.numRows());
        double all = passes(settings) * ofPass + (remembers ? ClassMoments.multiplications(rows) : 0.0);
        return all / facts.driverCores();
    }

    private static double passes(TrainingSettings settings) {
        if (settings.penaltySearch() != null) {
            return SEARCH_PASSES_OF_FOLD * (double) settings.penaltySearch().numFolds();
        }
        return switch (PlanBeforeReading.askedFor(settings)) {
            case AUTO -> Math.min(AUTO_PASSES, settings.maxIter());
            case LBFGS -> Math.min(LBFGS_PASSES, settings.maxIter());
            case SGD, LOCAL_SGD -> settings.maxIter();
        };
    }
}
