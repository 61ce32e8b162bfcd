package sparksoftmax.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import sparksoftmax.block.Block;
import sparksoftmax.block.BlockBuilder;
import sparksoftmax.cluster.ClusterFacts;
import sparksoftmax.features.DatasetStatistics;
import sparksoftmax.features.FeatureMoments;
import sparksoftmax.features.PartitionStatistics;
import sparksoftmax.features.Regularization;
import sparksoftmax.loss.FusedLoss;
import sparksoftmax.optim.LearningRateSchedule;
import sparksoftmax.optim.Optimizer;
import sparksoftmax.rows.Packing;

/**
 * A data set that exists only as its statistics, with the settings of a fit, to make plans of. A small block of rows
 * stands for all: the partitions count it as often as they have rows, and the features' moments are its own, with its
 * weights those of all rows. Unless changed: 4 cores, 4 partitions of as many rows, 4 GB, a kernel with the Vector API,
 * and the estimator's defaults. Mutable, each method returns this.
 */
final class PlannedData {
    static final double WITH_VECTOR_API = 0.25;
    static final double WITHOUT_VECTOR_API = 0.15;

    private static final int LEAST_ROWS_OF_A_BLOCK = 100;

    private final long numRows;
    private final int numFeatures;
    private final int numClasses;
    private int perRow;
    private int numConstant;
    private int numEverywhere;
    private double mean;
    private int numPartitions = 4;
    private long[] rowsOfPartitions;
    private boolean groupedByClass;
    private boolean repeats;
    private int cores = 4;
    private long driverMemory = 4L << 30;
    private long taskMemory = 4L << 30;
    private double denseFrom = WITH_VECTOR_API;

    private SolverName solver = SolverName.AUTO;
    private int maxIter = 100;
    private boolean tolGiven;
    private double regParam;
    private double elasticNetParam;
    private boolean standardization = true;
    private boolean fitIntercept = true;
    private Optimizer optimizer = Optimizer.SGD;
    private OptionalDouble stepSize = OptionalDouble.empty();
    private LearningRateSchedule schedule;
    private double miniBatchFraction = 1.0;
    private OptionalInt batchSize = OptionalInt.empty();
    private double maxBlockSizeInMB;
    private double maxDriverDataInMB;
    private boolean inOneProcess;
    private int driverCores = 2;
    private long mostResultBytes = 1L << 30;
    private Start start = Start.DEFAULT;
    private GivenBounds bounds = GivenBounds.NONE;

    PlannedData(long numRows, int numFeatures, int numClasses) {
        this.numRows = numRows;
        this.numFeatures = numFeatures;
        this.numClasses = numClasses;
        perRow = numFeatures;
    }

    // The data.

    /** So many features of a row are not 0. */
    PlannedData perRow(int count) {
        perRow = count;
        return this;
    }

    /** The last so many features are 3 in every row. */
    PlannedData constant(int count) {
        numConstant = count;
        return this;
    }

    /** The first feature has a value in every row, the others are sparse. */
    PlannedData firstFeatureEverywhere() {
        numEverywhere = 1;
        return this;
    }

    /** The mean of the first feature, whose deviation is about 1. */
    PlannedData mean(double value) {
        mean = value;
        return this;
    }

    PlannedData partitions(int count) {
        numPartitions = count;
        return this;
    }

    /** Partition p has {@code parts[p]} of the sum of all parts. */
    PlannedData partitionsOf(long... parts) {
        long sum = Arrays.stream(parts).sum();
        rowsOfPartitions =
                Arrays.stream(parts).map(part -> numRows * part / sum).toArray();
        numPartitions = parts.length;
        return this;
    }

    /** Of so many partitions the first few have rows. */
    PlannedData partitionsWithRows(int count, int withRows) {
        return partitionsOf(
                IntStream.range(0, count).mapToLong(p -> p < withRows ? 1L : 0L).toArray());
    }

    /** All rows of a partition have one label. */
    PlannedData groupedByClass() {
        groupedByClass = true;
        return this;
    }

    PlannedData repeatsRows() {
        repeats = true;
        return this;
    }

    // The cluster.

    PlannedData cores(int count) {
        cores = count;
        return this;
    }

    PlannedData driverMemory(long bytes) {
        driverMemory = bytes;
        return this;
    }

    PlannedData taskMemory(long bytes) {
        taskMemory = bytes;
        return this;
    }

    PlannedData withoutVectorApi() {
        denseFrom = WITHOUT_VECTOR_API;
        return this;
    }

    // The settings.

    PlannedData solver(SolverName name) {
        solver = name;
        return this;
    }

    PlannedData maxIter(int passes) {
        maxIter = passes;
        return this;
    }

    PlannedData tolGiven() {
        tolGiven = true;
        return this;
    }

    PlannedData regParam(double strength) {
        regParam = strength;
        return this;
    }

    PlannedData elasticNetParam(double share) {
        elasticNetParam = share;
        return this;
    }

    PlannedData noStandardization() {
        standardization = false;
        return this;
    }

    PlannedData noIntercept() {
        fitIntercept = false;
        return this;
    }

    PlannedData optimizer(Optimizer rule) {
        optimizer = rule;
        return this;
    }

    PlannedData stepSize(double size) {
        stepSize = OptionalDouble.of(size);
        return this;
    }

    PlannedData schedule(LearningRateSchedule given) {
        schedule = given;
        return this;
    }

    PlannedData miniBatchFraction(double fraction) {
        miniBatchFraction = fraction;
        return this;
    }

