package sparksoftmax.training;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.SparkSession;
import sparksoftmax.block.BlockScan;
import sparksoftmax.block.PartitionedBlocks;
import sparksoftmax.cluster.ClusterBlocks;
import sparksoftmax.cluster.ClusterFacts;
import sparksoftmax.cluster.FitJobs;
import sparksoftmax.cluster.FitScope;
import sparksoftmax.cluster.PackedRows;
import sparksoftmax.curvature.Correlations;
import sparksoftmax.driver.DriverThreads;
import sparksoftmax.features.DatasetStatistics;
import sparksoftmax.features.KeptCoefficients;
import sparksoftmax.features.Penalty;
import sparksoftmax.features.Scaling;
import sparksoftmax.features.StartingPoint;
import sparksoftmax.features.VaryingFeatures;
import sparksoftmax.memory.ClassMemory;
import sparksoftmax.memory.ClassMoments;
import sparksoftmax.memory.CurvatureMemory;
import sparksoftmax.memory.CurvaturePull;
import sparksoftmax.memory.Memory;
import sparksoftmax.memory.Pull;
import sparksoftmax.memory.ScaledPull;
import sparksoftmax.optim.Preconditioner;
import sparksoftmax.rows.InputColumns;
import sparksoftmax.rows.Packing;

/** Runs one fit: reads the rows, makes the plan, carries it out, and converts the result to the original features. */
public final class Trainer {
    /** The greatest array length that every Java virtual machine supports. */
    private static final int MAX_PARAMETERS = Integer.MAX_VALUE - 8;

    // If only the labels say how many classes there are, more than MANY_CLASSES classes are refused where there are
    // more than MOST_CLASSES_PER_LABEL for each label that occurs.
    private static final int MANY_CLASSES = 1000;
    private static final int MOST_CLASSES_PER_LABEL = 10;

    /** At most as many classes without rows are listed in the log. */
    private static final int NAMED_CLASSES = 10;

    private final Dataset<?> dataset;
    private final InputColumns columns;
    /** Those that the packing of the rows depends on; once the number of classes is known, those of the whole fit. */
    private TrainingSettings settings;

    private final String name;
    private final Checkpoints checkpoints;
    private final SharedRows shared;
    private final FitScope scope;
    private final FitJobs jobs;
    private final FitLog log;
    private final ClusterFacts facts;

    /** The factors of the weights by class; null if there are none. Known when the rows have been read. */
    private double[] classFactors;

    /** The rows that stand for those of earlier trainings; null if there are none. */
    private EarlierRows earlierRows;

    /** The blocks that are trained on, known when the solver has been made; solver auto may replace them. */
    private BlockScan trained;

    /** How training goes on from a model that remembers earlier rows; null if it does not. */
    private Continuation continuation;

    /** Whether there are validation rows; known when the rows have been read. */
    private boolean validates;

    private Trainer(
            Dataset<?> dataset,
            InputColumns columns,
            TrainingSettings settings,
            String name,
            Checkpoints checkpoints,
            SharedRows shared,
            FitScope scope,
            FitJobs jobs) {
        this.dataset = dataset;
        this.columns = columns;
        this.settings = settings;
        this.name = name;
        this.checkpoints = checkpoints;
        this.shared = shared;
        this.scope = scope;
        this.jobs = jobs;
        log = new FitLog(name);
        facts = ClusterFacts.of(dataset.sparkSession().sparkContext());
    }

