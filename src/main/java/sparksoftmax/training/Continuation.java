package sparksoftmax.training;

/**
 * How training goes on from a model that remembers earlier rows.
 *
 * @param numEarlierRows the effective number of the earlier rows
 * @param numNewRows the effective number of the new rows
 * @param distrust how little the earlier rows say about the coefficients, from 0 to 1, see
 *     {@link sparksoftmax.memory.DivergencePull}
 * @param pullingWeight the weight of the earlier rows if the curvatures of their losses are remembered; 0 if drawn rows
 *     stand for them
 */
record Continuation(double numEarlierRows, double numNewRows, double distrust, double pullingWeight) {
    // With f coefficients of a class and h rows whose class is uncertain, the distrust is (f / (f + h))²: the limits
    // mean 6 and 0.05 such rows for each coefficient.
    private static final double DETERMINED = 0.02;
    private static final double ARBITRARY = 0.9;

    /** New rows, for each feature. */
    private static final double LEAST_ROWS = 0.5;

    /** New rows, for each coefficient. */
    private static final double MOST_ROWS = 2.0;

    // Fewer passes learn less, and more fit the noise of the batch.
    private static final int PASSES_BY_CURVATURES = 8;
    private static final int PASSES_OF_A_SMALL_BATCH = 3;

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

    /** Whether the earlier rows are remembered by the curvatures of their losses. */
    boolean isByCurvatures() {
        return pullingWeight > 0.0;
    }

    /**
     * The number of passes of quasi-Newton steps that solver {@code auto} takes, and no others; 0 if there is no such
     * limit. It has one where the new rows do not determine the coefficients, so that their optimum fits noise, and
     * local steps are not taken: with more features than can be remembered by rows, as text has, and in batches that
     * are too small for local steps. {@code tol} asks for an optimum.
     *
     * @param numFeatures the number of varying features
     */
    int mostPasses(TrainingSettings settings, int numFeatures) {
        if (PlanBeforeReading.askedFor(settings) != SolverName.AUTO || settings.tolGiven()) {
            return 0;
        }
        if (isByCurvatures()) {
            return PASSES_BY_CURVATURES;
        }
        boolean isUncertain = distrust > DETERMINED && distrust < ARBITRARY;
        return isUncertain && numNewRows < LEAST_ROWS * numFeatures ? PASSES_OF_A_SMALL_BATCH : 0;
    }

    /**
     * The number by which the penalty is multiplied, to be that of all rows beside the losses of the rows that are
     * trained on, of which drawn rows are a part.
     *
     * @param weight the weight of the rows that are trained on
     */
    double penaltyFactor(double weight) {
        return 1.0 + pullingWeight / weight;
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
