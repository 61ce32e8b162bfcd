package sparksoftmax.training;

import java.io.Serializable;
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
import sparksoftmax.block.Standard;

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

    private JavaRDD<PackedPart> parts;
    private final List<Broadcast<?>> broadcasts = new ArrayList<>();
    private final DatasetStatistics statistics;
    private final int[] numBlocks;
    private final int aggregationDepth;

    private TrainingData(JavaRDD<PackedPart> parts, PartitionSizes sizes, int aggregationDepth) {
        this.parts = parts;
        this.statistics = sizes.statistics;
        this.numBlocks = sizes.numBlocks();
        this.aggregationDepth = aggregationDepth;
    }

    /**
     * Scans a data set.
     *
     * @param dataset has the columns named, the label and the weight as doubles
     * @param name of the cached blocks, for Spark's storage page
     * @throws IllegalArgumentException if a row cannot be trained on, or there are none of positive weight; nothing
     *     stays cached
     */
    public static TrainingData read(Dataset<?> dataset, InputColumns columns, TrainingSettings settings, String name) {
        PackingPlan plan = settings.packing();
        JavaRDD<PackedPart> parts = rows(dataset, columns)
                .mapPartitionsWithIndex((partition, rows) -> PartitionPacker.pack(partition, rows, columns, plan), true)
                .setName(name)
                .persist(StorageLevel.MEMORY_AND_DISK());
        try {
            PartitionSizes sizes = parts.getNumPartitions() == 0
                    ? new PartitionSizes()
                    : OrderedTreeAggregate.aggregate(
                            parts,
                            (partition, elements) -> PartitionSizes.of(elements),
                            (sum, other) -> sum.merge(other, columns),
                            settings.aggregationDepth());
            check(sizes.statistics, columns);
            sizes.statistics.complete();
            return new TrainingData(parts, sizes, settings.aggregationDepth());
        } catch (RuntimeException | Error e) {
            parts.unpersist(false);
            throw e;
        }
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

    private static void check(DatasetStatistics statistics, InputColumns columns) {
        if (statistics.problem() != null) {
            throw new IllegalArgumentException(statistics.problem());
        }
        if (!statistics.sawRows()) {
            throw new IllegalArgumentException("ML algorithm was given empty dataset. At least one row is needed.");
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

    /** What the scan learned. */
    public DatasetStatistics statistics() {
        return statistics;
    }

    /**
     * K: the number of classes that the label column's metadata declares, or else one more than the largest label.
     *
     * @throws IllegalArgumentException if all rows have one label, or K times the number of features is too large
     */
    public int numClasses(InputColumns columns) {
        if (statistics.numDistinctLabels() < 2) {
            throw new IllegalArgumentException("Labels MUST be of at least 2 classes, but all rows have label "
                    + (double) statistics.firstLabel() + " (column '" + columns.label()
                    + "'). There is nothing to tell apart.");
        }
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
        return new LocalScan(parts.mapPartitions(TrainingData::blockList).collect());
    }

    /** The way to sum over the blocks on the cluster. */
    BlockScan clusterScan() {
        return new ClusterScan(parts, numBlocks, aggregationDepth);
    }

    /**
     * The way to sum over standardized blocks ({@link Block#standardized}) on the cluster, with weights of mean 1. They
     * take the place of the blocks read, which are given up.
     */
    BlockScan standardizedScan(double[] scale, double[] center) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(parts.context());
        double meanWeight = statistics.weightSum() / statistics.numRows();
        Broadcast<Standard> standard = context.broadcast(new Standard(scale, center, meanWeight));
        JavaRDD<PackedPart> read = parts;
        parts = standardized(read, standard)
                .setName(read.name() + ", standardized")
                .persist(StorageLevel.MEMORY_AND_DISK());
        broadcasts.add(standard);
        try {
            parts.count();
        } finally {
            read.unpersist(false);
        }
        return clusterScan();
    }

    private static JavaRDD<PackedPart> standardized(JavaRDD<PackedPart> parts, Broadcast<Standard> standard) {
        return parts.map(part ->
                part.block() == null ? part : new PackedPart(part.block().standardized(standard.value()), null));
    }

    private static Iterator<List<Block>> blockList(Iterator<PackedPart> elements) {
        List<Block> blocks = new ArrayList<>();
        elements.forEachRemaining(element -> {
            if (element.block() != null) {
                blocks.add(element.block());
            }
        });
        List<List<Block>> single = List.of(blocks);
        return single.iterator();
    }

    @Override
    public void close() {
        parts.unpersist(false);
        broadcasts.forEach(Broadcast::destroy);
    }

    /** The statistics of some partitions, and how many blocks each has. */
    private static final class PartitionSizes implements Serializable {
        private static final long serialVersionUID = 1L;

        private DatasetStatistics statistics = new DatasetStatistics();
        private final ArrayList<Integer> counts = new ArrayList<>();

        static PartitionSizes of(Iterator<PackedPart> elements) {
            PartitionSizes sizes = new PartitionSizes();
            int numBlocks = 0;
            while (elements.hasNext()) {
                PackedPart element = elements.next();
                if (element.block() != null) {
                    numBlocks++;
                } else {
                    sizes.statistics = element.statistics();
                }
            }
            sizes.counts.add(numBlocks);
            return sizes;
        }

        void merge(PartitionSizes other, InputColumns columns) {
            statistics.merge(other.statistics, columns);
            counts.addAll(other.counts);
        }

        int[] numBlocks() {
            return counts.stream().mapToInt(Integer::intValue).toArray();
        }
    }
}
