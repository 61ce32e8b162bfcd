package sparksoftmax.training;

import java.util.Arrays;
import sparksoftmax.block.BlockScan;
import sparksoftmax.block.MiniBatch;
import sparksoftmax.curvature.LargestEigenvalue;
import sparksoftmax.features.DatasetStatistics;
import sparksoftmax.features.Penalty;
import sparksoftmax.features.Scaling;
import sparksoftmax.memory.ScaledPull;
import sparksoftmax.optim.LearningRateSchedule;
import sparksoftmax.optim.Optimizer;
import sparksoftmax.optim.StepRule;
import sparksoftmax.optim.Strengths;
import sparksoftmax.state.State;

/**
 * Solver {@code sgd}, synchronous gradient descent: the driver holds the parameters. In every step, the cluster sums
 * the gradient over all rows or over a mini-batch, and the driver applies the step rule.
 */
final class SgdSolver implements Solver {
    private final Plan plan;
    private final TrainingSettings settings;
    private final Penalty penalty;
    private final Objective objective;
    private final StepRule rule;
    private final Strengths l1;
    private final FitLog log;
    private final BlockScan scan;
    private double stepSize;
    private final LearningRateSchedule schedule;

    /**
     * @param scan sums over the plan's blocks
     * @param pull the pull towards earlier coefficients, in the plan's scaling
     */
    SgdSolver(Plan plan, BlockScan scan, ScaledPull pull, FitLog log) {
        this.plan = plan;
        this.scan = scan;
        this.log = log;
        settings = plan.settings();
        Scaling scaling = plan.scaling();
        Optimizer optimizer = settings.optimizer();
        penalty = plan.penalty(scaling);
        l1 = penalty.l1Strengths();
        // Weight decay has the same effect in every scaling; it applies to coefficients, not to intercepts.
        rule = optimizer.newRule(
                scaling.numParameters(),
                Strengths.same(settings.regularization().l2(), scaling.numFeatures() * scaling.numClasses()));
        objective = new Objective(
                scan,
                settings.loss(),
                plan.scalingOnBlocks(),
                plan.sumBounds(),
                penalty,
                pull,
                !optimizer.decoupledDecay());
        schedule = plan.schedule();
        stepSize = settings.stepSize().orElse(Double.NaN);
    }

    /** The step size that was set; else one that takes some passes over the data to find. */
    private void findStepSize(Progress progress) {
        boolean given = settings.stepSize().isPresent();
        if (!given) {
            progress.describe("choosing the step size");
            stepSize = safeStepSize();
            progress.describeNextPass();
        }
        log.info("stepSize {}{}", stepSize, given ? "" : ", chosen from the data");
    }

    /**
     * A step size with which training cannot diverge, in the plan's scaling. The second derivative of the objective is
     * at most B λ + max λ2, where B is the curvature bound of the loss and λ the largest eigenvalue of the
     * second-moment matrix of the features (the intercept counts as a feature that is always 1).
     *
     * <p>The gradient of a mini-batch of b out of n rows varies more than that of all rows, so the expected smoothness
     * is used instead of the curvature. Source: R. M. Gower et al., "SGD: General Analysis and Improved Rates", 2019,
     * proposition 3.8 (with the mean squared norm of a row in place of the largest).
     */
    private double safeStepSize() {
        double intercept = settings.fitIntercept() ? 1.0 : 0.0;
        double numFactors = plan.scaling().numFeatures() + intercept;
        if (numFactors == 0) {
            return 1.0;
        }
        double eigenvalue = Math.max(
                intercept, LargestEigenvalue.estimate(scan, plan.scalingOnBlocks(), plan.sumBounds(), settings.seed()));
        double maxL2 = Arrays.stream(penalty.l2()).max().orElse(0.0);
        double bound = settings.loss().curvatureBound();
        double n = plan.statistics().numRows();
        double b = Math.max(1.0, n / plan.stepsPerPass());
        double trace = meanSquaredNorm(plan.statistics(), plan.scaling(), settings.fitIntercept());
        double smoothness = b >= n ? eigenvalue : (n * (b - 1) * eigenvalue + (n - b) * trace) / (b * (n - 1));
        double unitMoveMargin = Math.sqrt(numFactors * (smoothness + maxL2 / bound));
        double safe = settings.optimizer().safeStepSize(bound * smoothness + maxL2, unitMoveMargin);
        return settings.optimizer().decoupledDecay()
                ? Math.min(safe, 1.0 / settings.regularization().l2())
                : safe;
    }

    /** E‖x̃‖², where the intercept counts as a feature that is always 1. */
    static double meanSquaredNorm(DatasetStatistics statistics, Scaling scaling, boolean fitIntercept) {
        double sum = fitIntercept ? 1.0 : 0.0;
        for (int j = 0; j < scaling.numFeatures(); j++) {
            double root = scaling.scale()[j] * statistics.rootMeanSquare(j, scaling.center()[j]);
            sum += root * root;
        }
        return sum;
    }

    @Override
    public StopReason minimize(double[] parameters, Progress progress) {
        boolean fullBatch = plan.stepsPerPass() == 1;
        double[] gradient = new double[parameters.length];
        State state = progress.resumed();
        if (state == null) {
            findStepSize(progress);
            progress.stepSize(stepSize);
        } else {
            stepSize = progress.stepSize();
            System.arraycopy(state.takeDoubles("sgd.parameters"), 0, parameters, 0, parameters.length);
            rule.restore(state);
        }
        for (int pass = progress.passes() + 1; ; pass++) {
            double value = fullBatch && pass < settings.maxIter()
                    ? objective.valueAndGradient(parameters, gradient)
                    : objective.value(parameters);
            StopReason reason = progress.add(value, parameters);
            if (reason != null) {
                return reason;
            }
            if (fullBatch) {
                rule.step(parameters, gradient, stepSizeAt(pass), l1);
            } else {
                miniBatchSteps(parameters, gradient, pass);
            }
            progress.checkpoint(saved -> {
                saved.put("sgd.parameters", parameters);
                rule.save(saved);
            });
        }
    }

    @Override
    public double stepSize() {
        return stepSize;
    }

    private void miniBatchSteps(double[] parameters, double[] gradient, int pass) {
        int steps = plan.stepsPerPass();
        for (int step = 0; step < steps; step++) {
            MiniBatch batch = new MiniBatch(pass, step, steps, settings.seed());
            if (objective.gradient(parameters, batch, gradient)) {
                rule.step(parameters, gradient, stepSizeAt(pass + (double) step / steps), l1);
            }
        }
    }

    private double stepSizeAt(double pass) {
        return stepSize * schedule.factor(pass, settings.maxIter());
    }
}
