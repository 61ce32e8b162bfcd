package sparksoftmax.block;

import java.io.Serializable;
import java.util.Iterator;
import sparksoftmax.sums.PartitionSums;

/** Work that is done on the blocks of each partition. It is serialized and sent to all partitions. */
public interface PartitionTask extends Serializable {
    /**
     * Works on one partition.
     *
     * @param partition the number of the partition
     * @param numBlocks the number of its blocks
     * @param blocks its blocks in their order
     */
    PartitionSums run(int partition, int numBlocks, Iterator<Block> blocks);

    /**
     * An approximate upper bound of the size of a partition's result, in bytes. Large results are added up on the
     * executors.
     */
    default long resultBytes() {
        return 0L;
    }
}
