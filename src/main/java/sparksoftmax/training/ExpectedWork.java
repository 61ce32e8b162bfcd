package sparksoftmax.training;

import sparksoftmax.cluster.ClusterFacts;
import sparksoftmax.features.DatasetStatistics;
import sparksoftmax.kernel.Kernels;
import sparksoftmax.memory.ClassMoments;

/**
 * An estimate of the arithmetic of a fit before there is a {@link Plan}, if the driver's threads make all passes. It
 * may be wrong by a factor of a few, since it decides about time only: results do not depend on the kernel.
 *
 * @param multiplications the number of multiplications and additions that each thread makes
 * @param values the number of values of functions that each thread computes
 */
record ExpectedWork(double multiplications, double values) {
    // The usual numbers of passes. Those of the other solvers end only if the objective no longer changes.
    private static final int AUTO_PASSES = 30;
    private static final int LBFGS_PASSES = 50;
    private static final int SEARCH_PASSES_OF_FOLD = 100;

    /**
     * A multiplication with a value of a sparse row counts as so many, since vector code saves so much more there: the
     * just-in-time compiler does not vectorize those loops.
     */
    private static final double OF_SPARSE_ROWS = 5.0;

    /**
     * The work of a fit. A pass multiplies training rows twice, for margins and for gradients, and validation rows
     * once.
     *
     * @param rows the statistics of the training rows
     * @param validation the statistics of the validation rows
     * @param remembers whether sums over the classes are remembered for a later training
     */
    static ExpectedWork of(
            DatasetStatistics rows,
            DatasetStatistics validation,
            int numClasses,
            TrainingSettings settings,
            boolean remembers,
            ClusterFacts facts) {
        double products = (2.0 * ofEachClass(rows, facts) + ofEachClass(validation, facts)) * numClasses;
        double margins = ((double) rows.numRows() + validation.numRows()) * numClasses;
        double ofMemory = remembers ? ClassMoments.multiplications(rows) : 0.0;
        double passes = passes(settings);
        return new ExpectedWork(
                (passes * products + ofMemory) / facts.driverCores(), passes * margins / facts.driverCores());
    }

    /** The multiplications of the rows with the coefficients of one class. */
    private static double ofEachClass(DatasetStatistics rows, ClusterFacts facts) {
        double cells = (double) rows.numRows() * rows.numFeatures();
        return rows.numStored() >= facts.denseFrom() * cells ? cells : OF_SPARSE_ROWS * rows.numStored();
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

    /** Tells the kernels of this virtual machine. */
    void announce() {
        Kernels.expect(multiplications, values);
    }
}
