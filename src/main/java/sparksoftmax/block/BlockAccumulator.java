package sparksoftmax.block;

import java.io.Serializable;
import sparksoftmax.sums.PartitionSums;

/**
 * A sum over the rows of one partition, in double precision and in a fixed order. Order of use: {@link #add} any number
 * of times, then {@link #sums}, whose result is sent to the driver. Not thread safe.
 */
public interface BlockAccumulator {
    /** Adds all rows of {@code block}. */
    void add(Block block);

    /** The sums over the added rows, which are all rows of partition number {@code partition}. */
    PartitionSums sums(int partition);

    /** Creates accumulators. It is sent to every partition, with all that the sums depend on, such as coefficients. */
    interface Factory extends Serializable {
        /** A new accumulator; it allocates large arrays only when the first block is added. */
        BlockAccumulator create();

        /** An approximate upper bound of the size of an accumulator's sums, in bytes. */
        default long resultBytes() {
            return 0L;
        }
    }
}
