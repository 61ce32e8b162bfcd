package sparksoftmax.block;

import java.io.Serializable;
import sparksoftmax.sums.PartitionSums;

/**
 * A sum over the rows of one partition, in double precision and in a fixed order. Order of use: {@link #add} any number
 * of times, then {@link #sums}, which is what leaves the partition. Not thread safe.
 */
public interface BlockAccumulator {
    /** Adds all rows of {@code block}. */
    void add(Block block);

    /** The sums over the rows added, as those of partition number {@code partition}. */
    PartitionSums sums(int partition);

    /** Makes empty accumulators; what it holds (coefficients, for example) is sent to every partition. */
    interface Factory extends Serializable {
        /** An accumulator of no rows, which owns no large array until its first block. */
        BlockAccumulator create();

        /** The bytes of an accumulator's sums at most, about. */
        default long resultBytes() {
            return 0L;
        }
    }
}
