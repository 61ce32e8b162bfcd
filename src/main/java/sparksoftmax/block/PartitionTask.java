package sparksoftmax.block;

import java.io.Serializable;
import java.util.Iterator;
import sparksoftmax.sums.PartitionSums;

/** Work on the blocks of one partition, which is sent to all partitions. */
public interface PartitionTask extends Serializable {
    /**
     * Works on one partition.
     *
     * @param partition its number
     * @param numBlocks how many blocks it has
     * @param blocks in their order
     */
    PartitionSums run(int partition, int numBlocks, Iterator<Block> blocks);

    /** The bytes of a partition's result at most, about: large results are added up on the executors. */
    default long resultBytes() {
        return 0L;
    }
}
