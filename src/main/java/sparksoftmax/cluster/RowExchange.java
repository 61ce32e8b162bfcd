package sparksoftmax.cluster;

import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;
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
        return dealt.mapToPair(rows -> new Tuple2<>(rows.target(), rows))
                .partitionBy(new HashPartitioner(numPartitions))
                .values()
                .mapPartitions(
                        arrived -> DealtRows.blocks(arrived, repackedBytes).iterator());
    }
}
