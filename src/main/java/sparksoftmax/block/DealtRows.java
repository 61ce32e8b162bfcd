package sparksoftmax.block;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Some rows of one partition, as a block, and the partition that they go to. This is how the rows of every partition
 * are distributed evenly over all partitions, which lets all cores work if the rows were read in few partitions or in
 * partitions of very different sizes. Local steps also need it if partitions have different classes, since a model that
 * is trained on one class only learns to always predict that class. The result is the same for the same seed.
 * Immutable.
 */
public final class DealtRows implements Serializable {
    private static final long serialVersionUID = 1L;

    private final int source;
    private final int number;
    private final int target;
    private final Block rows;

    private DealtRows(int source, int number, int target, Block rows) {
        this.source = source;
        this.number = number;
        this.target = target;
        this.rows = rows;
    }

    private int source() {
        return source;
    }

    private int number() {
        return number;
    }

    /** The number of the partition that these rows go to. */
    public int target() {
        return target;
    }

    /**
     * Deals whole blocks: block number b of partition p goes to partition (p + b) mod {@code numPartitions}, so that
     * the first blocks of different partitions go to different partitions.
     */
    public static Iterator<DealtRows> inBlocks(int partition, Iterator<Block> blocks, int numPartitions) {
        return new Iterator<>() {
            private int number;

            @Override
            public boolean hasNext() {
                return blocks.hasNext();
            }

            @Override
            public DealtRows next() {
                int target = (int) (((long) partition + number) % numPartitions);
                return new DealtRows(partition, number++, target, blocks.next());
            }
        };
    }

    /**
     * Deals single rows in random order, those of one part after the other, so that no more than one part has to be
     * held in memory.
     *
     * @param parts the blocks of the partition in groups, see {@link BlockRows#inParts}
     */
    public static Iterator<DealtRows> inRows(int partition, Iterator<List<Block>> parts, int numPartitions, long seed) {
        return new Iterator<>() {
            private int number;
            private Iterator<DealtRows> dealt = Collections.emptyIterator();

            @Override
            public boolean hasNext() {
                while (!dealt.hasNext() && parts.hasNext()) {
                    dealt = dealt(partition, number++, parts.next(), numPartitions, seed);
                }
                return dealt.hasNext();
            }

            @Override
            public DealtRows next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return dealt.next();
            }
        };
    }

    /** The rows of one part, those for the first partition first. A block with them is made when it is asked for. */
    private static Iterator<DealtRows> dealt(
            int partition, int part, List<Block> blocks, int numPartitions, long seed) {
        BlockRows rows = new BlockRows(blocks);
        int n = rows.numRows();
        int[] order = Shuffled.indices(n, new Random(seed * 1_000_003L + partition + part * 104_729_003L));
        return IntStream.range(0, numPartitions)
                .filter(target -> start(n, target, numPartitions) < start(n, target + 1, numPartitions))
                .mapToObj(target -> {
                    BlockBuilder builder = new BlockBuilder(blocks.get(0).numFeatures());
                    int end = start(n, target + 1, numPartitions);
                    ShuffledRows ofTarget = new ShuffledRows(rows, order, start(n, target, numPartitions), end);
                    while (ofTarget.hasNext()) {
                        ofTarget.next(builder::addRow);
                    }
                    return new DealtRows(partition, part, target, builder.build());
                })
                .iterator();
    }

    /** Where the rows for a partition begin in the order of n rows. */
    private static int start(int n, int target, int numPartitions) {
        return (int) ((long) n * target / numPartitions);
    }

    /**
     * The blocks of the partition to which some rows were dealt.
     *
     * @param arrived all rows that were dealt to it, in any order
     * @param blockBytes the size in bytes of the blocks into which the rows are packed; 0 to leave them as they arrived
     */
    public static List<Block> blocks(Iterator<DealtRows> arrived, long blockBytes) {
        List<DealtRows> pieces = new ArrayList<>();
        arrived.forEachRemaining(pieces::add);
        pieces.sort(Comparator.comparingInt(DealtRows::source).thenComparingInt(DealtRows::number));
        return blockBytes > 0L
                ? packed(pieces, blockBytes)
                : pieces.stream().map(piece -> piece.rows).toList();
    }

    private static List<Block> packed(List<DealtRows> pieces, long blockBytes) {
        List<Block> blocks = new ArrayList<>();
        BlockBuilder builder = null;
        for (int p = 0; p < pieces.size(); p++) {
            // What has been copied is let go, so that not all rows are in memory twice.
            Block rows = pieces.set(p, null).rows;
            builder = builder == null ? new BlockBuilder(rows.numFeatures()) : builder;
            for (int i = 0; i < rows.numRows(); i++) {
                builder.addRow(rows, i);
                if (builder.numBytes() >= blockBytes) {
                    blocks.add(builder.build());
                }
            }
        }
        if (builder != null && builder.numRows() > 0) {
            blocks.add(builder.build());
        }
        return blocks;
    }
}
