package sparksoftmax.training;

import java.util.Arrays;
import java.util.OptionalDouble;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sparksoftmax.block.FeatureMap;
import sparksoftmax.block.LocalPenalty;
import sparksoftmax.loss.Penalty;
import sparksoftmax.optim.Box;
import sparksoftmax.optim.Optimizer;
import sparksoftmax.optim.Preconditioner;

/**
 * One fit on scanned data: chooses coordinates and precision, runs the solver, and brings the result back to the
 * original space.
 */
public final class Training {
    private static final Logger LOG = LoggerFactory.getLogger(Training.class);

    /**
     * From this share of non-zeros on local steps are taken on dense rows, which are centered, and several at a time.
     */
    private static final double LOCALLY_DENSE_FROM = 0.15;

    /** Below so many multiplications a pass, quasi-Newton steps are as fast as local ones: a job costs as much. */
    private static final double CHEAP_PASS = 1 << 25;

    private static final int DENSE_BATCH_SIZE = 8;
    private static final int SPARSE_BATCH_SIZE = 1;

    private final TrainingData data;
    private final DatasetStatistics statistics;
    private final TrainingSettings settings;
    private final int numClasses;
    private final CoefficientBounds bounds;
    private final Coordinates coordinates;
    private final String solverName;
    private final boolean dense;
    private final boolean single;

    private Training(TrainingData data, TrainingSettings settings, int numClasses, CoefficientBounds bounds) {
        this.bounds = bounds;
        this.data = data;
        this.statistics = data.statistics().of(data.moving());
        this.settings = settings;
        this.numClasses = numClasses;
        this.coordinates =
                new Coordinates(statistics, settings, numClasses, settings.fitIntercept() && !bounds.onIntercepts());
        boolean locallyDense = statistics.density() >= LOCALLY_DENSE_FROM;
        this.solverName = solverName(coordinates.bearSinglePrecision(locallyDense));
        this.dense = isLocal()
                ? locallyDense
                : statistics.density() >= FeatureMap.denseFrom()
                        || locallyDense && !coordinates.bearSinglePrecision(false);
        this.single = coordinates.bearSinglePrecision(dense);
    }

    /**
     * Fits.
     *
     * @param earlyStopping null for none
     * @param numClasses K, greater than every label
     * @param bounds for solvers auto and l-bfgs without L1
     * @throws IllegalArgumentException if the objective does not stay finite
     */
    public static TrainingResult fit(
            TrainingData data,
            EarlyStopping earlyStopping,
            TrainingSettings settings,
            int numClasses,
            StartingPoint start,
            CoefficientBounds bounds,
            PassListener listener) {
        return new Training(data, settings, numClasses, bounds).run(earlyStopping, start, listener);
    }

    private TrainingResult run(EarlyStopping earlyStopping, StartingPoint start, PassListener listener) {
        LOG.info(
                "Training on {} rows, {} features ({} of them not constant), {} classes with solver {}.",
                statistics.numRows(),
                data.moving().numFeatures(),
                statistics.numFeatures(),
                numClasses,
                solverName);
        StepSpace space = space();
        double[] parameters = start.parameters(
                space, data.moving(), data.statistics().mean(), coordinates.layerScale(), settings.seed());
        Solver solver = solver(space);
        Validation validation =
                earlyStopping == null ? null : new Validation(settings.loss(), data.moving(), space, earlyStopping);
        Progress progress = new Progress(settings, validation, listener, statistics.numRows());
        StopReason reason = solver.minimize(parameters, progress);

        double[] coefficients = validation == null ? space.coefficients(parameters) : validation.bestCoefficients();
        double[] intercepts =
                validation == null ? space.intercepts(parameters, coefficients) : validation.bestIntercepts();
        centerOverClasses(coefficients, intercepts);
        if (!reason.converged()) {
            LOG.warn("Training did not converge: {}.", reason.sentence());
        }
        return new TrainingResult(
                coefficients,
                data.moving(),
                intercepts,
                progress.history(),
                validation == null ? new double[0] : validation.history(),
                solver.stepSize(),
                reason);
    }

