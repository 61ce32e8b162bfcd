package sparksoftmax.training;

import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sparksoftmax.loss.Penalty;
import sparksoftmax.optim.Optimizer;

/**
 * One fit on scanned data: chooses the coordinates and the step size, runs the solver, and brings the result back to
 * the original space.
 */
public final class Training {
    private static final Logger LOG = LoggerFactory.getLogger(Training.class);

    /** A mean of so many deviations costs 6e-6 of a deviation in single precision. */
    private static final double MAX_UNCENTERED_MEAN = 100.0;

    private final TrainingData data;
    private final DatasetStatistics statistics;
    private final TrainingSettings settings;
    private final int numClasses;

    private Training(TrainingData data, TrainingSettings settings, int numClasses) {
        this.data = data;
        this.statistics = data.statistics();
        this.settings = settings;
        this.numClasses = numClasses;
    }

    /**
     * Fits.
     *
     * @param numClasses K, greater than every label
     * @throws IllegalArgumentException if the objective does not stay finite
     */
    public static TrainingResult fit(
            TrainingData data, TrainingSettings settings, int numClasses, StartingPoint start) {
        return new Training(data, settings, numClasses).run(start);
    }

    private TrainingResult run(StartingPoint start) {
        double[] l2PerCoefficient = penaltyOn(1.0 - settings.elasticNetParam(), 2);
        StepSpace space = space(l2PerCoefficient);
        Penalty penalty = penalty(space, l2PerCoefficient);
        double[] parameters = start.parameters(space, layerScale(), settings.seed());
        StepSpace blockSpace = space;
        BlockScan scan;
        if (data.isSmall(numClasses)) {
            scan = data.localScan();
        } else if (bearsSinglePrecision()) {
            scan = data.standardizedScan(space.scale(), space.center());
            blockSpace = space.ofStandardizedBlocks();
        } else {
            scan = data.clusterScan();
        }
        LOG.info(
                "Training on {} rows, {} features, {} classes with solver {}.",
                statistics.numRows(),
                statistics.numFeatures(),
                numClasses,
                settings.solver());
        double stepSize = Double.NaN;
        Solver solver;
        if (settings.solver().equals(Solver.LBFGS)) {
            solver = new LbfgsSolver(
                    new Objective(scan, settings.loss(), blockSpace, penalty, true),
                    penalty.l1PerParameter(space.numParameters()),
                    settings);
        } else {
            stepSize = settings.stepSize().isPresent()
                    ? settings.stepSize().getAsDouble()
                    : safeStepSize(scan, space, blockSpace, penalty);
            LOG.info("stepSize {}{}", stepSize, settings.stepSize().isPresent() ? "" : ", chosen from the data");
            Optimizer optimizer = settings.optimizer();
            solver = new SgdSolver(
                    new Objective(scan, settings.loss(), blockSpace, penalty, !optimizer.decoupledDecay()),
                    optimizer.newRule(decay(space)),
                    penalty.l1PerParameter(space.numParameters()),
                    stepSize,
                    settings);
        }
        Solver.Outcome outcome = solver.minimize(parameters);

        double[] coefficients = space.coefficients(parameters);
        double[] intercepts = space.intercepts(parameters, coefficients);
        centerOverClasses(coefficients, intercepts);
        return new TrainingResult(coefficients, intercepts, outcome.objectiveHistory(), stepSize, outcome.stopReason());
    }

    /** The L2 strength as a weight decay, which acts alike in all coordinates: of coefficients, not of intercepts. */
    private double[] decay(StepSpace space) {
        double[] decay = new double[space.numParameters()];
        Arrays.fill(decay, 0, space.numFeatures() * numClasses, decayStrength());
        return decay;
    }

    private double decayStrength() {
        return (1.0 - settings.elasticNetParam()) * settings.regParam();
    }

    /** What a coefficient is multiplied by where the penalty applies: the deviation if standardizing, else 1. */
    private double[] layerScale() {
        double[] scale = new double[statistics.numFeatures()];
        for (int j = 0; j < scale.length; j++) {
            double std = statistics.std(j);
            scale[j] = std == 0.0 ? 0.0 : settings.standardization() ? std : 1.0;
        }
        return scale;
    }

    /** The strength of a part of the penalty on every feature's coefficient in the original space. */
    private double[] penaltyOn(double share, int power) {
        return Arrays.stream(layerScale())
                .map(scale -> share * settings.regParam() * Math.pow(scale, power))
                .toArray();
    }

