package sparksoftmax.training;

import java.io.Serializable;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sparksoftmax.block.Block;
import sparksoftmax.block.BlockRows;
import sparksoftmax.block.LocalModel;
import sparksoftmax.block.LocalPenalty;
import sparksoftmax.block.ModelAverage;
import sparksoftmax.loss.LocalPass;
import sparksoftmax.loss.SoftmaxLoss;

/**
 * Local steps: in every pass each partition goes through its rows in an order of its own, a few at a time, moving a
 * model of its own; then the models are averaged. See {@link LocalPass} for a partition's part.
 *
 * <p>A step size that is not given is chosen by trial: each candidate goes over the first rows of every partition, and
 * the one of the least mean loss of rows not learned from yet wins. A pass that makes the objective worse is taken
 * back, and its step size divided by {@value #RETREAT}.
 */
final class LocalSgdSolver implements Solver {
    private static final Logger LOG = LoggerFactory.getLogger(LocalSgdSolver.class);

    /** Step sizes tried, in units of 1 / (2 B E‖x‖²), with B the loss's curvature bound. */
    private static final double[] CANDIDATES = {0.25, 0.5, 1.0, 2.0, 4.0, 8.0};

    /** The step size ends at 0, and models are averaged: both forgive a start that a short trial finds too noisy. */
    private static final double AMBITION = 2.0;

    private static final double TRIAL_SHARE = 0.1;
    private static final int LEAST_TRIAL_ROWS = 1000;
    private static final double RETREAT = 4.0;

    private final ClusterScan scan;
    private final Objective objective;
    private final Setting setting;
    private final TrainingSettings settings;
    private double stepSize;

    /**
     * What does not change from pass to pass.
     *
     * @param unitStep 1 / (2 B E‖x‖²)
     */
    record Setting(
            int numClasses,
            boolean fitIntercept,
            boolean dense,
            LocalPenalty penalty,
            SoftmaxLoss loss,
            int batchSize,
            double unitStep) {}

    LocalSgdSolver(
            ClusterScan scan,
            Objective objective,
            Setting setting,
            OptionalDouble stepSize,
            TrainingSettings settings) {
        this.scan = scan;
        this.objective = objective;
        this.setting = setting;
        this.stepSize = stepSize.orElse(Double.NaN);
        this.settings = settings;
    }

    @Override
    public StopReason minimize(double[] parameters, Progress progress) {
        return run(parameters, progress, settings.maxIter(), true);
    }

    /** The step size, given or chosen. */
    @Override
    public double stepSize() {
        return stepSize;
    }

    /**
     * Makes passes, the step size following the schedule to its end. A pass finds the objective at its start on the
     * way; that at the end takes a pass of its own.
     *
     * @param progress of no pass yet; has the objective at {@code parameters} in the end
     * @param stopEarly whether to stop when the objective ceases to improve
     * @return why it stopped, or null after {@code numPasses}
     */
    StopReason run(double[] parameters, Progress progress, int numPasses, boolean stopEarly) {
        LocalPass previous = null;
        for (int pass = 0; pass < numPasses; pass++) {
            LocalPass local = localPass(parameters);
            if (Double.isNaN(stepSize)) {
                stepSize = chooseStepSize(local);
            }
            progress.stepSize(stepSize);
            double[] firstStep = {stepAt(pass, numPasses)};
            Round round = new Round(local, firstStep, stepAt(pass + 1, numPasses), pass, settings.seed());
            ModelAverage average = scan.aggregate(round, LocalSgdSolver::train, ModelAverage::merge);
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
            previous = local;
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
        stepSize /= RETREAT;
        LOG.info("A pass raised the objective: it is taken back, and the step size now {}.", stepSize);
        float[] coefficients = start.coefficients();
        for (int i = 0; i < coefficients.length; i++) {
            parameters[i] = coefficients[i];
        }
        System.arraycopy(
                start.intercepts(), 0, parameters, coefficients.length, parameters.length - coefficients.length);
    }

    private double stepAt(double pass, int numPasses) {
        return stepSize * settings.schedule().factor(pass, numPasses);
    }

    private LocalPass localPass(double[] parameters) {
        int numIntercepts = setting.fitIntercept() ? setting.numClasses() : 0;
        float[] coefficients = new float[parameters.length - numIntercepts];
        for (int i = 0; i < coefficients.length; i++) {
            coefficients[i] = (float) parameters[i];
        }
        double[] intercepts = new double[setting.numClasses()];
        System.arraycopy(parameters, coefficients.length, intercepts, 0, numIntercepts);
        return new LocalPass(
                coefficients,
                intercepts,
                setting.fitIntercept(),
                setting.dense(),
                setting.penalty(),
                setting.loss(),
                setting.batchSize());
    }

    private double chooseStepSize(LocalPass start) {
        double[] steps = new double[CANDIDATES.length];
        for (int c = 0; c < steps.length; c++) {
            steps[c] = CANDIDATES[c] * setting.unitStep();
        }
        Round round = new Round(start, steps, Double.NaN, 0, settings.seed());
        double[] losses = scan.aggregate(round, LocalSgdSolver::trial, LocalSgdSolver::add);
        int best = 0;
        for (int c = 1; c < steps.length; c++) {
            if (losses[c] < losses[best] || !Double.isFinite(losses[best])) {
                best = c;
            }
        }
        double chosen = AMBITION * steps[best];
        LOG.info("stepSize {}, {} times the best of a trial.", chosen, AMBITION);
        return chosen;
    }

    /**
     * What a pass sends to every partition.
     *
     * @param firstSteps one step size, or candidates to try
     */
    private record Round(LocalPass pass, double[] firstSteps, double lastStep, int number, long seed)
            implements Serializable {
        int[] order(int partition, int numRows) {
            return Shuffled.indices(numRows, new Random(seed * 1_000_003L + number * 7_919L + partition));
        }
    }

    private static ModelAverage train(Round round, int partition, List<Block> blocks) {
        BlockRows rows = new BlockRows(blocks);
        LocalModel model = round.pass().start();
        int n = rows.numRows();
        double startLoss = round.pass().loss(model, blocks);
        round.pass().run(model, rows, round.order(partition, n), 0, n, round.firstSteps()[0], round.lastStep());
        return ModelAverage.of(model, blocks, startLoss);
    }

    private static double[] trial(Round round, int partition, List<Block> blocks) {
        BlockRows rows = new BlockRows(blocks);
        int n = rows.numRows();
        int[] order = round.order(partition, n);
        int trialRows = (int) Math.min(n, Math.max(LEAST_TRIAL_ROWS, TRIAL_SHARE * n));
        double[] losses = new double[round.firstSteps().length];
        for (int c = 0; c < losses.length; c++) {
            double step = round.firstSteps()[c];
            losses[c] = round.pass().run(round.pass().start(), rows, order, 0, trialRows, step, step);
        }
        return losses;
    }

    private static void add(double[] sums, double[] others) {
        for (int c = 0; c < sums.length; c++) {
            sums[c] += others[c];
        }
    }
}
