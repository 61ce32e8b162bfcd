package sparksoftmax.training;

import java.util.Optional;
import java.util.function.IntConsumer;
import org.apache.spark.sql.Dataset;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sparksoftmax.block.BlockScan;
import sparksoftmax.cluster.ClusterBlocks;
import sparksoftmax.cluster.ClusterFacts;
import sparksoftmax.cluster.FitScope;
import sparksoftmax.cluster.PackedRows;
import sparksoftmax.curvature.Correlations;
import sparksoftmax.features.DatasetStatistics;
import sparksoftmax.features.Penalty;
import sparksoftmax.features.Scaling;
import sparksoftmax.features.StartingPoint;
import sparksoftmax.features.VaryingFeatures;
import sparksoftmax.optim.Preconditioner;
import sparksoftmax.rows.InputColumns;
import sparksoftmax.rows.Packing;

/** Runs one fit: reads the rows, makes the plan, carries it out, and converts the result to the original features. */
public final class Trainer {
    private static final Logger LOG = LoggerFactory.getLogger(Trainer.class);

    /** The greatest array length that every Java virtual machine supports. */
    private static final int MAX_PARAMETERS = Integer.MAX_VALUE - 8;

    private final Dataset<?> dataset;
    private final InputColumns columns;
    private final TrainingSettings settings;
    private final String name;
    private final SharedRows shared;
    private final FitScope scope;
    private final ClusterFacts facts;

    private Trainer(
            Dataset<?> dataset,
            InputColumns columns,
            TrainingSettings settings,
            String name,
            SharedRows shared,
            FitScope scope) {
        this.dataset = dataset;
        this.columns = columns;
        this.settings = settings;
        this.name = name;
        this.shared = shared;
        this.scope = scope;
        facts = ClusterFacts.of(dataset.sparkSession().sparkContext());
    }

    /**
     * Fits a data set. Nothing stays cached afterwards, even if it fails.
     *
     * @param dataset has the columns; label and weight must be doubles
     * @param columns the columns to read
     * @param settings the Params of the fit
     * @param name the name of the fit on Spark's storage page
     * @param shared the rows that this fit shares with others; null if it reads its own
     * @param classCountCheck called with the number of classes before training begins; may throw an exception
     * @param listener called after every pass
     * @throws IllegalArgumentException if the settings contradict each other or the data, if a row cannot be trained
     *     on, or if the objective does not stay finite
     */
    public static TrainingResult fit(
            Dataset<?> dataset,
            InputColumns columns,
            TrainingSettings settings,
            String name,
            SharedRows shared,
            IntConsumer classCountCheck,
            PassListener listener) {
        Plan.check(settings);
        try (FitScope scope = new FitScope()) {
            return new Trainer(dataset, columns, settings, name, shared, scope).run(classCountCheck, listener);
        }
    }

    private TrainingResult run(IntConsumer classCountCheck, PassListener listener) {
        PackedRows rows = read();
        int numClasses = numClasses(rows.statistics());
        classCountCheck.accept(numClasses);
        DatasetStatistics read = rows.statistics();
        if (read.numDistinctLabels() == 1
                && settings.fitIntercept()
                && !settings.start().continuesModel()) {
            return ofSingleClass(read, numClasses);
        }
        Optional<double[]> factors = settings.classWeighting().factors(read, numClasses);
        PackedRows weighted = factors.isPresent() ? rows.weighted(factors.get(), scope) : rows;
        checkValidation(weighted, numClasses);
        Plan plan = new Plan(
                settings, numClasses, weighted.statistics(), weighted.partitions(), weighted.repeatsRows(), facts);
        LOG.info(plan.description());
        plan.warnings().forEach(LOG::warn);
        return carryOut(plan, weighted, listener);
    }

    private PackedRows read() {
        Packing packing = Plan.packing(settings, facts);
        String blocks = "training blocks of " + name;
        return shared == null
                ? PackedRows.read(dataset, columns, packing, blocks, scope)
                : shared.get(columns, packing, keeping -> PackedRows.read(dataset, columns, packing, blocks, keeping));
    }

