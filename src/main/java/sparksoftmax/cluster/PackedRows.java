package sparksoftmax.cluster;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import sparksoftmax.block.Block;
import sparksoftmax.block.Targets;
import sparksoftmax.features.DatasetStatistics;
import sparksoftmax.features.FeatureMoments;
import sparksoftmax.features.PartitionStatistics;
import sparksoftmax.rows.InputChangedException;
import sparksoftmax.rows.InputColumns;
import sparksoftmax.rows.NoTrainingRowsException;
import sparksoftmax.rows.PackedElement;
import sparksoftmax.rows.Packing;
import sparksoftmax.rows.PartitionPacker;
import sparksoftmax.rows.RowDecoder;

/**
 * The training and validation rows of a data set, which were read, checked and packed into cached blocks in one scan of
 * the source, and their statistics. Immutable, except that the driver lets blocks go that it no longer needs.
 */
public final class PackedRows {
    /** If the moments of all partitions together take more bytes than this, they are merged on the executors. */
    private static final long MOMENT_BYTES = 16L << 20;

    private static final double LEAST_STD = 1e-300;

    /** The RDDs that are cached for these rows. */
    private final List<JavaRDD<?>> cached;

    private final JavaRDD<Block> training;
    private final List<PartitionReport> trainingReports;
    private final JavaRDD<Block> validation;
    private final List<PartitionReport> validationReports;
    private final DatasetStatistics statistics;

    /** The number of partitions that were read; the one after them, if there is one, has rows that were added. */
    private final int numPartitionsRead;

    /** The elements of each partition, if they were handed over to the driver; else null. */
    private List<List<PackedElement>> handedOver;

    private PackedRows(
            List<JavaRDD<?>> cached,
            List<List<PackedElement>> handedOver,
            JavaRDD<Block> training,
            List<PartitionReport> trainingReports,
            JavaRDD<Block> validation,
            List<PartitionReport> validationReports,
            DatasetStatistics statistics,
            int numPartitionsRead) {
        this.numPartitionsRead = numPartitionsRead;
        this.cached = cached;
        this.handedOver = handedOver;
        this.training = training;
        this.trainingReports = trainingReports;
        this.validation = validation;
        this.validationReports = validationReports;
        this.statistics = statistics;
    }

    /**
     * Reads a data set.
     *
     * @param dataset the data set
     * @param columns the columns to read
     * @param packing how rows are packed
     * @param name the name of the cached blocks on Spark's storage page
     * @param scope the scope in which they are cached
     * @param mostHandedOver in local mode, the driver keeps references to the blocks if they take at most so many bytes
     * @throws NoTrainingRowsException if there is no training row of positive weight
     * @throws IllegalArgumentException if a row cannot be trained on, or weights are too large or too small for sums
     */
    public static PackedRows read(
            Dataset<?> dataset,
            InputColumns columns,
            Packing packing,
            String name,
            FitScope scope,
            long mostHandedOver) {
        return read(dataset, columns, null, packing, name, scope, mostHandedOver, MOMENT_BYTES);
    }

    /**
     * Does the same, and adds training rows.
     *
     * @param added the rows to add, as a partition of their own, unless they have another number of features; null if
     *     there are none
     */
    public static PackedRows read(
            Dataset<?> dataset,
            InputColumns columns,
            Block added,
            Packing packing,
            String name,
            FitScope scope,
            long mostHandedOver) {
        return read(dataset, columns, added, packing, name, scope, mostHandedOver, MOMENT_BYTES);
    }