    /**
     * Fits a data set. Nothing stays cached afterwards, even if it fails.
     *
     * @param dataset the data set
     * @param columns the columns to read
     * @param settings the Params of the fit, as far as they decide how rows are packed
     * @param name the name of the fit: in the log, in the descriptions of its Spark jobs, and on Spark's storage page
     * @param checkpoints where and how often the state of the fit is saved; null for never
     * @param shared the rows that this fit shares with others; null if it reads its own
     * @param settingsOfClasses gives all Params of the fit, once the number of classes is known; may throw an exception
     * @param listener told of the plan and of every pass
     * @throws sparksoftmax.rows.NoTrainingRowsException if there is no row to train on
     * @throws IllegalArgumentException if the settings contradict each other or the data, if a row cannot be trained
     *     on, or if the objective does not stay finite
     * @throws IllegalStateException if the thread is interrupted
     */
    public static TrainingResult fit(
            Dataset<?> dataset,
            InputColumns columns,
            TrainingSettings settings,
            String name,
            CheckpointSettings checkpoints,
            SharedRows shared,
            IntFunction<TrainingSettings> settingsOfClasses,
            FitListener listener) {
        PlanBeforeReading.check(settings);
        long start = System.nanoTime();
        SparkSession spark = dataset.sparkSession();
        Checkpoints states = Checkpoints.open(checkpoints, spark.sessionState().newHadoopConf(), new FitLog(name));
        if (states != null) {
            states.expect(FitIdentity.of(settings));
        }
        try (FitScope scope = new FitScope()) {
            TrainingResult result = FitJobs.run(spark.sparkContext(), name, jobs -> new Trainer(
                            dataset, columns, settings, name, states, shared, scope, jobs)
                    .run(settingsOfClasses, listener));
            if (states != null) {
                states.clear();
            }
            int passes = result.objectiveHistory().length - 1;
            new FitLog(name).end(passes, (System.nanoTime() - start) / 1e9, result.stopReason());
            return result;
        }
    }

    private TrainingResult run(IntFunction<TrainingSettings> settingsOfClasses, FitListener listener) {
        PackedRows rows = read();
        if (rows.numSkipped() > 0) {
            log.info(
                    "{} rows were left out, since their features are null, NaN or infinite and handleInvalid is skip.",
                    rows.numSkipped());
        }
        int numClasses = numClasses(rows.statistics());
        settings = settingsOfClasses.apply(numClasses);
        PlanBeforeReading.check(settings);
        DatasetStatistics read = rows.statistics();
        boolean remembersClasses = remembersClasses(read, numClasses);
        ExpectedWork.of(read, rows.validationStatistics(), numClasses, settings, remembersClasses, facts)
                .announce();
        continuation = continuation(rows);
        Memory memory = remembersClasses ? memory(rows, numClasses) : null;
        if (read.numDistinctLabels() == 1
                && settings.fitIntercept()
                && !settings.bounds().any()
                && !settings.start().continuesModel()) {
            return ofSingleClass(read, numClasses, memory);
        }
        Optional<double[]> factors = settings.classWeighting().factors(read, numClasses);
        jobs.describe("weighting rows by class");
        classFactors = factors.orElse(null);
        PackedRows weighted = factors.isPresent() ? rows.weighted(factors.get(), scope) : rows;
        validates = validates(weighted, numClasses);
        Plan plan = new Plan(
                settings,
                numClasses,
                weighted.statistics(),
                weighted.partitions(),
                weighted.repeatsRows(),
                continuation,
                facts);
        String description = plan.description();
        log.info("{}", description);
        listener.onPlan(description);
        plan.warnings().forEach(warning -> log.warn("{}", warning));
        if (checkpoints != null) {
            checkpoints.expect(FitIdentity.of(weighted, plan, validates));
            checkpoints.expectPartitions(plan.partitioning().description());
        }
        PackedRows targeted =
                plan.continuesLocally() ? weighted.withTargetsOfAdded(earlierRows.targets(), scope) : weighted;
        return carryOut(plan, targeted, pull(plan), memory, listener);
    }

    private Continuation continuation(PackedRows rows) {
        Memory earlier = settings.start().memory();
        if (earlier == null) {
            return null;
        }
        if (earlierRows == null) {
            log.info("The curvatures of {} earlier rows pull towards the earlier coefficients.", earlier.numRows());
            return new Continuation(earlier.numRows(), rows.effectiveRowsRead(), 0.0, earlier.weight());
        }
        double distrust = earlierRows.distrust();
        log.info(
                "Drawn rows stand for {} earlier ones, whose labels count with a share of {} in a pull.",
                earlier.numRows(),
                distrust);
        return new Continuation(earlier.numRows(), rows.effectiveRowsRead(), distrust, 0.0);
    }

