package sparksoftmax.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.functions;
import org.apache.spark.storage.StorageLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sparksoftmax.block.Block;
import sparksoftmax.block.DistinctRows;
import sparksoftmax.block.FeatureMap;

/**
 * The training rows, read, checked and packed into blocks in one scan of the source, with their statistics. Holds
 * cached blocks: close it.
 */
public final class TrainingData implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TrainingData.class);

    /** The longest array the Java virtual machine is sure to make. */
    private static final int MAX_PARAMETERS = Integer.MAX_VALUE - 8;

    /** So many take the driver 1 to 2 ms, where a Spark job takes 3 to 10. */
    private static final double MAX_LOCAL_MULTIPLICATIONS = 1L << 20;

    /** Of a partition's class shares, see {@link DatasetStatistics#classSkew}: more, and local steps go astray. */
    private static final double MAX_SKEW = 0.1;

    private JavaRDD<PackedPart> parts;

    /** Not ours to give up: null, or the parts of the data that lent them. */
    private final JavaRDD<PackedPart> borrowed;

    private final Runnable onClose;
    private final List<Broadcast<?>> broadcasts = new ArrayList<>();
    private DatasetStatistics statistics;
    private FeatureSubset moving;
    private int[] numBlocks;
    private boolean classesApart;
    private final PackingPlan plan;
    private final int aggregationDepth;

    private TrainingData(JavaRDD<PackedPart> parts, PartitionSizes sizes, PackingPlan plan, int aggregationDepth) {
        this.parts = parts;
        learn(sizes);
        this.plan = plan;
        this.aggregationDepth = aggregationDepth;
        this.borrowed = null;
        this.onClose = () -> {};
    }

    private TrainingData(TrainingData lender, int aggregationDepth, Runnable onClose) {
        parts = lender.parts;
        statistics = lender.statistics;
        moving = lender.moving;
        numBlocks = lender.numBlocks;
        classesApart = lender.classesApart;
        plan = lender.plan;
        borrowed = lender.parts;
        this.aggregationDepth = aggregationDepth;
        this.onClose = onClose;
    }

    /**
     * The same rows for one fit, which leaves these as they are.
     *
     * @param onClose runs when the fit has done with them
     */
    TrainingData lent(int depth, Runnable onClose) {
        return new TrainingData(this, depth, onClose);
    }

    /**
     * Scans a data set.
     *
     * @param dataset has the columns named, the label and the weight as doubles
     * @param name of the cached blocks, for Spark's storage page
     * @param ifEmpty the message if there are no rows
     * @throws IllegalArgumentException if a row cannot be trained on, or there are none of positive weight; nothing
     *     stays cached
     */
    public static TrainingData read(
            Dataset<?> dataset, InputColumns columns, TrainingSettings settings, String name, String ifEmpty) {
        PackingPlan plan = settings.packing();
        JavaRDD<PackedPart> parts = rows(dataset, columns)
                .mapPartitionsWithIndex((partition, rows) -> PartitionPacker.pack(partition, rows, columns, plan), true)
                .setName(name)
                .persist(StorageLevel.MEMORY_AND_DISK());
        try {
            PartitionSizes sizes = sizes(parts, columns, settings.aggregationDepth());
            check(sizes.statistics(), columns, ifEmpty);
            sizes.statistics().complete();
            return new TrainingData(parts, sizes, plan, settings.aggregationDepth());
        } catch (RuntimeException | Error e) {
            parts.unpersist(false);
            throw e;
        }
    }

    private static PartitionSizes sizes(JavaRDD<PackedPart> parts, InputColumns columns, int aggregationDepth) {
        return parts.getNumPartitions() == 0
                ? new PartitionSizes()
                : OrderedTreeAggregate.aggregate(
                        parts,
                        (partition, elements) -> PartitionSizes.of(elements),
                        (sum, other) -> sum.merge(other, columns),
                        aggregationDepth);
    }

    private static JavaRDD<InternalRow> rows(Dataset<?> dataset, InputColumns columns) {
        List<Column> selected = new ArrayList<>();
        for (String column : Arrays.asList(columns.features(), columns.label(), columns.weight())) {
            if (column != null) {
                selected.add(functions.col(column));
            }
        }
        Dataset<?> projected = dataset.select(selected.toArray(new Column[0]));
        return ((org.apache.spark.sql.classic.Dataset<?>) projected)
                .queryExecution()
                .toRdd()
                .toJavaRDD();
    }

    private static void check(DatasetStatistics statistics, InputColumns columns, String ifEmpty) {
        if (statistics.problem() != null) {
            throw new IllegalArgumentException(statistics.problem());
        }
        if (!statistics.sawRows()) {
            throw new IllegalArgumentException(ifEmpty);
        }
        if (statistics.numRows() == 0) {
            throw new IllegalArgumentException("Weights MUST NOT all be zero, but every row has weight 0.0 (column '"
                    + columns.weight() + "'). A row of weight 0 does not count.");
        }
        if (!statistics.hasFiniteWeights()) {
            throw new IllegalArgumentException(
                    "The squares of the weights MUST have a finite sum, but it overflows" + " (column '"
                            + columns.weight() + "'). Only ratios of weights matter: divide them all by one number.");
        }
    }

    private void learn(PartitionSizes sizes) {
        statistics = sizes.statistics();
        moving = FeatureSubset.moving(statistics);
        numBlocks = sizes.numBlocks();
        classesApart = sizes.largestSkew() > MAX_SKEW;
    }

    /**
     * Multiplies the weight of every row by a factor of its class; statistics follow. Comes before any scan.
     *
     * @param factors greater than 0
     */
    public void weightClasses(double[] factors, InputColumns columns) {
        JavaRDD<PackedPart> read = parts;
        parts = read.mapPartitions(elements -> weighted(blocks(elements), factors))
                .setName(read.name() + ", classes weighted")
                .persist(StorageLevel.MEMORY_AND_DISK());
        try {
            PartitionSizes sizes = sizes(parts, columns, aggregationDepth);
            sizes.statistics().complete();
            learn(sizes);
        } finally {
            giveUp(read);
        }
    }

    private static Iterator<PackedPart> weighted(List<Block> blocks, double[] factors) {
        DatasetStatistics.Collector collector = new DatasetStatistics.Collector();
        List<PackedPart> elements = new ArrayList<>();
        for (Block block : blocks) {
            double[] weights = block.weights().clone();
            for (int i = 0; i < weights.length; i++) {
                weights[i] *= factors[block.label(i)];
            }
            Block weighted = block.withWeights(weights);
            collector.numFeatures(weighted.numFeatures());
            collector.add(weighted);
            elements.add(new PackedPart(weighted, null));
        }
        elements.add(new PackedPart(null, collector.result()));
        return elements.iterator();
    }

    /** What the scan learned. */
    public DatasetStatistics statistics() {
        return statistics;
    }

    /** The features that are not constant, which are those that scans see. */
    FeatureSubset moving() {
        return moving;
    }

    /**
     * K: the number of classes that the label column's metadata declares, or else one more than the largest label.
     *
     * @throws IllegalArgumentException if K times the number of features is too large
     */
    public int numClasses(InputColumns columns) {
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

    /** Whether a pass takes less arithmetic than scheduling a job would. */
    boolean isSmall(int numClasses) {
        return (double) statistics.numStored() * numClasses <= MAX_LOCAL_MULTIPLICATIONS;
    }

    /** The way to sum over the blocks on the driver; they are brought there. */
    BlockScan localScan() {
        LOG.info("The {} rows make so little work that the driver trains on them itself.", statistics.numRows());
        FeatureMap map = FeatureMap.selecting(moving.columns(), moving.numFeatures());
        List<List<Block>> blocks = new ArrayList<>();
        for (List<Block> partition : blockLists()) {
            blocks.add(
                    moving.isAll()
                            ? partition
                            : partition.stream().map(block -> block.mapped(map)).toList());
        }
        return new LocalScan(blocks);
    }

    /** The way to sum over the blocks as they were read, with all features. */
    BlockScan scanAsRead(int numClasses) {
        return isSmall(numClasses) ? new LocalScan(blockLists()) : new ClusterScan(parts, numBlocks, aggregationDepth);
    }

    private List<List<Block>> blockLists() {
        return parts.mapPartitions(elements -> List.of(blocks(elements)).iterator())
                .collect();
    }

    /** The way to sum over the blocks on the cluster, features being in their own units. */
    ClusterScan clusterScan() {
        if (!moving.isAll() && broadcasts.isEmpty()) {
            replaceBlocks(FeatureMap.selecting(moving.columns(), moving.numFeatures()), ", selected");
        }
        return new ClusterScan(parts, numBlocks, aggregationDepth);
    }

    /**
     * The way to sum over standardized blocks on the cluster, with weights of mean 1. They take the place of the blocks
     * read, which are given up.
     *
     * @param scale of the moving features
     * @param center of the moving features
     * @param storage of the blocks; dense ones are centered
     */
    ClusterScan standardizedScan(double[] scale, double[] center, FeatureMap.Storage storage) {
        double meanWeight = statistics.weightSum() / statistics.numRows();
        replaceBlocks(
                FeatureMap.selecting(moving.columns(), moving.numFeatures())
                        .standardizing(scale, center, meanWeight, storage),
                ", standardized");
        return new ClusterScan(parts, numBlocks, aggregationDepth);
    }

    /** Makes the partitions alike in their classes, if they are not: for local steps. Comes before any scan. */
    void mixPartitions() {
        if (!classesApart) {
            return;
        }
        LOG.info("The partitions hold different classes: their rows are exchanged.");
        replaceParts(
                RowExchange.exchanged(parts, statistics.numFeatures(), plan.blockBytes(), plan.seed()), ", exchanged");
    }

    /**
     * The way to sum over the blocks on the cluster with equal rows of a partition merged into one, where that saves
     * much: for solvers to which a row is a summand only. The merged blocks take the place of those before.
     */
    ClusterScan distinctScan() {
        // First a look, so that blocks are not cached a second time for nothing.
        boolean repeated = parts.mapPartitions(
                        elements -> List.of(startsWithRepeatedRows(elements)).iterator())
                .collect()
                .contains(true);
        if (repeated) {
            replaceParts(
                    parts.mapPartitions(elements -> DistinctRows.of(blocks(elements)).stream()
                            .map(block -> new PackedPart(block, null))
                            .iterator()),
                    ", distinct");
        }
        return new ClusterScan(parts, numBlocks, aggregationDepth);
    }

    private static boolean startsWithRepeatedRows(Iterator<PackedPart> elements) {
        Block first = elements.hasNext() ? elements.next().block() : null;
        return first != null && DistinctRows.areMany(first);
    }

    private void replaceParts(JavaRDD<PackedPart> others, String suffix) {
        JavaRDD<PackedPart> read = parts;
        parts = others.setName(read.name() + suffix).persist(StorageLevel.MEMORY_AND_DISK());
        try {
            numBlocks = parts
                    .mapPartitions(elements -> List.of(blocks(elements).size()).iterator())
                    .collect()
                    .stream()
                    .mapToInt(Integer::intValue)
                    .toArray();
        } finally {
            giveUp(read);
        }
    }

    private void replaceBlocks(FeatureMap map, String suffix) {
        Broadcast<FeatureMap> broadcast =
                JavaSparkContext.fromSparkContext(parts.context()).broadcast(map);
        JavaRDD<PackedPart> read = parts;
        parts = mapped(read, broadcast).setName(read.name() + suffix).persist(StorageLevel.MEMORY_AND_DISK());
        broadcasts.add(broadcast);
        try {
            parts.count();
        } finally {
            giveUp(read);
        }
    }

    private static JavaRDD<PackedPart> mapped(JavaRDD<PackedPart> parts, Broadcast<FeatureMap> map) {
        return parts.map(part ->
                part.block() == null ? part : new PackedPart(part.block().mapped(map.value()), null));
    }

    /** The blocks among the elements of a partition. */
    static List<Block> blocks(Iterator<PackedPart> elements) {
        List<Block> blocks = new ArrayList<>();
        elements.forEachRemaining(element -> {
            if (element.block() != null) {
                blocks.add(element.block());
            }
        });
        return blocks;
    }

    private void giveUp(JavaRDD<PackedPart> read) {
        // A context that was stopped has given everything up, and would hide by its own error why a fit failed.
        if (read != borrowed && !read.context().isStopped()) {
            read.unpersist(false);
        }
    }

    @Override
    public void close() {
        giveUp(parts);
        broadcasts.forEach(Broadcast::destroy);
        onClose.run();
    }
}
