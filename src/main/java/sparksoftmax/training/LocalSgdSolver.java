package sparksoftmax.training;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import sparksoftmax.block.BlockScan;
import sparksoftmax.block.PartitionTask;
import sparksoftmax.features.DatasetStatistics;
import sparksoftmax.features.Penalty;
import sparksoftmax.features.Scaling;
import sparksoftmax.local.LocalPass;
import sparksoftmax.local.LocalPenalty;
import sparksoftmax.local.LocalTraining;
import sparksoftmax.local.ModelAverage;
import sparksoftmax.local.StepSizeTrial;
import sparksoftmax.memory.ScaledPull;
import sparksoftmax.optim.LearningRateSchedule;
import sparksoftmax.state.State;
import sparksoftmax.sums.FixedPointUnits;
import sparksoftmax.sums.PartitionSums;
import sparksoftmax.sums.SpareArrays;

/**
 * Solver {@code localSgd}: in every pass, each partition trains a copy of the model on its own rows, a few rows at a
 * time and in random order; then the models of the partitions are averaged. {@link LocalPass} is what one partition
 * does.
 *
 * <p>If no step size is set, it is chosen by trial: each partition trains on its first rows with each candidate, and
 * the chosen step size is {@value #TRIAL_FACTOR} times the candidate with the lowest mean loss, where the loss of a row
 * is measured before the model has learned from it. If no candidate has a lower loss than given coefficients, since
 * training starts near the optimum, the choice is {@value #FALLING_TRIAL_FACTOR} times the best candidate of a
 * {@link StepSizeTrial} with smaller step sizes that fall to 0. A pass that increases the objective is undone, and the
 * step size is divided by {@value #DECREASE}.
 */
final class LocalSgdSolver implements Solver {
    /** The candidates for the step size, in units of 1 / (2 B E‖x‖²), where B is the curvature bound of the loss. */
    private static final double[] CANDIDATES = {0.25, 0.5, 1.0, 2.0, 4.0, 8.0};

    /** The candidates if none of the others is better than the start, in the same units. */
    private static final double[] SMALL_CANDIDATES = {0x1p-10, 0x1p-8, 0x1p-6, 0x1p-4, 0x1p-2, 1.0};

    /**
     * A short trial prefers small steps, which are less noisy. In the full training, noise is reduced by averaging the
     * models and by letting the step size fall to 0, so larger steps pay.
     */
    private static final double TRIAL_FACTOR = 2.0;

    /**
     * The same for a trial near the optimum. A whole pass moves further than the trial, which has a tenth of its rows,
     * and fits them closer than steps on all rows can; and the step size does not fall to 0 within a pass.
     */
    private static final double FALLING_TRIAL_FACTOR = 0.1;

    private static final double DECREASE = 4.0;

    /** Losses are summed in another order in each pass, so that the objective differs by rounding at the same point. */
    private static final double ROUNDING = 1e-12;

    // The names of what is saved.
    private static final String PARAMETERS = "localSgd.parameters";
    private static final String PREVIOUS_COEFFICIENTS = "localSgd.previousCoefficients";
    private static final String PREVIOUS_INTERCEPTS = "localSgd.previousIntercepts";

    private final BlockScan scan;
    private final Objective objective;
    private final TrainingSettings settings;
    private final Plan plan;
    private final FitLog log;
    private final LocalPenalty penalty;
    private final double[] absoluteSums;
    private final LearningRateSchedule schedule;
    private final SpareArrays spareArrays = SpareArrays.none();
    private double stepSize;

    /**
     * @param scan sums over the plan's blocks
     * @param share the share of the plan's penalty that applies
     */
    LocalSgdSolver(Plan plan, BlockScan scan, double share, FitLog log) {
        this.plan = plan;
        this.log = log;
        this.scan = scan;
        settings = plan.settings();
        Penalty ofScaling = plan.penalty(plan.scaling()).times(share);
        objective = new Objective(
                scan, settings.loss(), plan.scalingOnBlocks(), plan.sumBounds(), ofScaling, ScaledPull.NONE, true);
        penalty = localPenalty(ofScaling);
        absoluteSums = plan.sumBounds().absoluteSums();
        schedule = plan.schedule();
        boolean given =
                plan.solver() == SolverName.LOCAL_SGD && settings.stepSize().isPresent();
        stepSize = given ? settings.stepSize().getAsDouble() : Double.NaN;
    }

