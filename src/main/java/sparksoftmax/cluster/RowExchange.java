package sparksoftmax.cluster;

import org.apache.spark.HashPartitioner;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.ShuffledRDD;
import org.apache.spark.serializer.KryoSerializer;
import scala.Tuple2;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import sparksoftmax.block.Block;
import sparksoftmax.block.BlockRows;
import sparksoftmax.block.DealtRows;

/** Distributes the rows of every partition evenly over all partitions, in one shuffle of {@link DealtRows}. */
final class RowExchange {
    private RowExchange() {}

    /** See {@link ClusterBlocks#exchanged}. */
    static JavaRDD<Block> exchanged(
            JavaRDD<Block> blocks, int numPartitions, boolean rowByRow, long blockBytes, long partBytes, long seed) {
        JavaRDD<DealtRows> dealt = blocks.mapPartitionsWithIndex(
                (partition, elements) -> rowByRow
                        ? DealtRows.inRows(partition, BlockRows.inParts(elements, partBytes), numPartitions, seed)
                        : DealtRows.inBlocks(partition, elements, numPartitions),
                true);
        long repackedBytes = rowByRow ? blockBytes : 0L;
        return shuffled(dealt, numPartitions).mapPartitions(arrived -> DealtRows.blocks(arrived, repackedBytes)
                .iterator());
    }

    private static JavaRDD<DealtRows> shuffled(JavaRDD<DealtRows> dealt, int numPartitions) {
        JavaPairRDD<Integer, DealtRows> byTarget = dealt.mapToPair(rows -> new Tuple2<>(rows.target(), rows));
        ClassTag<Integer> target = ClassTag$.MODULE$.apply(Integer.class);
        ClassTag<DealtRows> rows = ClassTag$.MODULE$.apply(DealtRows.class);
        ShuffledRDD<Integer, DealtRows, DealtRows> shuffled =
                new ShuffledRDD<>(byTarget.rdd(), new HashPartitioner(numPartitions), target, rows, rows);
        shuffled.setSerializer(kryo(dealt.context().getConf()));
        return JavaPairRDD.fromRDD(shuffled, target, rows).values();
    }

    /**
     * The serializer of the shuffle, whatever that of the application is. A stream of Java's serialization keeps the
     * last 100 objects that it wrote, and a task writes one stream for each new partition: together they would keep all
     * rows of the task in memory. A stream of Kryo keeps none.
     *
     * @param conf a copy of the application's settings, which is changed
     */
    private static KryoSerializer kryo(SparkConf conf) {
        // No row that Java's serialization could write may be too long for the buffer, and classes need no
        // registration.
        return new KryoSerializer(
                conf.set("spark.kryoserializer.buffer.max", "2047m").set("spark.kryo.registrationRequired", "false"));
    }
}