    private PackedRows read() {
        if (settings.start().memory() instanceof ClassMemory earlier) {
            jobs.describe("drawing remembered rows");
            earlierRows = EarlierRows.draw(settings.start(), earlier, settings.seed());
        }
        jobs.describe("packing rows and collecting their statistics");
        Packing packing = PlanBeforeReading.packing(settings, facts);
        String blocks = "training blocks of " + name;
        long handedOver = (long) Plan.mostDriverBytes(settings, facts);
        return shared == null
                ? PackedRows.read(
                        dataset,
                        columns,
                        earlierRows == null ? null : earlierRows.block(),
                        packing,
                        blocks,
                        scope,
                        handedOver)
                : shared.get(
                        columns,
                        packing,
                        log,
                        keeping -> PackedRows.read(dataset, columns, packing, blocks, keeping, handedOver));
    }

    /** K: the declared number of classes, or else one more than the largest label. */
    private int numClasses(DatasetStatistics statistics) {
        boolean declared = columns.classes() != null;
        int numClasses = declared ? columns.classes().number() : statistics.numLabels();
        if (!declared) {
            checkLabels(statistics);
        }
        long numParameters = ((long) statistics.numFeatures() + 1) * numClasses;
        if (numParameters > MAX_PARAMETERS) {
            throw new IllegalArgumentException("numClasses * (numFeatures + 1) MUST be at most " + MAX_PARAMETERS
                    + ", but there are " + numClasses + " classes (column '" + columns.label() + "') and "
                    + statistics.numFeatures() + " features (" + columns.describeFeatures()
                    + "). If labels are not indices 0, 1, ..., index them with StringIndexer.");
        }
        return numClasses;
    }

    /** Checks labels from which alone the number of classes follows: they may be other numbers than class indices. */
    private void checkLabels(DatasetStatistics statistics) {
        int implied = statistics.numLabels();
        int distinct = statistics.numDistinctLabels();
        if (implied > MANY_CLASSES && implied > (long) MOST_CLASSES_PER_LABEL * distinct) {
            throw new IllegalArgumentException("Labels MUST be class indices 0, 1, ..., but the largest is "
                    + (implied - 1) + ", and there are only " + distinct + " different ones (column '"
                    + columns.label() + "'). A model of " + implied + " classes is trained if numClasses is set to "
                    + implied + "; if the labels are other numbers, index them with StringIndexer.");
        }
        int[] absent = statistics.absentLabels(implied, NAMED_CLASSES + 1);
        if (absent.length > 0) {
            log.warn(
                    "{} of the {} classes have no rows: {}{}. There are as many classes as the largest label of column"
                            + " '{}' says; if labels do not count from 0, index them with StringIndexer.",
                    implied - distinct,
                    implied,
                    IntStream.of(absent)
                            .limit(NAMED_CLASSES)
                            .mapToObj(Integer::toString)
                            .collect(Collectors.joining(", ")),
                    absent.length > NAMED_CLASSES ? ", ..." : "",
                    columns.label());
        }
    }

    private boolean validates(PackedRows rows, int numClasses) {
        if (columns.validation() == null) {
            return false;
        }
        if (settings.start().continuesModel() && rows.validationStatistics().numRows() == 0) {
            log.info(
                    "Column '{}' (validationIndicatorCol) marks no validation row, so training does not stop early.",
                    columns.validation());
            return false;
        }
        rows.checkValidation(columns);
        int numLabels = rows.validationStatistics().numLabels();
        if (numLabels > numClasses) {
            throw new IllegalArgumentException("Validation rows (validationIndicatorCol) must have labels of the "
                    + numClasses + " classes of the training rows, but one has label " + (numLabels - 1)
                    + ". If there are more classes, set numClasses.");
        }
        return true;
    }

    /**
     * The model for rows that all have the same label, as in MLlib: coefficients 0, and that class's intercept
     * infinite.
     */
    private TrainingResult ofSingleClass(DatasetStatistics statistics, int numClasses, Memory memory) {
        int label = statistics.firstLabel();
        log.warn(
                "All labels are {} and fitIntercept = true: the coefficients are 0, and the model always predicts that"
                        + " class; training is not needed.",
                label);
        new ModelMemory(numClasses, 0, facts).check();
        double[] intercepts = new double[numClasses];
        intercepts[label] = Double.POSITIVE_INFINITY;
        return new TrainingResult(
                new double[0],
                new VaryingFeatures(new int[0], statistics.numFeatures()),
                intercepts,
                new double[] {0.0},
                new double[0],
                Double.NaN,
                StopReason.singleClass(label),
                null,
                memory);
    }

