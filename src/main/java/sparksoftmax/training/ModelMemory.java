package sparksoftmax.training;

import java.util.Locale;
import java.util.Optional;
import sparksoftmax.cluster.ClusterFacts;

/**
 * Whether the driver can hold what training a model needs. reliability.md lists it for each solver.
 *
 * @param numClasses K
 * @param numFeatures the number of features that vary
 * @param facts the facts about the cluster
 */
record ModelMemory(int numClasses, int numFeatures, ClusterFacts facts) {
    /** The number of arrays of the parameters' length without which no solver can train: those of local steps. */
    private static final int LEAST_ARRAYS = 4;

    /**
     * Solver sgd holds parameters and gradient, and while it computes a gradient the coefficients of the pass and the
     * sums as integers and as doubles.
     */
    private static final int LEAST_ARRAYS_OF_SGD = 5;

    /**
     * Solver l-bfgs holds parameters, the point and the gradient of a trial, the gradient, the direction, and while it
     * computes a gradient the coefficients of the pass and the sums as integers and as doubles.
     */
    private static final int LEAST_ARRAYS_OF_LBFGS = 8;

    /** Quasi-Newton steps need ten pairs of arrays, and a few for the line search and the sums. */
    private static final int ARRAYS_OF_LBFGS = 27;

    /** The most values in the sums of one pass. */
    private static final int MOST_SUMS = 1 << 28;

    /** Solver auto leaves the rest of the heap to rows and tasks. */
    private static final double SHARE_FOR_AUTO = 0.6;

    /**
     * Checks that a model fits in the driver's heap, whatever the solver. An OutOfMemoryError would end the driver, and
     * with it all other fits.
     *
     * @throws IllegalArgumentException if it does not
     */
    void check() {
        check(LEAST_ARRAYS, "", "");
    }

    /**
     * Checks that the driver's heap has the least that a solver needs in its first pass. Later passes may need more.
     *
     * @throws IllegalArgumentException if it does not
     */
    void check(SolverName solver) {
        int least =
                switch (solver) {
                    case LBFGS -> LEAST_ARRAYS_OF_LBFGS;
                    case SGD -> LEAST_ARRAYS_OF_SGD;
                    case AUTO, LOCAL_SGD -> LEAST_ARRAYS;
                };
        check(
                least,
                " with solver " + solver,
                least > LEAST_ARRAYS ? ", or set solver to localSgd, which needs less" : "");
    }

    private void check(int arrays, String where, String alternative) {
        double bytes = arrays * bytesOfArray();
        if (bytes > facts.driverMemory()) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "The driver's heap MUST hold at least %d arrays of numClasses * (numFeatures + 1) doubles%s, which"
                            + " take %.0f MB for %d classes and %d varying features, but it has %d MB. If there are not"
                            + " so many classes, index the labels with StringIndexer; otherwise give the driver more"
                            + " memory (spark.driver.memory)%s.",
                    arrays,
                    where,
                    bytes / (1 << 20),
                    numClasses,
                    numFeatures,
                    facts.driverMemory() >> 20,
                    alternative));
        }
    }

    /** Whether solver auto may take quasi-Newton steps after local steps. */
    boolean holdsQuasiNewton() {
        return ARRAYS_OF_LBFGS * bytesOfArray() <= SHARE_FOR_AUTO * facts.driverMemory();
    }

    /**
     * The number of models that may take quasi-Newton steps at the same time, at least 1. Their sums together must not
     * be longer than an array can be.
     */
    int mostQuasiNewton() {
        double byHeap = SHARE_FOR_AUTO * facts.driverMemory() / (ARRAYS_OF_LBFGS * bytesOfArray());
        double byArray = Double.BYTES * (double) MOST_SUMS / bytesOfArray();
        return (int) Math.max(1.0, Math.min(Integer.MAX_VALUE, Math.min(byHeap, byArray)));
    }

    /** A warning if solver l-bfgs may run out of memory in a later pass. */
    Optional<String> warningOfHeap(SolverName solver) {
        double bytes = ARRAYS_OF_LBFGS * bytesOfArray();
        if (solver != SolverName.LBFGS || bytes <= facts.driverMemory()) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "Solver l-bfgs needs up to %d arrays of numClasses * (numFeatures + 1) doubles, which take %.0f MB for %d"
                        + " classes and %d varying features, but the driver's heap has %d MB: it may run out of memory"
                        + " in a later pass. Give the driver more memory (spark.driver.memory), or set solver to"
                        + " localSgd, which needs less.",
                ARRAYS_OF_LBFGS,
                bytes / (1 << 20),
                numClasses,
                numFeatures,
                facts.driverMemory() >> 20));
    }

    /** A warning if Spark would refuse the sums that a pass of Spark jobs brings to the driver. */
    Optional<String> warningOfResults() {
        double bytes = bytesOfArray();
        if (bytes <= facts.mostResultBytes()) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "A pass brings the sums of %d classes and %d varying features to the driver, about %.0f MB, but"
                        + " spark.driver.maxResultSize is %d MB, and Spark ends jobs whose results are larger. Set it to"
                        + " twice the size of the sums, or to 0 for no limit.",
                numClasses,
                numFeatures,
                bytes / (1 << 20),
                facts.mostResultBytes() >> 20));
    }

    private double bytesOfArray() {
        return (double) Double.BYTES * numClasses * (numFeatures + 1.0);
    }
}
