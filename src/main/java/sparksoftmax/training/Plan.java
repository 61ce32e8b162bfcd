package sparksoftmax.training;

import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import sparksoftmax.block.FeatureMap;
import sparksoftmax.block.Storage;
import sparksoftmax.cluster.ClusterFacts;
import sparksoftmax.curvature.Correlations;
import sparksoftmax.curvature.EffectiveParameters;
import sparksoftmax.features.CoefficientBounds;
import sparksoftmax.features.DatasetStatistics;
import sparksoftmax.features.PartitionStatistics;
import sparksoftmax.features.Penalty;
import sparksoftmax.features.Regularization;
import sparksoftmax.features.Scaling;
import sparksoftmax.features.Scalings;
import sparksoftmax.features.SumBounds;
import sparksoftmax.features.VaryingFeatures;
import sparksoftmax.optim.LearningRateSchedule;

/**
 * All decisions about a fit, made from the settings, the statistics of the rows and the facts about the cluster. Making
 * a plan needs no Spark. {@link Trainer} carries the plan out and decides nothing more, except for what only the passes
 * can show: the step size found by trial, whether features are correlated, and when to stop. Immutable.
 */
public final class Plan {
    /**
     * The least share of non-zeros for which local steps use dense blocks, which are centered, with several rows per
     * step.
     */
    private static final double LOCALLY_DENSE_FROM = 0.15;

    /**
     * The most multiplications of a pass for which rows stay as they were read, in double precision: the driver needs 1
     * to 2 ms for them.
     */
    private static final double MOST_AS_READ = 1L << 20;

    /** The most multiplications of a pass over data that are so small that an optimum is always looked for. */
    private static final double TINY = 1L << 16;

    /**
     * With more features, as hashed text has, and no penalty, few rows are nearly always separable, and nobody expects
     * the arbitrarily large coefficients of their optimum.
     */
    private static final int MANY_FEATURES = 1024;

    /**
     * Solver auto goes to the optimum if that takes the driver's threads at most so many seconds: people compare the
     * coefficients of small data with those of other programs.
     */
    private static final double SECONDS_TO_THE_OPTIMUM = 0.3;

    private static final double ROWS_PER_PARAMETER = 2.0;

    /** The number of quasi-Newton passes to the optimum, in estimates of time. */
    private static final int PASSES_TO_THE_OPTIMUM = 100;

    /** The shares of the heap that packed rows on the driver may take, in local mode and otherwise. */
    private static final double LOCAL_SHARE = 1.0 / 5.0;

    private static final double DRIVER_SHARE = 1.0 / 8.0;

    /** The most bytes of packed rows that a cluster sends to the driver, unless the user sets another limit. */
    private static final double MOST_SENT = 256L << 20;

    /** The share of the limit on results of a job that packed rows may take: serialized rows are a little larger. */
    private static final double SHARE_OF_RESULT = 0.5;

    private static final int DENSE_BATCH_SIZE = 8;
    private static final int SPARSE_BATCH_SIZE = 1;

    /**
     * Solver auto makes {@link #LEAST_PASSES} passes of local steps, and for small data as many more as give this
     * number of rows in total. The figures behind it are in solvers.md.
     */
    private static final double LOCAL_ROWS = 80_000;

    private static final int LEAST_PASSES = 4;
    private static final int MOST_PASSES = 12;

    /** The usual number of quasi-Newton passes after those of local steps, unless {@code tol} is set. */
    private static final int FEW_PASSES = 10;

    /**
     * The share of a task's memory that blocks which it holds may take, and copies of rows. It is small since most of
     * the memory is for cached blocks, and since blocks may take twice their size: the garbage collector G1 gives whole
     * regions to large arrays.
     */
    private static final double TASK_SHARE = 1.0 / 16.0;

    private static final double MOST_BYTES_OF_BATCH = 64 << 20;

    private final TrainingSettings settings;
    private final ClusterFacts facts;
    private final int numClasses;
    private final ModelMemory memory;
    private final DatasetStatistics all;
    private final VaryingFeatures varying;
    private final DatasetStatistics statistics;
    private final CoefficientBounds bounds;
    private final Scalings scalings;
    private final SolverName solver;

    /** Whether solver auto goes on from an earlier model by a few passes of local steps, and no others. */
    private final boolean continuesLocally;

