package sparksoftmax.training;

import java.util.ArrayList;
import java.util.List;
import sparksoftmax.cluster.ClusterFacts;
import sparksoftmax.optim.LearningRateSchedule;
import sparksoftmax.optim.Optimizer;
import sparksoftmax.rows.Packing;

/** The decisions about a fit that do not depend on the data. */
final class PlanBeforeReading {
    /** The largest number of steps of solver sgd in a pass. Each is a Spark job, which takes 3 ms or more. */
    static final int MOST_STEPS = 10_000;

    private static final double DEFAULT_BLOCK_SIZE_IN_MB = 1.0;

    /**
     * The size of blocks if a task has less than {@link #LITTLE_MEMORY}. The garbage collector G1 gives a whole region
     * to an array of half a region or more, and in a small heap a region has 1 MB: larger blocks could take up to twice
     * their size, which Spark does not know of when it caches them.
     */
    private static final double SMALL_BLOCK_SIZE_IN_MB = 0.4;

    private static final long LITTLE_MEMORY = 1L << 30;

    private PlanBeforeReading() {}

    /**
     * The solver that the user asks for. {@code auto} ignores the settings that only synchronous gradient descent has;
     * if one of them is set to another value than its default, the user means {@code sgd}.
     */
    static SolverName askedFor(TrainingSettings settings) {
        boolean synchronous = !synchronousParams(settings).isEmpty();
        return settings.solver() == SolverName.AUTO && synchronous ? SolverName.SGD : settings.solver();
    }

    /** The names of the Params of synchronous gradient descent that are set to other values than their defaults. */
    static List<String> synchronousParams(TrainingSettings settings) {
        List<String> params = new ArrayList<>();
        if (settings.stepSize().isPresent()) {
            params.add("stepSize");
        }
        if (settings.optimizer() != Optimizer.SGD) {
            params.add("optimizer");
        }
        if (settings.schedule() != null && settings.schedule() != LearningRateSchedule.CONSTANT) {
            params.add("learningRateSchedule");
        }
        if (settings.miniBatchFraction() != 1.0) {
            params.add("miniBatchFraction");
        }
        return params;
    }

    /**
     * Checks that the settings do not contradict each other.
     *
     * @throws IllegalArgumentException if they do
     */
    static void check(TrainingSettings settings) {
        if (settings.start().intercepts() != null && !settings.fitIntercept()) {
            throw new IllegalArgumentException(
                    "Parameter initialIntercepts needs fitIntercept = true, but it is false.");
        }
        if (settings.solver() == SolverName.LOCAL_SGD && settings.optimizer() != Optimizer.SGD) {
            throw new IllegalArgumentException("Parameter optimizer must be sgd with solver localSgd, but was "
                    + settings.optimizer().paramValue() + ": the other step rules are for solver sgd.");
        }
        settings.bounds().checkPossible();
        if (settings.bounds().any()) {
            checkBounds(settings);
        }
    }

    private static void checkBounds(TrainingSettings settings) {
        if (settings.regularization().l1Share() != 0.0) {
            throw new IllegalArgumentException("Fitting under bound constrained optimization only supports L2"
                    + " regularization, but got elasticNetParam = "
                    + settings.regularization().l1Share() + ": set it to 0.");
        }
        if (!settings.fitIntercept() && settings.bounds().onIntercepts()) {
            throw new IllegalArgumentException(
                    "Parameters lowerBoundsOnIntercepts and upperBoundsOnIntercepts need fitIntercept = true, but it is"
                            + " false.");
        }
        SolverName asked = askedFor(settings);
        if (asked != SolverName.AUTO && asked != SolverName.LBFGS) {
            throw new IllegalArgumentException(
                    "Bounds on coefficients or intercepts need solver auto or l-bfgs, but the solver is " + asked
                            + " (because of solver, stepSize, optimizer, learningRateSchedule or miniBatchFraction).");
        }
        settings.bounds().checkOrder();
    }

    /** How rows are to be packed. */
    static Packing packing(TrainingSettings settings, ClusterFacts facts) {
        double chosen = facts.taskMemory() < LITTLE_MEMORY ? SMALL_BLOCK_SIZE_IN_MB : DEFAULT_BLOCK_SIZE_IN_MB;
        double megabytes = settings.maxBlockSizeInMB() == 0.0 ? chosen : settings.maxBlockSizeInMB();
        return new Packing(
                (long) (megabytes * 1024 * 1024), stepsPerPass(settings), settings.seed(), mostFeatures(facts));
    }

    /**
     * The most features whose statistics the driver can hold, which needs two sets of four doubles for each, and whose
     * numbers a task can hold, of which there may be several in a virtual machine.
     */
    private static int mostFeatures(ClusterFacts facts) {
        long bytes = Math.min(facts.driverMemory() / (8 * Double.BYTES), facts.taskMemory() / (2 * Integer.BYTES));
        return (int) Math.min(Integer.MAX_VALUE / 2, bytes);
    }

    static int stepsPerPass(TrainingSettings settings) {
        if (askedFor(settings) != SolverName.SGD) {
            return 1;
        }
        return (int) Math.min(MOST_STEPS, stepsAskedFor(settings));
    }

    static long stepsAskedFor(TrainingSettings settings) {
        return Math.max(1L, Math.round(1.0 / settings.miniBatchFraction()));
    }
}