    /** K: the declared number of classes, or else one more than the largest label. */
    private int numClasses(DatasetStatistics statistics) {
        int numClasses = columns.numClasses() == null ? statistics.numLabels() : columns.numClasses();
        long numParameters = ((long) statistics.numFeatures() + 1) * numClasses;
        if (numParameters > MAX_PARAMETERS) {
            throw new IllegalArgumentException("numClasses * (numFeatures + 1) MUST be at most " + MAX_PARAMETERS
                    + ", but there are " + numClasses + " classes (column '" + columns.label() + "') and "
                    + statistics.numFeatures() + " features (column '" + columns.features()
                    + "'). If labels are not indices 0, 1, ..., index them with StringIndexer.");
        }
        return numClasses;
    }

    private void checkValidation(PackedRows rows, int numClasses) {
        if (columns.validation() != null && rows.validationStatistics().numLabels() > numClasses) {
            throw new IllegalArgumentException("Validation rows (validationIndicatorCol) must have labels of the "
                    + numClasses + " classes of the training rows, but one has label "
                    + (rows.validationStatistics().numLabels() - 1) + ".");
        }
    }

    /**
     * The model for rows that all have the same label, as in MLlib: coefficients 0, and that class's intercept
     * infinite.
     */
    private static TrainingResult ofSingleClass(DatasetStatistics statistics, int numClasses) {
        int label = statistics.firstLabel();
        LOG.warn(
                "All labels are {} and fitIntercept = true: the coefficients are 0, and the model always predicts that"
                        + " class; training is not needed.",
                label);
        double[] intercepts = new double[numClasses];
        intercepts[label] = Double.POSITIVE_INFINITY;
        return new TrainingResult(
                new double[0],
                new VaryingFeatures(new int[0], statistics.numFeatures()),
                intercepts,
                new double[] {0.0},
                new double[0],
                Double.NaN,
                StopReason.singleClass(label));
    }

    private TrainingResult carryOut(Plan plan, PackedRows rows, PassListener listener) {
        double[] parameters = start(plan);
        Validation validation = columns.validation() == null
                ? null
                : new Validation(
                        validationScan(plan, rows),
                        settings.loss(),
                        plan.varying(),
                        plan.scaling(),
                        settings.earlyStopping());
        Solver solver = solver(plan, rows);
        Progress progress =
                new Progress(settings, validation, listener, plan.statistics().numRows());
        StopReason reason = solver.minimize(parameters, progress);

        Scaling scaling = plan.scaling();
        double[] coefficients = validation == null ? scaling.coefficients(parameters) : validation.bestCoefficients();
        double[] intercepts =
                validation == null ? scaling.intercepts(parameters, coefficients) : validation.bestIntercepts();
        centerOverClasses(plan, coefficients, intercepts);
        if (!reason.converged()) {
            LOG.warn("Training did not converge: {}.", reason.sentence());
        }
        return new TrainingResult(
                coefficients,
                plan.varying(),
                intercepts,
                progress.history(),
                validation == null ? new double[0] : validation.history(),
                solver.stepSize(),
                reason);
    }

    private double[] start(Plan plan) {
        int numClasses = plan.numClasses();
        DatasetStatistics all = plan.allStatistics();
        double[] coefficients = Given.matrix(settings.start().coefficients(), numClasses, all.numFeatures());
        double[] intercepts = plan.startsAtClassShares()
                ? all.logClassWeights(numClasses)
                : Given.vector(settings.start().intercepts(), numClasses);
        return new StartingPoint(coefficients, intercepts, settings.start().uniform())
                .parameters(plan.scaling(), plan.varying(), all.mean(), plan.layerScale(), settings.seed());
    }

    private BlockScan validationScan(Plan plan, PackedRows rows) {
        ClusterBlocks blocks = rows.validation(scope, settings.aggregationDepth());
        if (plan.validatesOnDriver(rows.validationStatistics())) {
            return new DriverScan(blocks.collect());
        }
        return spread(plan, plan.validationPartitioning(rows.validationPartitions()), blocks)
                .cached("validation blocks of " + name)
                .scan();
    }