    private TrainingResult carryOut(
            Plan plan, PackedRows rows, Optional<Pull> pull, Memory memory, FitListener listener) {
        double[] parameters = start(plan);
        Pulls pulls = pulls(plan, pull, parameters.clone());
        jobs.describe("arranging rows");
        Validation validation = validates ? validation(plan, rows) : null;
        Solver solver = solver(plan, rows, pulls);
        Progress progress = new Progress(
                settings,
                validation,
                listener,
                jobs::describe,
                checkpoints,
                log,
                plan.statistics().numRows(),
                plan.statistics().distributionBytes() == 0);
        progress.describeNextPass();
        StopReason reason = solver.minimize(parameters, progress);

        Scaling scaling = plan.scaling();
        double[] coefficients = validation == null ? scaling.coefficients(parameters) : validation.bestCoefficients();
        double[] intercepts =
                validation == null ? scaling.intercepts(parameters, coefficients) : validation.bestIntercepts();
        Optional<PenaltyChoice> choice = solver.choice();
        double strength = choice.map(found -> found.chosenTrial().penalty())
                .orElse(settings.regularization())
                .strength();
        centerOverClasses(plan, strength, coefficients, intercepts);
        KeptCoefficients all = settings.start().continuesModel()
                ? withKept(plan, coefficients, intercepts)
                : new KeptCoefficients(plan.varying(), coefficients, intercepts);
        checkFinite(all.coefficients(), all.intercepts());
        Memory remembered =
                TrainedCurvatures.areWanted(plan) ? withCurvatures(plan, rows, coefficients, intercepts) : memory;
        return new TrainingResult(
                all.coefficients(),
                all.features(),
                all.intercepts(),
                progress.history(),
                validation == null ? new double[0] : validation.history(),
                solver.stepSize(),
                reason,
                choice.orElse(null),
                remembered);
    }

    private Memory withCurvatures(Plan plan, PackedRows rows, double[] coefficients, double[] intercepts) {
        jobs.describe("summing what is to be remembered of the rows");
        CurvatureMemory memory =
                TrainedCurvatures.sum(plan, trained, coefficients, intercepts, rows.effectiveRowsRead());
        return settings.start().memory() instanceof CurvatureMemory earlier ? earlier.plus(memory) : memory;
    }

    private KeptCoefficients withKept(Plan plan, double[] coefficients, double[] intercepts) {
        DatasetStatistics statistics = plan.allStatistics();
        return KeptCoefficients.of(
                plan.varying(),
                coefficients,
                intercepts,
                Given.matrix(settings.start().coefficients(), plan.numClasses(), statistics.numFeatures()),
                statistics.mean(),
                plan.bounds(),
                settings.fitIntercept() && !plan.bounds().onIntercepts());
    }

    /** Whether sums over the classes are remembered, which are made before training. */
    private boolean remembersClasses(DatasetStatistics rows, int numClasses) {
        Memory earlier = settings.start().memory();
        return settings.remembers()
                && ClassMemory.isPossible(rows.numFeatures(), numClasses)
                && (earlier == null || earlier.numFeatures() == rows.numFeatures());
    }

    /** What is remembered of the classes of these and earlier rows. */
    private Memory memory(PackedRows rows, int numClasses) {
        ClassMemory memory = shared == null
                ? memoryOfRead(rows, numClasses)
                : shared.memory(rows, numClasses, () -> memoryOfRead(rows, numClasses));
        return settings.start().memory() instanceof ClassMemory before ? before.plus(memory) : memory;
    }

    private ClassMemory memoryOfRead(PackedRows rows, int numClasses) {
        jobs.describe("summing what is to be remembered of the rows");
        ClassMoments moments = ClassMoments.of(rows.statistics(), numClasses, rows.numPartitionsRead());
        return moments.memory(
                rows.training(scope, settings.aggregationDepth())
                        .scan(new DriverThreads(facts.driverCores()))
                        .sum(moments),
                rows.effectiveRowsRead());
    }