    /**
     * The number of passes of quasi-Newton steps, and no others, by which solver auto goes on from an earlier model.
     */
    private final int briefPasses;

    /** The number by which the penalty is multiplied, see {@link Continuation#penaltyFactor}. */
    private final double penaltyFactor;

    /** Whether a pass takes next to no time. */
    private final boolean small;

    private final PassCost cost;
    private final boolean onDriver;

    /** Whether solver auto goes on to the optimum, since the rows determine it, and that takes little time. */
    private final boolean optimumIsCheap;

    private final Storage storage;
    private final Scaling scaling;
    private final Partitioning partitioning;
    private final boolean mergesEqualRows;
    private final long mostRowsInPartition;

    /**
     * Makes the plan of a fit.
     *
     * @param settings the Params of the fit
     * @param numClasses K
     * @param all statistics of all features
     * @param partitions statistics of the partitions in which the rows were read
     * @param repeatsRows whether many rows are equal to others
     * @param continuation how training goes on from a model that remembers earlier rows; null if it does not
     * @param facts the facts about the cluster
     * @throws IllegalArgumentException if the bounds do not have the shape that the data need, or the model is too
     *     large for the driver's memory
     */
    public Plan(
            TrainingSettings settings,
            int numClasses,
            DatasetStatistics all,
            List<PartitionStatistics> partitions,
            boolean repeatsRows,
            Continuation continuation,
            ClusterFacts facts) {
        this.settings = settings;
        this.facts = facts;
        this.numClasses = numClasses;
        this.all = all;
        varying = all.varyingFeatures();
        statistics = all.of(varying);
        memory = new ModelMemory(numClasses, statistics.numFeatures(), facts);
        memory.check();
        bounds = settings.bounds().of(numClasses, all.numFeatures());
        scalings = scalings(settings.regularization());
        cost = PassCost.of(statistics, numClasses, isDense());
        onDriver = isOnDriver();
        small = (double) statistics.numStored() * numClasses <= MOST_AS_READ;
        continuesLocally =
                continuation != null && continuation.takesLocalSteps(settings, statistics.numFeatures(), numClasses);
        briefPasses = continuation == null || continuesLocally
                ? 0
                : continuation.mostPasses(settings, statistics.numFeatures());
        penaltyFactor = continuation == null ? 1.0 : continuation.penaltyFactor(statistics.weightSum());
        optimumIsCheap = isOptimumCheap() && isOptimumDetermined();
        solver = chosenSolver();
        memory.check(solver);
        boolean dense = solver.isLocal() ? isLocallyDense() : isDense();
        boolean rescales = solver.isLocal() || !small && isScaled() && (scalings.allowSinglePrecision(dense) || !dense);
        storage = !rescales ? Storage.AS_READ : storage(dense);
        scaling = scaling(dense);
        partitioning = onDriver
                ? Partitioning.onDriver(partitions, partitionsOnDriver(), solver.isLocal())
                : Partitioning.of(partitions, facts.cores(), facts.taskMemory(), solver.isLocal(), multiplications());
        mergesEqualRows = repeatsRows
                && takesQuasiNewtonSteps()
                && (storage == Storage.SPARSE_FLOAT || storage == Storage.SPARSE_DOUBLE);
        mostRowsInPartition = partitioning.mostRows(partitions);
    }

    private boolean isOptimumCheap() {
        return small || onDriver && PASSES_TO_THE_OPTIMUM * cost.seconds(facts.driverCores()) <= SECONDS_TO_THE_OPTIMUM;
    }

    /**
     * Whether the rows determine the optimum: there are at least {@value #ROWS_PER_PARAMETER} for each parameter that
     * the penalty leaves free. Otherwise the optimum fits noise, and predicts worse than a model before it.
     */
    private boolean isOptimumDetermined() {
        Scaling ofEqualCurvature = scalings.ofEqualCurvature();
        return (double) statistics.numStored() * numClasses <= TINY && isOptimumExpected()
                || settings.regularization().l1Share() > 0.0
                || new EffectiveParameters(statistics, ofEqualCurvature, scalings.penalty(ofEqualCurvature))
                                .number(Double.POSITIVE_INFINITY)
                        <= statistics.effectiveRows() / ROWS_PER_PARAMETER;
    }

