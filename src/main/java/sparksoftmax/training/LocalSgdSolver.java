package sparksoftmax.training;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sparksoftmax.block.BlockScan;
import sparksoftmax.features.DatasetStatistics;
import sparksoftmax.features.Penalty;
import sparksoftmax.features.Scaling;
import sparksoftmax.local.LocalPass;
import sparksoftmax.local.LocalPenalty;
import sparksoftmax.local.LocalTraining;
import sparksoftmax.local.ModelAverage;
import sparksoftmax.local.StepSizeTrial;
import sparksoftmax.optim.LearningRateSchedule;
import sparksoftmax.sums.FixedPointUnits;
import sparksoftmax.sums.PartitionSums;

/**
 * Local steps: in every pass each partition goes through its rows in an order of its own, a few at a time, training a
 * model of its own; then the models are averaged. See {@link LocalPass} for a partition's part.
 *
 * <p>A step size that is not given is chosen by trial: each candidate goes over the first rows of every partition, and
 * the one of the least mean loss of rows not learned from yet is taken, times {@value #TRIAL_FACTOR}. A pass that makes
 * the objective worse is taken back, and its step size divided by {@value #DECREASE}.
 */
final class LocalSgdSolver implements Solver {
    private static final Logger LOG = LoggerFactory.getLogger(LocalSgdSolver.class);

    /** Step sizes tried, in units of 1 / (2 B E‖x‖²), with B the loss's curvature bound. */
    private static final double[] CANDIDATES = {0.25, 0.5, 1.0, 2.0, 4.0, 8.0};

    /** The step size ends at 0, and models are averaged: both forgive a start that a short trial finds too noisy. */
    private static final double TRIAL_FACTOR = 2.0;

    private static final double DECREASE = 4.0;

    private final BlockScan scan;
    private final Objective objective;
    private final TrainingSettings settings;
    private final Plan plan;
    private final LocalPenalty penalty;
    private final double[] absoluteSums;
    private final LearningRateSchedule schedule;
    private double stepSize;

    /** Local steps on the plan's blocks. */
    LocalSgdSolver(Plan plan, BlockScan scan) {
        this.plan = plan;
        this.scan = scan;
        settings = plan.settings();
        Penalty ofScaling = plan.penalty(plan.scaling());
        objective = new Objective(scan, settings.loss(), plan.scalingOnBlocks(), plan.sumBounds(), ofScaling, true);
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

    /** The step size, given or chosen. */
    @Override
    public double stepSize() {
        return stepSize;
    }

    /**
     * Makes the plan's passes, the step size following the schedule to its end. A pass finds the objective at its start
     * on the way; that at the end takes a pass of its own.
     *
     * @param progress of no pass yet; has the objective at {@code parameters} in the end
     * @param stopEarly whether to stop when the objective ceases to improve
     * @return why it stopped, or null after the passes
     */
    StopReason run(double[] parameters, Progress progress, boolean stopEarly) {
        int numPasses = plan.localPasses();
        LocalPass previous = null;
        for (int number = 0; number < numPasses; number++) {
            LocalPass pass = pass(parameters);
            if (Double.isNaN(stepSize)) {
                stepSize = chooseStepSize(pass);
            }
            progress.stepSize(stepSize);
            double firstStep = stepAt(number, numPasses);
            double lastStep = stepAt(number + 1, numPasses);
            FixedPointUnits units = ModelAverage.units(
                    pass,
                    absoluteSums,
                    Math.max(firstStep, lastStep) * settings.loss().multiplierBound());
            LocalTraining training = new LocalTraining(pass, firstStep, lastStep, number, settings.seed(), units);
            ModelAverage average = new ModelAverage(scan.sum(training), units);
            double value = objective.total(average.startLoss(), parameters);
            if (previous != null && isWorse(value, progress.last())) {
                takeBack(previous, parameters);
                progress.addTakenBack(parameters);
                continue;
            }
            StopReason reason = progress.add(value, parameters);
            if (reason != null && (stopEarly || progress.mustStop())) {
                return reason;
            }
            average.putInto(parameters);
            previous = pass;
        }
        double value = objective.value(parameters);
        if (previous != null && isWorse(value, progress.last())) {
            takeBack(previous, parameters);
            value = progress.last();
        }
        StopReason reason = progress.add(value, parameters);
        return progress.isLast() || stopEarly || progress.mustStop() ? reason : null;
    }

    private static boolean isWorse(double value, double before) {
        return value > before || !Double.isFinite(value);
    }

    private void takeBack(LocalPass start, double[] parameters) {
        stepSize /= DECREASE;
        LOG.info("A pass raised the objective: it is taken back, and the step size is now {}.", stepSize);
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
        float[] coefficients = new float[parameters.length - numIntercepts];
        for (int i = 0; i < coefficients.length; i++) {
            coefficients[i] = (float) parameters[i];
        }
        double[] intercepts = new double[plan.numClasses()];
        System.arraycopy(parameters, coefficients.length, intercepts, 0, numIntercepts);
        return new LocalPass(
                coefficients,
                intercepts,
                settings.fitIntercept(),
                plan.storage().isCentered(),
                penalty,
                settings.loss(),
                plan.batchSize());
    }

    private double chooseStepSize(LocalPass start) {
        double unit = unitStep();
        double[] steps = new double[CANDIDATES.length];
        for (int c = 0; c < steps.length; c++) {
            steps[c] = CANDIDATES[c] * unit;
        }
        PartitionSums losses = scan.sum(new StepSizeTrial(start, steps, settings.seed()));
        int best = 0;
        for (int c = 1; c < steps.length; c++) {
            if (losses.number(c) < losses.number(best) || !Double.isFinite(losses.number(best))) {
                best = c;
            }
        }
        double chosen = TRIAL_FACTOR * steps[best];
        LOG.info("stepSize {}, {} times the best of a trial.", chosen, TRIAL_FACTOR);
        return chosen;
    }

    /** 1 / (2 B E‖x̃‖²): the step with which a row of mean size changes its own margins half way, at most. */
    private double unitStep() {
        Scaling scaling = plan.scaling();
        double norm = SgdSolver.meanSquaredNorm(plan.statistics(), scaling, settings.fitIntercept());
        return 1.0 / (2.0 * settings.loss().curvatureBound() * norm);
    }
}