    /**
     * The solver asked for, or what {@code auto} comes to where local steps have nothing to win.
     *
     * @param single whether features bear local steps' single precision
     */
    private String solverName(boolean single) {
        boolean localStepsPay =
                !data.isSmall(numClasses) && passCost() > CHEAP_PASS && single && statistics.numFeatures() > 0;
        return settings.solver().equals(Solver.AUTO) && (bounds.any() || !localStepsPay)
                ? Solver.LBFGS
                : settings.solver();
    }

    private double passCost() {
        double stored = statistics.density() * statistics.numRows() * statistics.numFeatures();
        double quasiNewtonUpdates = 50.0 * statistics.numFeatures();
        return (stored + quasiNewtonUpdates) * numClasses;
    }

    private boolean isLocal() {
        return solverName.equals(Solver.LOCAL_SGD) || solverName.equals(Solver.AUTO);
    }

    private StepSpace space() {
        boolean given = settings.stepSize().isPresent();
        return switch (solverName) {
            case Solver.SGD -> given ? coordinates.asAskedFor(true) : coordinates.ofEqualCurvature();
            case Solver.LBFGS -> coordinates.ofEqualCurvature();
            case Solver.LOCAL_SGD -> given ? coordinates.asAskedFor(dense) : coordinates.evenlySpread(dense);
            default -> coordinates.evenlySpread(dense);
        };
    }

    private Solver solver(StepSpace space) {
        Penalty penalty = coordinates.penalty(space);
        double[] l1 = penalty.l1PerParameter(space.numParameters());
        BlockScan scan;
        StepSpace blockSpace = space;
        if (isLocal() || standardizes()) {
            if (isLocal()) {
                data.mixPartitions();
            }
            ClusterScan cluster = data.standardizedScan(space.scale(), space.center(), storage());
            blockSpace = space.ofStandardizedBlocks(dense);
            if (isLocal()) {
                return localSolver(cluster, space, penalty);
            }
            scan = solverName.equals(Solver.LBFGS) ? distinct(cluster) : cluster;
        } else {
            scan = data.isSmall(numClasses) ? data.localScan() : data.clusterScan();
        }
        if (solverName.equals(Solver.LBFGS)) {
            return new LbfgsSolver(
                    new Objective(scan, settings.loss(), blockSpace, penalty, true),
                    l1,
                    bounds.box(space, data.moving()),
                    correlations(scan, blockSpace, penalty, settings.maxIter()));
        }
        Optimizer optimizer = settings.optimizer();
        double stepSize = settings.stepSize().isPresent()
                ? settings.stepSize().getAsDouble()
                : safeStepSize(scan, space, blockSpace, penalty);
        LOG.info("stepSize {}{}", stepSize, settings.stepSize().isPresent() ? "" : ", chosen from the data");
        Objective objective = new Objective(scan, settings.loss(), blockSpace, penalty, !optimizer.decoupledDecay());
        return new SgdSolver(objective, optimizer.newRule(decay(space)), l1, stepSize, settings);
    }

    /** The same sums from fewer rows, if there are rows to merge. */
    private ClusterScan distinct(ClusterScan scan) {
        return dense ? scan : data.distinctScan();
    }

    /** What is known of the curvature beforehand; null for nothing. */
    private Preconditioner correlations(BlockScan scan, StepSpace space, Penalty penalty, double numPasses) {
        boolean smooth = settings.elasticNetParam() * settings.regParam() == 0.0 && !bounds.any();
        boolean worthLooking = statistics.density() >= LOCALLY_DENSE_FROM && scan instanceof ClusterScan;
        double cells = (double) statistics.numRows() * statistics.numFeatures() * numClasses;
        double passCost = 4.0 * cells * Math.min(1.0, statistics.density() / FeatureMap.denseFrom());
        return smooth && worthLooking
                ? Correlations.of(scan, space, penalty, settings.loss(), statistics.numRows(), passCost, numPasses)
                : null;
    }