    /** Whether people expect the optimum of tiny data even if these do not determine it. */
    private boolean isOptimumExpected() {
        return all.numFeatures() <= MANY_FEATURES || settings.regularization().l2() > 0.0;
    }

    /** Whether the rows fit into the driver's memory, and its threads need no more time for a pass than a Spark job. */
    private boolean isOnDriver() {
        if (bytes(all) > mostDriverBytes(settings, facts)) {
            return false;
        }
        return facts.inOneProcess()
                || cost.seconds(facts.driverCores()) <= PassCost.JOB_SECONDS + cost.seconds(facts.cores());
    }

    /** The most bytes of packed rows that are brought to the driver. */
    static double mostDriverBytes(TrainingSettings settings, ClusterFacts facts) {
        double set = settings.maxDriverDataInMB();
        if (set >= 0.0) {
            return set * (1 << 20);
        }
        return facts.inOneProcess()
                ? LOCAL_SHARE * facts.driverMemory()
                : Math.min(
                        Math.min(MOST_SENT, DRIVER_SHARE * facts.driverMemory()),
                        SHARE_OF_RESULT * facts.mostResultBytes());
    }

    /** The bytes of packed rows, as they were read or as they are trained on, whichever is more. */
    private double bytes(DatasetStatistics rows) {
        double cells = (double) rows.numRows() * rows.numFeatures();
        double stored = rows.numStored();
        double read = Math.min(Partitioning.BYTES_PER_VALUE * stored, Double.BYTES * cells);
        double converted = isDense() || isLocallyDense() ? Float.BYTES * cells : 2.0 * Float.BYTES * stored;
        return Math.max(read, converted)
                + (double) Partitioning.BYTES_PER_ROW * rows.numRows()
                + rows.distributionBytes();
    }

    /**
     * The number of partitions on the driver. In local mode it is the number that the master URL names, so that the
     * same program gives the same model on machines with more or fewer processors.
     */
    private int partitionsOnDriver() {
        return facts.inOneProcess() ? facts.cores() : facts.driverCores();
    }

    private SolverName chosenSolver() {
        if (settings.penaltySearch() != null) {
            return SolverName.LBFGS;
        }
        SolverName asked = PlanBeforeReading.askedFor(settings);
        boolean continues = settings.start().memory() != null;
        boolean localStepsPay = (continues || !optimumIsCheap)
                && scalings.allowSinglePrecision(isLocallyDense())
                && statistics.numFeatures() > 0;
        boolean quasiNewtonOnly = bounds.any() || continues && !continuesLocally || !localStepsPay;
        return asked == SolverName.AUTO && quasiNewtonOnly ? SolverName.LBFGS : asked;
    }

    /** The number of multiplications of a pass that skips zeros. */
    private double multiplications() {
        return statistics.density() * statistics.numRows() * statistics.numFeatures() * numClasses;
    }

    private boolean isLocallyDense() {
        return statistics.density() >= LOCALLY_DENSE_FROM;
    }

    private boolean isDense() {
        return statistics.density() >= facts.denseFrom() || isLocallyDense() && !scalings.allowSinglePrecision(false);
    }

    /** Whether the solver works on scaled features, rather than on features as they were read. */
    private boolean isScaled() {
        return solver == SolverName.LBFGS
                || settings.stepSize().isEmpty()
                || settings.regularization().standardization();
    }

    private Storage storage(boolean dense) {
        if (dense) {
            return Storage.DENSE_FLOAT;
        }
        // Local steps always use single precision, even if the means are large.
        boolean single = solver.isLocal() || scalings.allowSinglePrecision(false);
        return single ? Storage.SPARSE_FLOAT : Storage.SPARSE_DOUBLE;
    }

    private Scaling scaling(boolean dense) {
        boolean given = settings.stepSize().isPresent();
        return switch (solver) {
            case SGD -> given ? scalings.asAskedFor(true) : scalings.ofEqualCurvature();
            case LBFGS -> briefPasses > 0 ? scalings.evenlySpread(dense) : scalings.ofEqualCurvature();
            case LOCAL_SGD -> given ? scalings.asAskedFor(dense) : scalings.evenlySpread(dense);
            case AUTO -> scalings.evenlySpread(dense);
        };
    }

    /** The settings that the plan is made from. */
    TrainingSettings settings() {
        return settings;
    }

