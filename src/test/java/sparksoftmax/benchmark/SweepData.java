package sparksoftmax.benchmark;

import java.util.List;
import java.util.stream.LongStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/** Generated rows of a shape, cached as DataFrames until they are closed. */
final class SweepData implements AutoCloseable {
    private static final StructType SCHEMA = new StructType()
            .add("label", DataTypes.DoubleType, false)
            .add("features", SQLDataTypes.VectorType(), false);

    private final Broadcast<RowSource> source;
    private final Dataset<Row> train;
    private final Dataset<Row> half;
    private final Dataset<Row> test;

    SweepData(SparkSession spark, SweepShape shape, long seed) {
        source = JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(RowSource.of(shape, seed));
        train = rows(spark, 0, shape.rows(), shape.partitions());
        half = rows(spark, 0, shape.rows() / 2, shape.partitions());
        test = rows(
                spark,
                shape.rows(),
                (long) shape.rows() + shape.heldOut(),
                spark.sparkContext().defaultParallelism());
    }

    /** Rows by their numbers, in partitions of equal size. */
    private Dataset<Row> rows(SparkSession spark, long from, long to, int numPartitions) {
        Broadcast<RowSource> rows = source;
        FlatMapFunction<Long, Row> ofPartition = partition -> LongStream.range(
                        from + partition * (to - from) / numPartitions,
                        from + (partition + 1) * (to - from) / numPartitions)
                .mapToObj(i -> RowFactory.create(
                        (double) rows.value().label(i), rows.value().features(i)))
                .iterator();
        return spark.range(0, numPartitions, 1, numPartitions).flatMap(ofPartition, Encoders.row(SCHEMA));
    }

    private static Dataset<Row> cached(Dataset<Row> rows) {
        if (rows.storageLevel().equals(StorageLevel.NONE())) {
            rows.cache().count();
        }
        return rows;
    }

    /** The training rows, in the partitions of the shape. */
    Dataset<Row> train() {
        return cached(train);
    }

    /** The first half of the training rows, in as many partitions. */
    Dataset<Row> half() {
        return cached(half);
    }

    /** Rows that nobody trains on. */
    Dataset<Row> test() {
        return cached(test);
    }

    @Override
    public void close() {
        for (Dataset<Row> rows : List.of(train, half, test)) {
            rows.unpersist(true);
        }
        source.destroy();
    }
}