    /**
     * The coordinates of the steps. A step size that the user gives is one for standardized features, or for the
     * features as they are without standardization. If it is left to us, so are the coordinates: each feature is scaled
     * such that the bound on the curvature in its direction, loss and L2 penalty together, is that of every other.
     */
    private StepSpace space(double[] l2PerCoefficient) {
        double[] scale = layerScale();
        boolean chosen = freeCoordinates();
        for (int j = 0; j < scale.length; j++) {
            if (scale[j] > 0.0) {
                scale[j] = chosen
                        ? 1.0
                                / Math.sqrt(secondMoment(j)
                                        + l2PerCoefficient[j] / settings.loss().curvatureBound())
                        : 1.0 / scale[j];
            }
        }
        return new StepSpace(
                scale, chosen || settings.standardization(), statistics.mean(), numClasses, settings.fitIntercept());
    }

    /**
     * Whether features can be cast to single precision without losing digits of their deviations: not as they are,
     * since their scales may be anything, and without an intercept, so not centered, only if no mean is large.
     */
    private boolean bearsSinglePrecision() {
        if (!freeCoordinates() && !settings.standardization()) {
            return false;
        }
        for (int j = 0; !settings.fitIntercept() && j < statistics.numFeatures(); j++) {
            double std = statistics.std(j);
            if (std > 0.0 && Math.abs(statistics.mean()[j]) > MAX_UNCENTERED_MEAN * std) {
                return false;
            }
        }
        return true;
    }

    private boolean freeCoordinates() {
        return settings.stepSize().isEmpty() || settings.solver().equals(Solver.LBFGS);
    }

    /** Mean square of feature j, about its mean if there is an intercept to take that up. */
    private double secondMoment(int j) {
        double mean = statistics.mean()[j];
        return statistics.variance(j) + (settings.fitIntercept() ? 0.0 : mean * mean);
    }

    private Penalty penalty(StepSpace space, double[] l2PerCoefficient) {
        double[] l1 = penaltyOn(settings.elasticNetParam(), 1);
        double[] l2 = l2PerCoefficient.clone();
        for (int j = 0; j < l1.length; j++) {
            double scale = space.scale()[j];
            l1[j] *= scale;
            l2[j] *= scale * scale;
        }
        return new Penalty(l1, l2, numClasses);
    }

    /**
     * A step size that cannot diverge, in the coordinates chosen for it. The objective's second derivative is at most B
     * λ + max λ2, with B the loss's curvature bound and λ the largest eigenvalue of the features' second-moment matrix
     * (the intercept being a feature that is always 1).
     *
     * <p>A mini-batch of b rows out of n may be less kind than the whole: the expected smoothness takes the place of
     * the curvature. Source: R. M. Gower et al., "SGD: General Analysis and Improved Rates", 2019, proposition 3.8 (the
     * mean square norm of a row standing in for the largest).
     */
    private double safeStepSize(BlockScan scan, StepSpace space, StepSpace blockSpace, Penalty penalty) {
        double intercept = settings.fitIntercept() ? 1.0 : 0.0;
        double trace = intercept;
        long numMoving = settings.fitIntercept() ? 1 : 0;
        for (int j = 0; j < space.numFeatures(); j++) {
            double scale = space.scale()[j];
            trace += scale * scale * secondMoment(j);
            numMoving += scale > 0.0 ? 1 : 0;
        }
        if (numMoving == 0) {
            return 1.0;
        }
        double eigenvalue = Math.max(intercept, LargestEigenvalue.estimate(scan, blockSpace, settings.seed()));
        double maxL2 = Arrays.stream(penalty.l2()).max().orElse(0.0);
        double bound = settings.loss().curvatureBound();
        double n = statistics.numRows();
        double b = Math.max(1.0, n / settings.stepsPerEpoch());
        double smoothness = b >= n ? eigenvalue : (n * (b - 1) * eigenvalue + (n - b) * trace) / (b * (n - 1));
        double unitMoveMargin = Math.sqrt(numMoving * (smoothness + maxL2 / bound));
        double safe = settings.optimizer().safeStepSize(bound * smoothness + maxL2, unitMoveMargin);
        return settings.optimizer().decoupledDecay() ? Math.min(safe, 1.0 / decayStrength()) : safe;
    }

    /**
     * Softmax does not change when all classes' margins move together, so intercepts, and unpenalised coefficients, are
     * only determined up to that: those with mean 0 over the classes are reported, as MLlib does. Source: J. Friedman,
     * T. Hastie, R. Tibshirani, "Regularization Paths for Generalized Linear Models via Coordinate Descent", 2010,
     * section 4.
     */
    private void centerOverClasses(double[] coefficients, double[] intercepts) {
        if (settings.regParam() == 0.0) {
            for (int start = 0; start < coefficients.length; start += numClasses) {
                center(coefficients, start, numClasses);
            }
        }
        if (settings.fitIntercept()) {
            center(intercepts, 0, numClasses);
        }
    }

    private static void center(double[] values, int start, int length) {
        double sum = 0.0;
        for (int i = start; i < start + length; i++) {
            sum += values[i];
        }
        double mean = sum / length;
        for (int i = start; i < start + length; i++) {
            values[i] -= mean;
        }
    }
}