    /** K. */
    int numClasses() {
        return numClasses;
    }

    /** The statistics of all features. */
    DatasetStatistics allStatistics() {
        return all;
    }

    /** The statistics of the varying features. */
    DatasetStatistics statistics() {
        return statistics;
    }

    /** The varying features, which are those that are trained on. */
    VaryingFeatures varying() {
        return varying;
    }

    /** The bounds on coefficients and intercepts. */
    CoefficientBounds bounds() {
        return bounds;
    }

    /**
     * The solver; here {@code auto} always means local steps, followed by quasi-Newton steps unless
     * {@link #continuesLocally}.
     */
    SolverName solver() {
        return solver;
    }

    /** Whether the blocks are brought to the driver, whose threads then make all passes without Spark jobs. */
    boolean onDriver() {
        return onDriver;
    }

    /** The number of threads that work on the driver. */
    int driverThreads() {
        return facts.driverCores();
    }

    /** Whether solver auto goes on from an earlier model by a few passes of local steps, and no others. */
    boolean continuesLocally() {
        return continuesLocally && solver == SolverName.AUTO;
    }

    /**
     * The number of passes of quasi-Newton steps, and no others, by which solver auto goes on from an earlier model; 0
     * if there is no such limit.
     */
    int briefPasses() {
        return briefPasses;
    }

    /** How the blocks store features. */
    Storage storage() {
        return storage;
    }

    /** How the rows are distributed over partitions. */
    Partitioning partitioning() {
        return partitioning;
    }

    /** Whether equal rows are merged into one before quasi-Newton steps. */
    boolean mergesEqualRows() {
        return mergesEqualRows;
    }

    /** The scaling of the parameters with which the solver starts. */
    Scaling scaling() {
        return scaling;
    }

    /** {@link #scaling} relative to the features as the blocks store them. */
    Scaling scalingOnBlocks() {
        return onBlocks(scaling);
    }

    /**
     * The scaling for quasi-Newton steps. Where they are few, rare features must not be made large, as in local steps:
     * these have little to say.
     */
    Scaling quasiNewtonScaling() {
        return briefPasses > 0 ? scaling : scalings.ofEqualCurvature();
    }

    /** The number by which the values of varying feature {@code j} are multiplied in the blocks. */
    double storedScale(int j) {
        return storage == Storage.AS_READ ? 1.0 : scaling.scale()[j];
    }

    /** The scaling {@code other} relative to the features as the blocks store them. */
    Scaling onBlocks(Scaling other) {
        return storage == Storage.AS_READ ? other : other.onBlocksOf(scaling, storage.isCentered());
    }

    /** The scalings for another penalty than that of the settings. */
    Scalings scalings(Regularization penalty) {
        return new Scalings(
                statistics,
                penalty,
                settings.loss().curvatureBound(),
                numClasses,
                settings.fitIntercept(),
                settings.fitIntercept() && !bounds.onIntercepts());
    }

    /** The parameters of the model that predicts the class frequencies, in {@link #scaling}. */
    double[] nullModel() {
        double[] intercepts = settings.fitIntercept() ? all.logClassWeights(numClasses) : new double[numClasses];
        return scaling.parameters(new double[statistics.numFeatures() * numClasses], intercepts);
    }

    /** The number of models for which the driver has the memory that quasi-Newton steps need; at least 1. */
    int mostModelsAtOnce() {
        return memory.mostQuasiNewton();
    }

    /** The penalty on the parameters of a scaling. */
    Penalty penalty(Scaling of) {
        Penalty penalty = scalings.penalty(of);
        return penaltyFactor == 1.0 ? penalty : penalty.times(penaltyFactor);
    }

    /**
     * The number by which each feature is divided where the penalty and a random start apply: its standard deviation
     * with standardization, else 1.
     */
    double[] layerScale() {
        return scalings.layerScale();
    }

    /** Whether the blocks have to be converted, to leave constant features out or to store features in another way. */
    boolean mapsFeatures() {
        return storage != Storage.AS_READ || !varying.isAll();
    }

    /** The map from the features that were read to those that are trained on, as they were read. */
    FeatureMap selection() {
        return FeatureMap.selecting(varying.columns(), varying.numFeatures());
    }