    /**
     * Does the same with another limit.
     *
     * @param momentBytes if the moments of all partitions together take more bytes than this, they are merged on the
     *     executors
     */
    static PackedRows read(
            Dataset<?> dataset,
            InputColumns columns,
            Block added,
            Packing packing,
            String name,
            FitScope scope,
            long mostHandedOver,
            long momentBytes) {
        SparkContext context = dataset.sparkSession().sparkContext();
        JavaRDD<PackedElement> read = InputPartitions.of(
                        columns.select(dataset), ClusterFacts.of(context).cores())
                .mapPartitionsWithIndex(
                        (partition, rows) -> PartitionPacker.pack(partition, rows, columns, packing), true);
        int numRead = read.getNumPartitions();
        JavaRDD<PackedElement> packed =
                scope.cache(added == null ? read : read.union(partition(added, context, scope)), name);
        long mostBytes = momentBytes / Math.max(1, packed.getNumPartitions());
        List<PartitionReport> reports;
        List<List<PackedElement>> handedOver;
        try (HandOver<PackedElement> receiver = HandOver.open(context.isLocal() ? mostHandedOver : 0L)) {
            reports = reports(packed, mostBytes, receiver.number());
            handedOver = receiver.partitions(reports.size());
        }
        int numFeatures = check(reports.subList(0, numRead), columns);
        if (added != null && numFeatures >= 0 && numFeatures != added.numFeatures()) {
            // The fit will say which number of features is wrong.
            packed = read;
            reports = reports.subList(0, numRead);
            handedOver = null;
        }
        checkHandedOver(handedOver, reports);
        long[] fingerprints =
                reports.stream().mapToLong(report -> report.end.fingerprint()).toArray();
        JavaRDD<Block> training = blocks(packed, false, fingerprints);
        PackedRows rows = new PackedRows(
                List.of(packed),
                handedOver,
                training,
                reports,
                blocks(packed, true, fingerprints),
                reports,
                statistics(training, reports),
                numRead);
        rows.checkTraining(columns);
        return rows;
    }

    private static JavaRDD<PackedElement> partition(Block added, SparkContext context, FitScope scope) {
        Broadcast<Block> broadcast = scope.broadcast(context, added);
        return JavaSparkContext.fromSparkContext(context)
                .parallelize(List.of(0), 1)
                .flatMap(partition -> PackedElement.partition(broadcast.value()).iterator());
    }

    private static List<PartitionReport> reports(JavaRDD<PackedElement> packed, long mostBytes, long receiver) {
        return packed.mapPartitionsWithIndex(
                        (partition, elements) -> List.of(
                                        PartitionReport.of(elements, mostBytes, HandOver.of(receiver, partition)))
                                .iterator(),
                        true)
                .collect();
    }

    private static JavaRDD<Block> blocks(JavaRDD<PackedElement> packed, boolean validation, long[] fingerprints) {
        return packed.mapPartitionsWithIndex(
                (partition, elements) -> new CheckedBlocks(elements, validation, partition, fingerprints[partition]),
                true);
    }

    private static DatasetStatistics statistics(JavaRDD<Block> training, List<PartitionReport> reports) {
        List<PartitionStatistics> partitions =
                reports.stream().map(report -> report.training).toList();
        int numFeatures = partitions.stream()
                .mapToInt(PartitionStatistics::numFeatures)
                .max()
                .orElse(-1);
        FeatureMoments moments;
        if (reports.stream().anyMatch(report -> report.momentsAreLarge)) {
            moments = MomentShuffle.merge(training, numFeatures);
        } else {
            moments = new FeatureMoments(0, Math.max(0, numFeatures));
            reports.stream().filter(report -> report.moments != null).forEach(report -> moments.add(report.moments));
        }
        return DatasetStatistics.of(partitions, moments);
    }

    /**
     * Reports the first problem in the order of the partitions.
     *
     * @return the number of features; -1 if there are no rows
     */
    private static int check(List<PartitionReport> reports, InputColumns columns) {
        int[] sizes = null;
        for (PartitionReport report : reports) {
            if (report.end.problem() != null) {
                throw new IllegalArgumentException(report.end.problem());
            }
            int[] found = report.end.sizes();
            if (sizes != null && found != null && !Arrays.equals(sizes, found)) {
                throw new IllegalArgumentException(RowDecoder.sizeMismatchMessage(columns, sizes, found));
            }
            sizes = found == null ? sizes : found;
        }
        return sizes == null ? -1 : Arrays.stream(sizes).sum();
    }

    /** A repeated task may have handed over other rows than those that are reported. */
    private static void checkHandedOver(List<List<PackedElement>> handedOver, List<PartitionReport> reports) {
        for (int p = 0; handedOver != null && p < reports.size(); p++) {
            List<PackedElement> elements = handedOver.get(p);
            if (elements.get(elements.size() - 1).fingerprint()
                    != reports.get(p).end.fingerprint()) {
                throw new InputChangedException(p);
            }
        }
    }

