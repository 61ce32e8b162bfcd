package sparksoftmax.block;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Merges equal rows into one that has the sum of their weights. Sums of weighted losses and gradients over the rows
 * stay the same except for rounding. Categorical data and machine logs often have many equal rows. Not thread safe.
 */
public final class DistinctRows {
    /** Merging pays if at most this share of the rows of the first block are distinct. */
    private static final double WORTHWHILE = 0.75;

    private final List<CsrBlock> blocks = new ArrayList<>();
    private final List<double[]> weights = new ArrayList<>();
    private int numDistinct;

    /**
     * A hash table of rows, each as {@code block << 32 | row}, with -1 for a free place. Its length is a power of two.
     */
    private long[] places = new long[1024];

    private DistinctRows() {
        Arrays.fill(places, -1L);
    }

    /** Whether a block has so many equal rows that merging pays. */
    public static boolean pays(Block block) {
        if (!(block instanceof CsrBlock sparse)) {
            return false;
        }
        DistinctRows distinct = new DistinctRows();
        distinct.add(sparse);
        return distinct.numDistinct <= WORTHWHILE * sparse.numRows();
    }

    /**
     * Merges the equal rows of several blocks; each row stays where it occurs first.
     *
     * @return {@code blocks} itself if the blocks are dense, or if the first one has few equal rows
     */
    public static List<Block> of(List<Block> blocks) {
        if (blocks.isEmpty() || !pays(blocks.get(0))) {
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

    /** The place of an equal row in the hash table, or else a free place for this row. */
    private int find(CsrBlock block, int row) {
        int place = start(block.hashOfRow(row));
        while (places[place] >= 0 && !block.isRow(row, blocks.get(blockOf(places[place])), rowOf(places[place]))) {
            place = place + 1 & places.length - 1;
        }
        return place;
    }

    /** Multiplicative hashing. Source: D. Knuth, "The Art of Computer Programming", volume 3, section 6.4. */
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
