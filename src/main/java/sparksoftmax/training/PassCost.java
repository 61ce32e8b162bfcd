package sparksoftmax.training;

import sparksoftmax.features.DatasetStatistics;

/**
 * An estimate of the time that a pass of quasi-Newton steps takes. It depends on the shape of the data only, never on a
 * clock, so that the same data on the same cluster always give the same plan. The constants are rough: those of a
 * processor of 3 GHz with 256-bit registers. Decisions that follow from them lie far from where they would matter.
 */
record PassCost(double parallelSeconds, double driverSeconds) {
    /** The time in which Spark schedules a job of a few tasks: 3 to 45 ms, by the load of the machine. */
    static final double JOB_SECONDS = 0.02;

    /** The time of a multiplication and addition with dense and with sparse rows, of which a gradient has two. */
    private static final double DENSE = 0.1e-9;

    private static final double SPARSE = 0.4e-9;

    /** The time that a value of a sparse row takes, whatever the number of classes. */
    private static final double PER_STORED = 2e-9;

    /** The time of an exponential and what else the loss does for a class of a row. */
    private static final double PER_MARGIN = 3e-9;

    /** The time that the driver needs for a parameter: to add sums up and to determine the next step. */
    private static final double PER_PARAMETER = 20e-9;

    /**
     * The cost for rows of which {@code statistics} are.
     *
     * @param dense whether zeros are stored
     */
    static PassCost of(DatasetStatistics statistics, int numClasses, boolean dense) {
        double cells = (double) statistics.numRows() * statistics.numFeatures();
        double stored = statistics.density() * cells;
        double products = dense ? 2.0 * DENSE * cells * numClasses : stored * (PER_STORED + 2.0 * SPARSE * numClasses);
        double margins = PER_MARGIN * statistics.numRows() * numClasses;
        return new PassCost(products + margins, PER_PARAMETER * (statistics.numFeatures() + 1.0) * numClasses);
    }

    /** The seconds that a pass takes, without those of Spark. */
    double seconds(int cores) {
        return parallelSeconds / cores + driverSeconds;
    }
}