    private void checkTraining(InputColumns columns) {
        List<PartitionReport> read = trainingReports.subList(0, numPartitionsRead);
        if (read.stream().noneMatch(report -> report.end.sawTraining())) {
            throw new NoTrainingRowsException(
                    columns.validation() == null
                            ? "ML algorithm was given empty dataset. At least one row is needed." + skipped()
                            : "There must be training rows, but column '" + columns.validation()
                                    + "' (validationIndicatorCol) is true for all rows, or there are no rows."
                                    + skipped());
        }
        if (read.stream().allMatch(report -> report.training.numRows() == 0)) {
            throw new NoTrainingRowsException(allWeightsZero(columns));
        }
        checkWeights(statistics, "column '" + columns.weight() + "'");
        checkFeatures(statistics, columns);
    }

    private String skipped() {
        return numSkipped() == 0
                ? ""
                : " Rows with invalid features were left out, since handleInvalid is skip: " + numSkipped() + ".";
    }

    /** Coefficients are divided by standard deviations, so that both must be doubles. */
    private static void checkFeatures(DatasetStatistics statistics, InputColumns columns) {
        for (int j = 0; j < statistics.numFeatures(); j++) {
            double std = statistics.std(j);
            boolean inRange = std == 0.0 || std >= LEAST_STD && std <= 1.0 / LEAST_STD;
            if (!inRange || !Double.isFinite(statistics.mean()[j])) {
                throw new IllegalArgumentException("The standard deviation of a feature MUST be 0, or between "
                        + LEAST_STD + " and "
                        + 1.0 / LEAST_STD + ", and its mean finite, but feature " + j + " has standard deviation "
                        + std + " and mean " + statistics.mean()[j] + " (" + columns.describeFeatures()
                        + "). Multiply or divide the feature by a power of 10, so that its values are moderate"
                        + " numbers.");
            }
        }
    }

    /**
     * Checks that there are validation rows, with weights that can be summed up.
     *
     * @throws IllegalArgumentException if not
     */
    public void checkValidation(InputColumns columns) {
        if (validationReports.stream().noneMatch(report -> report.end.sawValidation())) {
            throw new IllegalArgumentException("There must be validation rows, but column '" + columns.validation()
                    + "' (validationIndicatorCol) is not true for any row.");
        }
        DatasetStatistics ofValidation = validationStatistics();
        if (ofValidation.numRows() == 0) {
            throw new IllegalArgumentException(allWeightsZero(columns));
        }
        checkWeights(ofValidation, "column '" + columns.weight() + "'");
    }

    private static String allWeightsZero(InputColumns columns) {
        return "Weights MUST NOT all be zero, but every row has weight 0.0 (column '" + columns.weight()
                + "'). A row of weight 0 does not count.";
    }

    private static void checkWeights(DatasetStatistics statistics, String source) {
        if (!statistics.hasFiniteWeights()) {
            throw new IllegalArgumentException("The squares of the weights MUST have a finite sum, but it overflows ("
                    + source + "). Only the ratios of weights matter: divide all weights by the same number.");
        }
        if (statistics.hasTinyWeights()) {
            throw new IllegalArgumentException(
                    "Weights MUST NOT be so small that sums over them lose their digits, but all together are only "
                            + statistics.weightSum() + " (" + source
                            + "). Only the ratios of weights matter: multiply all weights by the same number.");
        }
    }

    /**
     * The same rows, where the weight of every training row is multiplied by the factor of its class, as
     * {@link sparksoftmax.block.Targets#weightedByClass} says, with new statistics.
     *
     * @param factors one factor for each class, greater than 0
     * @param scope the scope in which the new blocks are cached
     * @throws IllegalArgumentException if the new weights are too large or too small for sums
     */
    public PackedRows weighted(double[] factors, FitScope scope) {
        JavaRDD<Block> weighted = scope.cache(
                training.map(block -> block.withTargets(block.targets().weightedByClass(factors))),
                "training blocks, classes weighted");
        long mostBytes = MOMENT_BYTES / Math.max(1, weighted.getNumPartitions());
        List<PartitionReport> ofWeighted = weighted.mapPartitions(
                        blocks -> List.of(PartitionReport.ofTraining(blocks, mostBytes))
                                .iterator(),
                        true)
                .collect();
        List<JavaRDD<?>> all = new ArrayList<>(cached);
        all.add(weighted);
        PackedRows result = new PackedRows(
                all,
                null,
                weighted,
                ofWeighted,
                validation,
                validationReports,
                statistics(weighted, ofWeighted),
                numPartitionsRead);
        checkWeights(result.statistics, "after multiplication with the weights of the classes");
        forgetHandedOver(scope);
        return result;
    }