    PlannedData batchSize(int rows) {
        batchSize = OptionalInt.of(rows);
        return this;
    }

    PlannedData maxDriverDataInMB(double size) {
        maxDriverDataInMB = size;
        return this;
    }

    PlannedData inOneProcess() {
        inOneProcess = true;
        return this;
    }

    PlannedData mostResultBytes(long bytes) {
        mostResultBytes = bytes;
        return this;
    }

    PlannedData driverCores(int number) {
        driverCores = number;
        return this;
    }

    PlannedData maxBlockSizeInMB(double size) {
        maxBlockSizeInMB = size;
        return this;
    }

    PlannedData start(Start given) {
        start = given;
        return this;
    }

    PlannedData bounds(GivenBounds given) {
        bounds = given;
        return this;
    }

    /** Coefficients of at least 0. */
    PlannedData nonNegativeCoefficients() {
        return bounds(new GivenBounds(coefficients("lowerBoundsOnCoefficients", 0.0), null, null, null));
    }

    /** Intercepts of at most 1. */
    PlannedData boundedIntercepts() {
        return bounds(new GivenBounds(null, null, null, intercepts("upperBoundsOnIntercepts", 1.0)));
    }

    Given coefficients(String param, double value) {
        double[] values = new double[numClasses * numFeatures];
        Arrays.fill(values, value);
        return new Given(param, numClasses, numFeatures, values);
    }

    Given intercepts(String param, double value) {
        double[] values = new double[numClasses];
        Arrays.fill(values, value);
        return Given.vector(param, values);
    }

    TrainingSettings settings() {
        return new TrainingSettings(
                solver,
                maxIter,
                1e-6,
                tolGiven,
                new Regularization(regParam, elasticNetParam, standardization),
                fitIntercept,
                new FusedLoss(),
                optimizer,
                stepSize,
                schedule,
                miniBatchFraction,
                batchSize,
                2,
                maxBlockSizeInMB,
                maxDriverDataInMB,
                7L,
                start,
                bounds,
                ClassWeighting.NONE,
                true,
                new EarlyStopping(5, 1e-3),
                null);
    }

    // What follows.

    Plan plan() {
        List<PartitionStatistics> partitions = partitions();
        return new Plan(
                settings(),
                numClasses,
                DatasetStatistics.of(partitions, moments()),
                partitions,
                repeats,
                null,
                facts());
    }

    ClusterFacts facts() {
        return new ClusterFacts(cores, driverMemory, taskMemory, denseFrom, inOneProcess, driverCores, mostResultBytes);
    }

    Packing packing() {
        return PlanBeforeReading.packing(settings(), facts());
    }

    /** Statistics without moments, as rows to validate on have them. */
    DatasetStatistics statisticsOnly() {
        return DatasetStatistics.of(partitions(), null);
    }

    List<PartitionStatistics> partitions() {
        long[] rows = rowsOfPartitions != null
                ? rowsOfPartitions
                : IntStream.range(0, numPartitions)
                        .mapToLong(p -> numRows / numPartitions + (p < numRows % numPartitions ? 1 : 0))
                        .toArray();
        Block mixed = block(blockRows(), i -> i % numClasses);
        List<PartitionStatistics> partitions = new ArrayList<>();
        for (int p = 0; p < rows.length; p++) {
            int label = p % numClasses;
            partitions.add(partition(rows[p], groupedByClass ? block(blockRows(), i -> label) : mixed, label));
        }
        return partitions;
    }

    private PartitionStatistics partition(long rows, Block whole, int label) {
        PartitionStatistics.Collector collector = new PartitionStatistics.Collector(false);
        if (rows == 0) {
            return collector.statistics();
        }
        for (long left = rows; left > 0; left -= whole.numRows()) {
            collector.add(
                    left >= whole.numRows()
                            ? whole
                            : block((int) left, groupedByClass ? i -> label : i -> i % numClasses));
        }
        return collector.statistics();
    }

    private FeatureMoments moments() {
        Block block = block(blockRows(), i -> 0);
        double[] weights = new double[block.numRows()];
        Arrays.fill(weights, (double) numRows / weights.length);
        PartitionStatistics.Collector collector = new PartitionStatistics.Collector(true);
        collector.add(block.withTargets(block.targets().withWeights(weights)));
        FeatureMoments moments = new FeatureMoments(0, numFeatures);
        moments.add(collector.moments());
        return moments;
    }

    /** So many that every feature has a value in some row, and every class a row. */
    private int blockRows() {
        return (int) Math.min(
                numRows, Math.max(Math.max(LEAST_ROWS_OF_A_BLOCK, numClasses), 2L * numFeatures / Math.max(1, perRow)));
    }

    /** Rows whose non-zeros move on from row to row. */
    private Block block(int rows, IntUnaryOperator label) {
        Random random = new Random(11L);
        BlockBuilder builder = new BlockBuilder(numFeatures);
        int varying = numFeatures - numConstant - numEverywhere;
        for (int i = 0; i < rows; i++) {
            double[] values = new double[numFeatures];
            for (int p = 0; p < Math.min(perRow, varying); p++) {
                values[numEverywhere + (int) (((long) i * perRow + p) % varying)] = random.nextGaussian();
            }
            if (numEverywhere > 0) {
                values[0] = random.nextGaussian();
            }
            if (mean != 0.0) {
                values[0] += mean;
            }
            Arrays.fill(values, numFeatures - numConstant, numFeatures, 3.0);
            builder.addDense(label.applyAsInt(i), 1.0, values);
        }
        return builder.build();
    }
}