    /** The pull towards earlier coefficients, if there are any and the solver knows of it. */
    private Optional<Pull> pull(Plan plan) {
        if (continuation == null || plan.solver().isLocal()) {
            return Optional.empty();
        }
        if (settings.start().memory() instanceof CurvatureMemory earlier) {
            return Optional.of(new CurvaturePull(earlier));
        }
        jobs.describe("the pull towards the earlier coefficients");
        return Optional.of(earlierRows.pull(continuation.numNewRows(), classFactors, settings.loss()));
    }

    /** The pull towards earlier coefficients in any scaling. */
    @FunctionalInterface
    private interface Pulls {
        ScaledPull in(Scaling scaling);
    }

    private Pulls pulls(Plan plan, Optional<Pull> pull, double[] earlier) {
        return scaling -> pull.map(given -> given.in(
                        scaling,
                        scaling.from(plan.scaling(), earlier),
                        plan.penalty(scaling),
                        plan.varying(),
                        plan.statistics()))
                .orElse(ScaledPull.NONE);
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

    private Validation validation(Plan plan, PackedRows rows) {
        DatasetStatistics statistics = rows.validationStatistics();
        boolean asRead = plan.validatesAsRead(statistics);
        return new Validation(
                validationBlocks(plan, rows, asRead, statistics).scan(),
                asRead ? UnaryOperator.identity() : plan::onBlocks,
                settings.loss(),
                plan.scaling(),
                settings.earlyStopping());
    }

    private PartitionedBlocks validationBlocks(
            Plan plan, PackedRows rows, boolean asRead, DatasetStatistics statistics) {
        ClusterBlocks read = rows.validation(scope, settings.aggregationDepth());
        PartitionedBlocks blocks = asRead || plan.validatesOnDriver(statistics)
                ? read.onDriver(new DriverThreads(plan.driverThreads()))
                : spread(plan, plan.validationPartitioning(rows.validationPartitions()), read);
        if (asRead && !plan.varying().isAll()) {
            blocks = blocks.mapped(plan.selection());
        } else if (!asRead && plan.mapsFeatures()) {
            blocks = blocks.mapped(plan.featureMap());
        }
        return blocks.cached("validation blocks of " + name);
    }

    private PartitionedBlocks spread(Plan plan, Partitioning partitioning, PartitionedBlocks blocks) {
        if (partitioning instanceof Partitioning.Grouped grouped) {
            return blocks.grouped(grouped.groups());
        }
        if (partitioning instanceof Partitioning.Exchanged exchanged) {
            Packing packing = PlanBeforeReading.packing(settings, facts);
            return blocks.exchanged(
                    exchanged.numPartitions(),
                    exchanged.rowByRow(),
                    packing.blockBytes(),
                    plan.partBytes(),
                    settings.seed());
        }
        return blocks;
    }

    private Solver solver(Plan plan, PackedRows rows, Pulls pulls) {
        ClusterBlocks onCluster = rows.training(scope, settings.aggregationDepth());
        PartitionedBlocks read =
                plan.onDriver() ? onCluster.onDriver(new DriverThreads(plan.driverThreads())) : onCluster;
        PartitionedBlocks blocks = spread(plan, plan.partitioning(), read);
        if (plan.mapsFeatures()) {
            blocks = blocks.mapped(plan.featureMap());
        }
        boolean merges = plan.mergesEqualRows() && plan.solver() == SolverName.LBFGS;
        if (merges) {
            blocks = blocks.distinct(plan.partBytes());
        }
        if (blocks != onCluster) {
            blocks = blocks.cached(
                    "training blocks of " + name + ", " + plan.storage().description());
            rows.release(scope);
        }
        BlockScan scan = blocks.scan();
        trained = scan;
        if (settings.penaltySearch() != null) {
            return new PenaltySearchSolver(plan, scan, classFactors, correlations(plan, scan), jobs::describe, log);
        }
        if (plan.solver() != SolverName.AUTO) {
            return onScan(plan, scan, pulls);
        }
        PartitionedBlocks ofLocalSteps = blocks;
        return new AutoSolver(
                plan,
                log,
                () -> correlations(plan, scan),
                localSteps(plan, scan),
                known -> afterLocalSteps(plan, ofLocalSteps, known, pulls));
    }

    private Solver onScan(Plan plan, BlockScan scan, Pulls pulls) {
        return switch (plan.solver()) {
            case SGD -> new SgdSolver(plan, scan, pulls.in(plan.scaling()), log);
            case LOCAL_SGD -> localSteps(plan, scan);
            default -> {
                LbfgsSolver solver = quasiNewton(plan, scan, correlations(plan, scan), pulls);
                if (plan.briefPasses() > 0) {
                    yield (parameters, progress) -> solver.minimizeBriefly(parameters, progress, plan.briefPasses());
                }
                yield earlierRows == null || plan.goesToTheOptimum()
                        ? solver
                        : (parameters, progress) -> solver.resume(
                                parameters, progress, loss -> AutoSolver.worthwhile(continuation, plan, loss));
            }
        };
    }

    /** The penalty of the earlier rows has had its effect: without their losses, it would have it once more. */
    private LocalSgdSolver localSteps(Plan plan, BlockScan scan) {
        return new LocalSgdSolver(plan, scan, continuation == null ? 1.0 : continuation.share(), log);
    }

    private Optional<Correlations> correlations(Plan plan, BlockScan scan) {
        if (!plan.learnsCorrelations()) {
            return Optional.empty();
        }
        jobs.describe("estimating correlations of features");
        Scaling scaling = plan.quasiNewtonScaling();
        Correlations learned = Correlations.learn(
                scan,
                plan.onBlocks(scaling),
                plan.sumBounds(),
                scaling.rootMeanSquares(plan.statistics()),
                plan.statistics().smoothedClassShares(plan.numClasses()),
                plan.statistics().numRows());
        log.info("{}", learned.description());
        return Optional.of(learned);
    }

    private LbfgsSolver afterLocalSteps(
            Plan plan, PartitionedBlocks blocks, Optional<Correlations> correlations, Pulls pulls) {
        PartitionedBlocks distinct = blocks;
        if (plan.mergesEqualRows()) {
            jobs.describe("merging equal rows");
            distinct = blocks.distinct(plan.partBytes()).cached("training blocks of " + name + ", equal rows merged");
            blocks.release();
        }
        trained = distinct.scan();
        return quasiNewton(plan, trained, correlations, pulls);
    }

    private LbfgsSolver quasiNewton(Plan plan, BlockScan scan, Optional<Correlations> correlations, Pulls pulls) {
        Scaling scaling = plan.quasiNewtonScaling();
        Scaling onBlocks = plan.onBlocks(scaling);
        Penalty penalty = plan.penalty(scaling);
        Preconditioner preconditioner = correlations
                .flatMap(known -> known.preconditioner(penalty, settings.loss().curvatureBound()))
                .orElse(null);
        return new LbfgsSolver(
                new Objective(scan, settings.loss(), onBlocks, plan.sumBounds(), penalty, pulls.in(scaling), true),
                penalty.l1Strengths(),
                plan.bounds().box(scaling, plan.varying()),
                preconditioner,
                plan.goesToTheOptimum());
    }

    /**
     * Softmax does not change if the same number is added to the margins of all classes, so intercepts and unpenalized
     * coefficients are determined only up to a constant. The ones with mean 0 over the classes are reported, as in
     * MLlib. Source: J. Friedman, T. Hastie, R. Tibshirani, "Regularization Paths for Generalized Linear Models via
     * Coordinate Descent", 2010, section 4.
     */
    private void centerOverClasses(Plan plan, double strength, double[] coefficients, double[] intercepts) {
        int numClasses = plan.numClasses();
        if (strength == 0.0 && !plan.bounds().onCoefficients()) {
            for (int start = 0; start < coefficients.length; start += numClasses) {
                center(coefficients, start, numClasses);
            }
        }
        if (settings.fitIntercept() && !plan.bounds().onIntercepts()) {
            center(intercepts, 0, numClasses);
        }
    }

    /** Numbers near the largest double, as a start may have, overflow when means are subtracted. */
    private static void checkFinite(double[] coefficients, double[] intercepts) {
        boolean finite = Arrays.stream(coefficients).allMatch(Double::isFinite)
                && Arrays.stream(intercepts).allMatch(Double::isFinite);
        if (!finite) {
            throw new IllegalArgumentException(
                    "Coefficients and intercepts must be finite, but exceed the largest double"
                            + " after training. Scale the features (featuresCol), or the start (initialCoefficients,"
                            + " initialIntercepts) and bounds, if they are set, to moderate numbers.");
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