    /**
     * The same rows, where those that were added have other targets, with the statistics as they are.
     *
     * @param targets as many as rows were added
     * @param scope the scope of the broadcast of these targets
     */
    public PackedRows withTargetsOfAdded(Targets targets, FitScope scope) {
        Broadcast<Targets> broadcast = scope.broadcast(training.context(), targets);
        int numRead = numPartitionsRead;
        JavaRDD<Block> changed = training.mapPartitionsWithIndex(
                (partition, blocks) -> {
                    if (partition < numRead) {
                        return blocks;
                    }
                    List<Block> added = new ArrayList<>();
                    blocks.forEachRemaining(block -> added.add(block.withTargets(broadcast.value())));
                    return added.iterator();
                },
                true);
        List<List<PackedElement>> elements = null;
        if (handedOver != null) {
            elements = new ArrayList<>(handedOver.subList(0, numRead));
            Block added = handedOver.get(numRead).get(0).block();
            elements.add(PackedElement.partition(added.withTargets(targets)));
        }
        return new PackedRows(
                cached,
                elements,
                changed,
                trainingReports,
                validation,
                validationReports,
                statistics,
                numPartitionsRead);
    }

    /**
     * The sum of the fingerprints of the partitions: the same whenever the same rows were read, however they are
     * ordered and distributed over partitions.
     */
    public long fingerprint() {
        return validationReports.stream()
                .mapToLong(report -> report.end.fingerprint())
                .sum();
    }

    /** The number of rows that were left out because of their features. */
    public long numSkipped() {
        return validationReports.stream()
                .mapToLong(report -> report.end.numSkipped())
                .sum();
    }

    /** The statistics of the training rows. */
    public DatasetStatistics statistics() {
        return statistics;
    }

    /** The statistics of the validation rows, without those of features. */
    public DatasetStatistics validationStatistics() {
        return DatasetStatistics.of(
                validationReports.stream().map(report -> report.validation).toList(), null);
    }

    /** The number of partitions that were read, which come before that of rows that were added. */
    public int numPartitionsRead() {
        return numPartitionsRead;
    }

    /** The effective number of the training rows that were read, (Σ w)² / Σ w². */
    public double effectiveRowsRead() {
        return DatasetStatistics.of(partitions().subList(0, numPartitionsRead), null)
                .effectiveRows();
    }

    /** The statistics of the training rows, partition by partition. */
    public List<PartitionStatistics> partitions() {
        return trainingReports.stream().map(report -> report.training).toList();
    }

    /** The statistics of the validation rows, partition by partition. */
    public List<PartitionStatistics> validationPartitions() {
        return validationReports.stream().map(report -> report.validation).toList();
    }

    /** Whether many training rows are equal to others in all features and the label. */
    public boolean repeatsRows() {
        return trainingReports.stream().anyMatch(report -> report.repeatsRows);
    }

    /** The blocks of training rows. */
    public ClusterBlocks training(FitScope scope, int aggregationDepth) {
        int[] numBlocks = trainingReports.stream()
                .mapToInt(report -> report.numTrainingBlocks)
                .toArray();
        return new ClusterBlocks(training, numBlocks, handedOver(false), scope, aggregationDepth);
    }

    /** The blocks of validation rows. */
    public ClusterBlocks validation(FitScope scope, int aggregationDepth) {
        int[] numBlocks = validationReports.stream()
                .mapToInt(report -> report.numValidationBlocks)
                .toArray();
        return new ClusterBlocks(validation, numBlocks, handedOver(true), scope, aggregationDepth);
    }

    private List<List<Block>> handedOver(boolean validation) {
        return handedOver == null
                ? null
                : handedOver.stream()
                        .map(elements -> elements.stream()
                                .filter(element -> element.block() != null && element.isValidation() == validation)
                                .map(PackedElement::block)
                                .toList())
                        .toList();
    }

    /** Releases the blocks of these rows that were cached in {@code scope}; those that belong to another scope stay. */
    public void release(FitScope scope) {
        forgetHandedOver(scope);
        cached.forEach(scope::release);
    }

    /** Lets go the blocks that the driver refers to, unless they belong to another scope. */
    private void forgetHandedOver(FitScope scope) {
        if (cached.stream().anyMatch(scope::holds)) {
            handedOver = null;
        }
    }
}