    /** The map from the features that were read to those that the blocks store. */
    FeatureMap featureMap() {
        return storage == Storage.AS_READ
                ? selection()
                : selection().standardizing(scaling.scale(), scaling.center(), weightUnit(), storage);
    }

    /**
     * The unit of the weights in the blocks: the mean weight if blocks are in single precision, so that very large or
     * small weights cause no overflow or underflow.
     */
    double weightUnit() {
        return storage == Storage.AS_READ ? 1.0 : statistics.weightSum() / statistics.numRows();
    }

    /** Bounds on sums over the blocks. */
    SumBounds sumBounds() {
        return SumBounds.of(statistics, scaling, storage, weightUnit());
    }

    /** The number of mini-batches in a pass; 1 for full-batch training. There are no more than rows. */
    int stepsPerPass() {
        return (int) Math.min(PlanBeforeReading.stepsPerPass(settings), statistics.numRows());
    }

    /** The number of rows in a local step: as many as asked for, if a partition has them and a task can hold them. */
    int batchSize() {
        int asked = settings.batchSize().orElse(storage.isCentered() ? DENSE_BATCH_SIZE : SPARSE_BATCH_SIZE);
        return (int) Math.max(1L, Math.min(Math.min(asked, mostRowsInPartition), mostRowsOfBatch()));
    }

    /** The number of rows of which a local step can hold copies and margins in memory. */
    private long mostRowsOfBatch() {
        double numValues = (storage.isCentered() ? statistics.numFeatures() : 0.0) + 3.0 * numClasses;
        double ofDistribution = (double) statistics.distributionBytes() / statistics.numRows();
        double bytesOfRow = Float.BYTES * numValues + Partitioning.BYTES_PER_ROW + ofDistribution;
        return (long) (Math.min(MOST_BYTES_OF_BATCH, partBytes()) / bytesOfRow);
    }

    /** The most bytes of blocks that a task holds at once, where it needs several. */
    long partBytes() {
        return (long) (TASK_SHARE * facts.taskMemory());
    }

    /** What the user should know about this plan, one sentence each. */
    List<String> warnings() {
        List<String> sentences = new PlanWarnings(
                        settings, solver, stepsPerPass(), batchSize(), mostRowsInPartition, statistics.numRows())
                .sentences();
        memory.warningOfHeap(solver).ifPresent(sentences::add);
        if (!onDriver) {
            memory.warningOfResults().ifPresent(sentences::add);
        }
        return sentences;
    }

    /**
     * The schedule of the step size. If the user sets neither a step size nor a schedule, local steps let the step size
     * fall to 0, and with it the noise of steps on few rows.
     */
    LearningRateSchedule schedule() {
        if (solver == SolverName.AUTO
                || solver == SolverName.LOCAL_SGD
                        && settings.schedule() == null
                        && settings.stepSize().isEmpty()) {
            return LearningRateSchedule.LINEAR;
        }
        return settings.schedule() == null ? LearningRateSchedule.CONSTANT : settings.schedule();
    }

    /** The number of passes of local steps. */
    int localPasses() {
        return solver == SolverName.AUTO
                ? (int) Math.min(
                        settings.maxIter(),
                        Math.min(MOST_PASSES, LEAST_PASSES + Math.round(LOCAL_ROWS / statistics.numRows())))
                : settings.maxIter();
    }

    /**
     * Whether quasi-Newton steps go on until they are as near to the optimum as those of {@code LogisticRegression}.
     * Solver {@code auto} without {@code tol} does so only where that takes little time.
     */
    boolean goesToTheOptimum() {
        return settings.solver() == SolverName.LBFGS
                || settings.tolGiven()
                || optimumIsCheap && settings.start().memory() == null;
    }

    /**
     * Whether the correlations of the features are estimated first. If they are weak, solver {@code auto} takes
     * quasi-Newton steps only; if they are strong, quasi-Newton steps use them.
     */
    boolean learnsCorrelations() {
        boolean smooth = settings.regularization().l1() == 0.0 && !bounds.any();
        double cells = (double) statistics.numRows() * statistics.numFeatures() * numClasses;
        double arithmetic = 4.0 * cells * Math.min(1.0, statistics.density() / facts.denseFrom());
        double passCost = arithmetic + (onDriver ? 0.0 : Correlations.JOB);
        int remaining = settings.maxIter() - (solver == SolverName.AUTO ? localPasses() : 0);
        int numPasses = solver == SolverName.AUTO && !settings.tolGiven() ? Math.min(FEW_PASSES, remaining) : remaining;
        return smooth
                && !small
                && takesQuasiNewtonSteps()
                && isLocallyDense()
                && Correlations.areWorthLearning(statistics.numFeatures(), statistics.numRows(), passCost, numPasses);
    }

