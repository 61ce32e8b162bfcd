package sparksoftmax.training;

/**
 * How training goes on from a model that remembers earlier rows.
 *
 * @param numEarlierRows the effective number of the earlier rows
 * @param numNewRows the effective number of the new rows
 * @param distrust how little the earlier rows say about the coefficients, from 0 to 1, see
 *     {@link sparksoftmax.memory.Pull}
 */
record Continuation(double numEarlierRows, double numNewRows, double distrust) {
    // With f coefficients of a class and h rows whose class is uncertain, the distrust is (f / (f + h))²: the limits
    // mean 6 and 0.05 such rows for each coefficient.
    private static final double DETERMINED = 0.02;
    private static final double ARBITRARY = 0.9;

    /** New rows, for each feature. */
    private static final double LEAST_ROWS = 0.5;

    /** New rows, for each coefficient. */
    private static final double MOST_ROWS = 2.0;

    /**
     * Whether solver {@code auto} takes a few passes of local steps and no others, with the probabilities of the
     * earlier coefficients as targets of the drawn rows. It does where the earlier rows say something about the
     * coefficients, but do not determine them: their optimum and that of the new rows fits noise, and more of it with
     * every batch. Local steps are too few to come there. Where the earlier rows determine the coefficients, steps to
     * the optimum learn more of the new rows; where they say next to nothing, only such steps leave coefficients behind
     * that are arbitrary; of batches that are smaller than {@value #LEAST_ROWS} rows for each coefficient of a class,
     * local steps learn little; and new rows that are at least {@value #MOST_ROWS} times as many as the coefficients
     * determine these.
     *
     * <p>Local steps know neither of bounds and L1 penalties nor of weights of classes in a pull, and {@code tol} asks
     * for an optimum.
     *
     * @param numFeatures the number of varying features
     */
    boolean takesLocalSteps(TrainingSettings settings, int numFeatures, int numClasses) {
        return PlanBeforeReading.askedFor(settings) == SolverName.AUTO
                && !settings.tolGiven()
                && !settings.bounds().any()
                && settings.regularization().l1() == 0.0
                && settings.classWeighting().isNone()
                && distrust > DETERMINED
                && distrust < ARBITRARY
                && numNewRows >= LEAST_ROWS * numFeatures
                && numNewRows < MOST_ROWS * numFeatures * (numClasses - 1.0);
    }

    /** The share of the new rows in all rows. */
    double share() {
        return numNewRows / numRows();
    }

    /** The effective number of all rows. */
    double numRows() {
        return numEarlierRows + numNewRows;
    }
}