    private LocalPenalty localPenalty(Penalty ofScaling) {
        if (settings.regularization().strength() == 0.0) {
            return LocalPenalty.NONE;
        }
        DatasetStatistics statistics = plan.statistics();
        double[] l1 = ofScaling.l1().clone();
        double[] l2 = ofScaling.l2().clone();
        for (int j = 0; !plan.storage().isCentered() && j < l1.length; j++) {
            l1[j] /= statistics.presence(j);
            l2[j] /= statistics.presence(j);
        }
        return new LocalPenalty(settings.regularization().l1Share() == 0.0 ? null : l1, l2);
    }

    @Override
    public StopReason minimize(double[] parameters, Progress progress) {
        return run(parameters, progress, true);
    }

    /** Whether a state was saved during passes of local steps. */
    static boolean hasSaved(State state) {
        return state.has(PARAMETERS);
    }

    /** Takes the step size of a fit that is resumed after all passes of local steps. */
    void resumeAfterwards(Progress progress) {
        stepSize = progress.stepSize();
    }

    /** The step size that was set, or else the chosen one; NaN before it is chosen. */
    @Override
    public double stepSize() {
        return stepSize;
    }

    /**
     * Makes as many passes as the plan says, with step sizes that follow the schedule. Each pass also computes the
     * objective at its start; only the objective after the last pass needs a pass of its own.
     *
     * @param progress has no entries yet, unless the fit is resumed; afterwards its last entry is the objective at
     *     {@code parameters}
     * @param stopEarly whether to stop when the objective no longer improves
     * @return why it stopped, or null if another solver may continue
     */
    StopReason run(double[] parameters, Progress progress, boolean stopEarly) {
        int numPasses = plan.localPasses();
        LocalPass previous = null;
        State state = progress.resumed();
        if (state != null) {
            stepSize = progress.stepSize();
            System.arraycopy(state.takeDoubles(PARAMETERS), 0, parameters, 0, parameters.length);
            previous = pass(state.takeFloats(PREVIOUS_COEFFICIENTS), state.takeDoubles(PREVIOUS_INTERCEPTS));
        }
        for (int number = progress.passes() + 1; number < numPasses; number++) {
            LocalPass pass = pass(parameters);
            if (Double.isNaN(stepSize)) {
                progress.describe("choosing the step size");
                stepSize = chooseStepSize(pass);
            }
            progress.describePass(number + 1);
            progress.stepSize(stepSize);
            double firstStep = stepAt(number, numPasses);
            double lastStep = stepAt(number + 1, numPasses);
            FixedPointUnits units = ModelAverage.units(
                    pass,
                    absoluteSums,
                    Math.max(firstStep, lastStep) * settings.loss().multiplierBound());
            LocalTraining training =
                    new LocalTraining(pass, firstStep, lastStep, number, settings.seed(), units, plan.partBytes());
            ModelAverage average = new ModelAverage(scan.sum(training), units);
            double value = objective.total(average.startLoss(), parameters);
            if (previous != null && Math.abs(value - progress.last()) <= ROUNDING * Math.abs(progress.last())) {
                // At the point where a pass was undone, in particular.
                value = progress.last();
            }
            if (previous != null && isWorse(value, progress.last())) {
                undo(previous, parameters);
                progress.stepSize(stepSize);
                progress.addUndone(parameters);
                checkpoint(parameters, previous, progress);
                continue;
            }
            StopReason reason = progress.add(value, parameters);
            if (reason != null && (stopEarly || progress.mustStop())) {
                spareArrays.clear();
                return reason;
            }
            average.putInto(parameters);
            average.end(spareArrays);
            if (previous != null) {
                previous.end();
            }
            spareArrays.endPass();
            previous = pass;
            checkpoint(parameters, previous, progress);
        }
        spareArrays.clear();
        progress.describe("objective after pass " + numPasses);
        double value = objective.value(parameters);
        if (previous != null && isWorse(value, progress.last())) {
            undo(previous, parameters);
            value = progress.last();
        }
        StopReason reason = progress.add(value, parameters);
        return progress.isLast() || stopEarly || progress.mustStop() ? reason : null;
    }

    private static void checkpoint(double[] parameters, LocalPass previous, Progress progress) {
        progress.checkpoint(state -> {
            state.put(PARAMETERS, parameters);
            state.put(PREVIOUS_COEFFICIENTS, previous.coefficients());
            state.put(PREVIOUS_INTERCEPTS, previous.intercepts());
        });
    }

