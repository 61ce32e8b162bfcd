package sparksoftmax.block;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/** The rows of several blocks as one sequence with random access. Immutable. */
public final class BlockRows {
    private final List<Block> blocks;
    private final int[] starts;
    private final int numRows;

    /** Numbers the rows of {@code blocks} in their order. */
    public BlockRows(List<Block> blocks) {
        this.blocks = blocks;
        starts = new int[blocks.size()];
        int count = 0;
        for (int b = 0; b < starts.length; b++) {
            starts[b] = count;
            count = Math.addExact(count, blocks.get(b).numRows());
        }
        numRows = count;
    }

    /** The blocks of an iterator, in their order. */
    public static List<Block> listOf(Iterator<Block> blocks) {
        List<Block> all = new ArrayList<>();
        blocks.forEachRemaining(all::add);
        return all;
    }

    /**
     * The blocks of an iterator in groups of consecutive blocks, so that only one group at a time is held in memory.
     * The next group is read when it is asked for.
     *
     * @param mostBytes a group has at most this size, unless it is a single block
     */
    public static Iterator<List<Block>> inParts(Iterator<Block> blocks, long mostBytes) {
        return new Iterator<>() {
            private Block next;

            @Override
            public boolean hasNext() {
                return next != null || blocks.hasNext();
            }

            @Override
            public List<Block> next() {
                List<Block> part = new ArrayList<>();
                long bytes = 0;
                next = next == null ? blocks.next() : next;
                do {
                    part.add(next);
                    bytes += next.numBytes();
                    next = blocks.hasNext() ? blocks.next() : null;
                } while (next != null && bytes + next.numBytes() <= mostBytes);
                return part;
            }
        };
    }

    /** The number of rows. */
    public int numRows() {
        return numRows;
    }

    /** The number of the block that has row {@code i} of the sequence. */
    int blockOf(int i) {
        int found = Arrays.binarySearch(starts, i);
        return found >= 0 ? found : -found - 2;
    }

    Block block(int b) {
        return blocks.get(b);
    }

    /** The number of the first row of block {@code b}. */
    int start(int b) {
        return starts[b];
    }
}