    /** Whether the validation rows are so few that they are collected to the driver and stay as they were read. */
    boolean validatesAsRead(DatasetStatistics validation) {
        return (double) validation.numStored() * numClasses <= MOST_AS_READ;
    }

    /** Whether the driver makes the passes over the validation rows, as it does those over the training rows. */
    boolean validatesOnDriver(DatasetStatistics validation) {
        return onDriver && bytes(all) + bytes(validation) <= mostDriverBytes(settings, facts);
    }

    /** How the validation rows are distributed over partitions. */
    Partitioning validationPartitioning(List<PartitionStatistics> validation) {
        double stored =
                validation.stream().mapToDouble(PartitionStatistics::numStored).sum();
        return Partitioning.of(validation, facts.cores(), facts.taskMemory(), false, stored * numClasses);
    }

    /** Whether quasi-Newton steps are planned: for solver auto, if passes and the driver's memory are left for them. */
    private boolean takesQuasiNewtonSteps() {
        return switch (solver) {
            case LBFGS -> true;
            case AUTO -> localPasses() < settings.maxIter() && driverHoldsQuasiNewton() && !continuesLocally;
            case SGD, LOCAL_SGD -> false;
        };
    }

    /** Whether the driver has enough memory for quasi-Newton steps after local steps. */
    boolean driverHoldsQuasiNewton() {
        return memory.holdsQuasiNewton();
    }

    /**
     * Whether training starts at the intercepts that predict the class frequencies, as it does in MLlib. This saves
     * passes for solvers that go to the optimum.
     */
    boolean startsAtClassShares() {
        Start start = settings.start();
        SolverName asked = PlanBeforeReading.askedFor(settings);
        return settings.fitIntercept()
                && start.coefficients() == null
                && start.intercepts() == null
                && !start.initializationGiven()
                && (asked == SolverName.AUTO || asked == SolverName.LBFGS);
    }

    /** The plan in one line, for the log. */
    public String description() {
        StringJoiner line = new StringJoiner(", ", "Plan: ", ".");
        line.add(
                switch (solver) {
                    case AUTO ->
                        "solver auto takes " + localPasses() + " passes of local steps of " + rows(batchSize())
                                + (takesQuasiNewtonSteps()
                                        ? " and then quasi-Newton steps"
                                        : driverHoldsQuasiNewton() || continuesLocally
                                                ? ""
                                                : " and no quasi-Newton steps, for which the driver's memory is too"
                                                        + " small");
                    case LOCAL_SGD -> "solver localSgd takes local steps of " + rows(batchSize());
                    case SGD ->
                        "solver sgd takes " + stepsPerPass() + (stepsPerPass() == 1 ? " step" : " steps")
                                + " per pass by step rule "
                                + settings.optimizer().paramValue()
                                + (settings.solver() == SolverName.SGD
                                        ? ""
                                        : " (solver is auto, but stepSize is set, or optimizer, learningRateSchedule or"
                                                + " miniBatchFraction is not the default)");
                    case LBFGS -> "solver " + settings.solver() + " takes quasi-Newton steps";
                });
        line.add(statistics.numRows() + " rows x " + varying.numFeatures() + " features ("
                + statistics.numFeatures() + " vary, " + percent(statistics.density()) + " not zero) x " + numClasses
                + " classes");
        line.add(onDriver ? "all passes on the driver, without Spark jobs" : "passes on the cluster");
        line.add(storage.description());
        line.add(partitioning.description());
        if (mergesEqualRows) {
            line.add("equal rows merged");
        }
        if (learnsCorrelations()) {
            line.add("correlations of features estimated first");
        }
        line.add("at most " + settings.maxIter() + " passes");
        return line.toString();
    }

    private static String rows(int number) {
        return number + (number == 1 ? " row" : " rows");
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.3g %%", 100.0 * share);
    }
}
