package sparksoftmax.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the user should know about a plan: Params that it ignores or does not follow.
 *
 * @param settings the settings that the plan is made from
 * @param solver the solver of the plan
 * @param stepsPerPass the number of steps of solver sgd in a pass
 * @param batchSize the number of rows in a local step
 * @param mostRows the most rows in a partition
 * @param numRows the number of all rows
 */
record PlanWarnings(
        TrainingSettings settings, SolverName solver, int stepsPerPass, int batchSize, long mostRows, long numRows) {
    private static final String MINI_BATCH_FRACTION = "miniBatchFraction";
    private static final String BATCH_SIZE = "batchSize";

    /** For every Param that some solvers ignore, a sentence that says which ones use it. */
    private static final Map<String, String> USED_BY = Map.of(
            "stepSize",
            "Solvers sgd and localSgd use it.",
            "optimizer",
            "Solver sgd uses it.",
            "learningRateSchedule",
            "Solvers sgd and localSgd use it.",
            MINI_BATCH_FRACTION,
            "Solver sgd uses it.",
            BATCH_SIZE,
            "Solver localSgd uses it, and solver auto where it takes local steps.");

    /** One sentence for each Param. */
    List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        if (settings.solver() == SolverName.AUTO && solver == SolverName.SGD) {
            sentences.add("Solver auto becomes sgd because of "
                    + String.join(", ", PlanBeforeReading.synchronousParams(settings))
                    + ". Set solver to sgd to confirm this, or leave these Params unset.");
        }
        for (String param : ignoredParams()) {
            sentences.add("Parameter " + param + " is ignored, since solver " + solver + " is used"
                    + (settings.solver() == solver ? "" : ", which solver auto has chosen for these data") + ". "
                    + USED_BY.get(param));
        }
        long stepsAskedFor = PlanBeforeReading.stepsAskedFor(settings);
        if (solver == SolverName.SGD && stepsAskedFor > stepsPerPass) {
            sentences.add("Parameter miniBatchFraction asks for " + stepsAskedFor + " steps per pass, but a"
                    + " pass takes " + stepsPerPass + ": there are no more steps than rows ("
                    + numRows + "), and at most " + PlanBeforeReading.MOST_STEPS + ".");
        }
        int asked = settings.batchSize().orElse(1);
        if (solver.isLocal() && batchSize < Math.min(asked, mostRows)) {
            sentences.add("Parameter batchSize is " + asked + ", but local steps use " + batchSize
                    + " rows, as many as a task's memory can hold.");
        }
        return sentences;
    }

    /** The Params that the user has set to other values than their defaults and that the solver does not use. */
    private List<String> ignoredParams() {
        List<String> ignored = new ArrayList<>();
        if (solver == SolverName.LBFGS) {
            ignored.addAll(PlanBeforeReading.synchronousParams(settings));
        }
        if (solver == SolverName.LOCAL_SGD && settings.miniBatchFraction() != 1.0) {
            ignored.add(MINI_BATCH_FRACTION);
        }
        if (!solver.isLocal() && settings.batchSize().isPresent()) {
            ignored.add(BATCH_SIZE);
        }
        return ignored;
    }
}
