package sparksoftmax.block;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows that occur several times, kept once with the sum of their weights: of sums over all rows of weighted losses and
 * gradients nothing changes but rounding. Categorical data and logs of machines are full of such rows. Not thread safe.
 */
public final class DistinctRows {
    /** Looking for equal rows pays if at most this share of the first block's are distinct. */
    private static final double WORTHWHILE = 0.75;

    private final List<CsrBlock> blocks = new ArrayList<>();
    private final List<double[]> weights = new ArrayList<>();
    private int numDistinct;

    /** Where a row is, as {@code block << 32 | row}, -1 for a free place; a power of two of places. */
    private long[] places = new long[1024];

    private DistinctRows() {
        Arrays.fill(places, -1L);
    }

    /** Whether so many of a block's rows are equal that merging pays. */
    public static boolean areMany(Block block) {
        if (!(block instanceof CsrBlock sparse)) {
            return false;
        }
        DistinctRows distinct = new DistinctRows();
        distinct.add(sparse);
        return distinct.numDistinct <= WORTHWHILE * sparse.numRows();
    }

    /**
     * The rows of {@code blocks} in their order, each at its first occurrence.
     *
     * @return the blocks themselves if they are dense, or if the first one has few equal rows
     */
    public static List<Block> of(List<Block> blocks) {
        if (blocks.isEmpty() || !areMany(blocks.get(0))) {
            return blocks;
        }
        DistinctRows distinct = new DistinctRows();
        for (Block block : blocks) {
            distinct.add((CsrBlock) block);
        }
        return distinct.result();
    }

    private void add(CsrBlock block) {
        blocks.add(block);
        double[] sums = new double[block.numRows()];
        weights.add(sums);
        for (int i = 0; i < sums.length; i++) {
            int place = find(block, i);
            if (places[place] < 0) {
                places[place] = place(blocks.size() - 1, i);
                numDistinct++;
                sums[i] = block.weight(i);
                if (2 * numDistinct > places.length) {
                    grow();
                }
            } else {
                weights.get(blockOf(places[place]))[rowOf(places[place])] += block.weight(i);
            }
        }
    }

    private static long place(int block, int row) {
        return (long) block << 32 | row;
    }

    private static int blockOf(long place) {
        return (int) (place >>> 32);
    }

    private static int rowOf(long place) {
        return (int) place;
    }

    /** Where an equal row is, or else the free place for this one. */
    private int find(CsrBlock block, int row) {
        int place = start(block.hashOfRow(row));
        while (places[place] >= 0 && !block.isRow(row, blocks.get(blockOf(places[place])), rowOf(places[place]))) {
            place = place + 1 & places.length - 1;
        }
        return place;
    }

    /** Spreads the hash's bits: D. Knuth, "The Art of Computer Programming", volume 3, section 6.4. */
    private int start(int hash) {
        int spread = hash * 0x9E3779B9;
        return (spread ^ spread >>> 16) & places.length - 1;
    }

    private void grow() {
        long[] old = places;
        places = new long[2 * old.length];
        Arrays.fill(places, -1L);
        for (long entry : old) {
            if (entry >= 0) {
                int place = start(blocks.get(blockOf(entry)).hashOfRow(rowOf(entry)));
                while (places[place] >= 0) {
                    place = place + 1 & places.length - 1;
                }
                places[place] = entry;
            }
        }
    }

    private List<Block> result() {
        List<Block> result = new ArrayList<>();
        for (int b = 0; b < blocks.size(); b++) {
            double[] sums = weights.get(b);
            int[] rows = new int[sums.length];
            double[] kept = new double[sums.length];
            int count = 0;
            for (int i = 0; i < sums.length; i++) {
                if (sums[i] > 0.0) {
                    rows[count] = i;
                    kept[count++] = sums[i];
                }
            }
            if (count > 0) {
                result.add(blocks.get(b).ofRows(Arrays.copyOf(rows, count), Arrays.copyOf(kept, count)));
            }
        }
        return result;
    }
}