    private static boolean isWorse(double value, double before) {
        return value > before || !Double.isFinite(value);
    }

    private void undo(LocalPass start, double[] parameters) {
        stepSize /= DECREASE;
        log.info("A pass increased the objective: it is undone, and the step size is reduced to {}.", stepSize);
        float[] coefficients = start.coefficients();
        for (int i = 0; i < coefficients.length; i++) {
            parameters[i] = coefficients[i];
        }
        System.arraycopy(
                start.intercepts(), 0, parameters, coefficients.length, parameters.length - coefficients.length);
    }

    private double stepAt(double pass, int numPasses) {
        return stepSize * schedule.factor(pass, numPasses);
    }

    private LocalPass pass(double[] parameters) {
        int numIntercepts = settings.fitIntercept() ? plan.numClasses() : 0;
        float[] coefficients = spareArrays.floats(parameters.length - numIntercepts);
        for (int i = 0; i < coefficients.length; i++) {
            coefficients[i] = (float) parameters[i];
        }
        double[] intercepts = new double[plan.numClasses()];
        System.arraycopy(parameters, coefficients.length, intercepts, 0, numIntercepts);
        return pass(coefficients, intercepts);
    }

    private LocalPass pass(float[] coefficients, double[] intercepts) {
        return new LocalPass(
                coefficients,
                intercepts,
                settings.fitIntercept(),
                plan.storage().isCentered(),
                penalty,
                settings.loss(),
                plan.batchSize(),
                spareArrays);
    }

    private double chooseStepSize(LocalPass start) {
        double unit = unitStep();
        // Only coefficients that are given can be near the optimum. From others, steps of these sizes pay in the long
        // run, even if none of them improves on the start within the trial, as in data with more features than rows.
        boolean warm = settings.start().coefficients() != null;
        double[] steps = steps(CANDIDATES, unit, warm);
        OptionalDouble best = best(steps, trial(start, steps, false));
        double factor = TRIAL_FACTOR;
        if (best.isEmpty()) {
            steps = steps(SMALL_CANDIDATES, unit, true);
            best = best(steps, trial(start, steps, true));
            factor = FALLING_TRIAL_FACTOR;
        }
        double chosen = factor * best.orElse(SMALL_CANDIDATES[0] * unit);
        if (best.isPresent()) {
            log.info("stepSize {}, which is {} times the best candidate of a trial.", chosen, factor);
        } else {
            log.info(
                    "stepSize {}: no step size of a trial gave a finite loss below that of the start, so the smallest"
                            + " is taken.",
                    chosen);
        }
        return chosen;
    }

    private StepSizeTrial trial(LocalPass start, double[] steps, boolean falling) {
        return new StepSizeTrial(start, steps, falling, settings.seed(), plan.partBytes());
    }

    /**
     * The candidates as step sizes, before them 0, with which a trial gives the loss of the start, if that is needed.
     */
    private static double[] steps(double[] candidates, double unit, boolean withStart) {
        DoubleStream steps = Arrays.stream(candidates).map(candidate -> candidate * unit);
        return (withStart ? DoubleStream.concat(DoubleStream.of(0.0), steps) : steps).toArray();
    }

    /** The step size with the lowest finite loss in a trial; empty if there is none or if it is 0. */
    private OptionalDouble best(double[] steps, PartitionTask trial) {
        PartitionSums losses = scan.sum(trial);
        OptionalDouble best = OptionalDouble.empty();
        double lowest = Double.POSITIVE_INFINITY;
        for (int c = 0; c < steps.length; c++) {
            if (losses.number(c) < lowest) {
                best = OptionalDouble.of(steps[c]);
                lowest = losses.number(c);
            }
        }
        return best.isPresent() && best.getAsDouble() == 0.0 ? OptionalDouble.empty() : best;
    }

    /**
     * 1 / (2 B E‖x̃‖²): with this step size, a step on a row of average norm goes at most half way to the minimum of
     * the row's own loss.
     */
    private double unitStep() {
        Scaling scaling = plan.scaling();
        double norm = SgdSolver.meanSquaredNorm(plan.statistics(), scaling, settings.fitIntercept());
        return 1.0 / (2.0 * settings.loss().curvatureBound() * norm);
    }
}