    /** Local steps are in single precision whatever the features bear. */
    private FeatureMap.Storage storage() {
        return dense
                ? FeatureMap.Storage.DENSE
                : single || isLocal() ? FeatureMap.Storage.SPARSE_SINGLE : FeatureMap.Storage.SPARSE;
    }

    /** Whether blocks are to be scaled for fast arithmetic: not if they would lose digits, nor if there are few. */
    private boolean standardizes() {
        boolean scaled = solverName.equals(Solver.LBFGS) || settings.stepSize().isEmpty() || settings.standardization();
        return !data.isSmall(numClasses) && scaled && (single || !dense);
    }

    private Solver localSolver(ClusterScan scan, StepSpace space, Penalty penalty) {
        StepSpace blockSpace = space.ofStandardizedBlocks(dense);
        LocalSgdSolver.Setting setting = new LocalSgdSolver.Setting(
                numClasses,
                settings.fitIntercept(),
                dense,
                localPenalty(penalty),
                settings.loss(),
                settings.batchSize().orElse(dense ? DENSE_BATCH_SIZE : SPARSE_BATCH_SIZE),
                unitStep(space));
        LocalSgdSolver local = new LocalSgdSolver(
                scan,
                new Objective(scan, settings.loss(), blockSpace, penalty, true),
                setting,
                solverName.equals(Solver.AUTO) ? OptionalDouble.empty() : settings.stepSize(),
                settings);
        if (solverName.equals(Solver.LOCAL_SGD)) {
            return local;
        }
        StepSpace quasiNewton = coordinates.ofEqualCurvature();
        Penalty quasiNewtonPenalty = coordinates.penalty(quasiNewton);
        StepSpace onBlocks = quasiNewton.onBlocksOf(space, dense);
        EffectiveParameters effective = new EffectiveParameters(statistics, space, penalty);
        return new AutoSolver(
                local,
                blockSpace,
                () -> new LbfgsSolver(
                        new Objective(distinct(scan), settings.loss(), onBlocks, quasiNewtonPenalty, true),
                        quasiNewtonPenalty.l1PerParameter(space.numParameters()),
                        Box.NONE,
                        correlations(
                                scan,
                                onBlocks,
                                quasiNewtonPenalty,
                                settings.tolGiven() ? settings.maxIter() : AutoSolver.FEW_PASSES)),
                onBlocks,
                quasiNewton,
                loss -> effective.number(loss) / (2.0 * statistics.effectiveRows()),
                statistics.numRows(),
                settings);
    }

    private LocalPenalty localPenalty(Penalty penalty) {
        if (settings.regParam() == 0.0) {
            return LocalPenalty.NONE;
        }
        double[] l1 = penalty.l1().clone();
        double[] l2 = penalty.l2().clone();
        for (int j = 0; !dense && j < l1.length; j++) {
            l1[j] /= statistics.presence(j);
            l2[j] /= statistics.presence(j);
        }
        return new LocalPenalty(settings.elasticNetParam() == 0.0 ? null : l1, l2);
    }

    /** 1 / (2 B E‖x̃‖²): the step at which a row of mean size moves its own margins half way, at most. */
    private double unitStep(StepSpace space) {
        return 1.0 / (2.0 * settings.loss().curvatureBound() * meanSquaredNorm(space));
    }

    /** E‖x̃‖², the intercept being a feature that is always 1. */
    private double meanSquaredNorm(StepSpace space) {
        double sum = settings.fitIntercept() ? 1.0 : 0.0;
        for (int j = 0; j < space.numFeatures(); j++) {
            double offset = statistics.mean()[j] - space.center()[j];
            sum += space.scale()[j] * space.scale()[j] * (statistics.variance(j) + offset * offset);
        }
        return sum;
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
        double trace = meanSquaredNorm(space);
        double numMoving = space.numFeatures() + intercept;
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
        if (settings.regParam() == 0.0 && !bounds.onCoefficients()) {
            for (int start = 0; start < coefficients.length; start += numClasses) {
                center(coefficients, start, numClasses);
            }
        }
        if (settings.fitIntercept() && !bounds.onIntercepts()) {
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