    private ClusterBlocks spread(Plan plan, Partitioning partitioning, ClusterBlocks blocks) {
        if (partitioning instanceof Partitioning.Grouped grouped) {
            return blocks.grouped(grouped.groups());
        }
        if (partitioning instanceof Partitioning.Exchanged exchanged) {
            Packing packing = Plan.packing(settings, facts);
            return blocks.exchanged(
                    exchanged.numPartitions(),
                    exchanged.rowByRow(),
                    packing.blockBytes(),
                    plan.partBytes(),
                    settings.seed());
        }
        return blocks;
    }

    private Solver solver(Plan plan, PackedRows rows) {
        ClusterBlocks read = rows.training(scope, settings.aggregationDepth());
        ClusterBlocks blocks = spread(plan, plan.partitioning(), read);
        if (plan.mapsFeatures()) {
            blocks = blocks.mapped(plan.featureMap());
        }
        if (plan.onDriver()) {
            BlockScan scan = new DriverScan(blocks.collect());
            rows.release(scope);
            return onScan(plan, scan);
        }
        boolean merges = plan.mergesEqualRows() && plan.solver() == SolverName.LBFGS;
        if (merges) {
            blocks = blocks.distinct(plan.partBytes());
        }
        if (blocks != read) {
            blocks = blocks.cached(
                    "training blocks of " + name + ", " + plan.storage().description());
            rows.release(scope);
        }
        if (plan.solver() != SolverName.AUTO) {
            return onScan(plan, blocks.scan());
        }
        ClusterBlocks ofLocalSteps = blocks;
        return new AutoSolver(plan, new LocalSgdSolver(plan, blocks.scan()), () -> afterLocalSteps(plan, ofLocalSteps));
    }

    private Solver onScan(Plan plan, BlockScan scan) {
        return switch (plan.solver()) {
            case SGD -> new SgdSolver(plan, scan);
            case LOCAL_SGD -> new LocalSgdSolver(plan, scan);
            default -> quasiNewton(plan, plan.scaling(), scan);
        };
    }

    private LbfgsSolver afterLocalSteps(Plan plan, ClusterBlocks blocks) {
        ClusterBlocks distinct = blocks;
        if (plan.mergesEqualRows()) {
            distinct = blocks.distinct(plan.partBytes()).cached("training blocks of " + name + ", equal rows merged");
            blocks.release();
        }
        return quasiNewton(plan, plan.quasiNewtonScaling(), distinct.scan());
    }

    private LbfgsSolver quasiNewton(Plan plan, Scaling scaling, BlockScan scan) {
        Scaling onBlocks = plan.onBlocks(scaling);
        Penalty penalty = plan.penalty(scaling);
        Optional<Preconditioner> correlations = plan.learnsCorrelations()
                ? Correlations.learn(
                        scan,
                        onBlocks,
                        plan.sumBounds(),
                        penalty,
                        settings.loss().curvatureBound(),
                        plan.statistics().numRows())
                : Optional.empty();
        return new LbfgsSolver(
                new Objective(scan, settings.loss(), onBlocks, plan.sumBounds(), penalty, true),
                penalty.l1PerParameter(scaling.numParameters()),
                plan.bounds().box(scaling, plan.varying()),
                correlations.orElse(null));
    }

    /**
     * Softmax does not change if the same number is added to the margins of all classes, so intercepts and unpenalized
     * coefficients are determined only up to a constant. The ones with mean 0 over the classes are reported, as in
     * MLlib. Source: J. Friedman, T. Hastie, R. Tibshirani, "Regularization Paths for Generalized Linear Models via
     * Coordinate Descent", 2010, section 4.
     */
    private void centerOverClasses(Plan plan, double[] coefficients, double[] intercepts) {
        int numClasses = plan.numClasses();
        if (settings.regularization().strength() == 0.0 && !plan.bounds().onCoefficients()) {
            for (int start = 0; start < coefficients.length; start += numClasses) {
                center(coefficients, start, numClasses);
            }
        }
        if (settings.fitIntercept() && !plan.bounds().onIntercepts()) {
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
