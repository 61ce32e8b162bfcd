package sparksoftmax.rows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import sparksoftmax.block.Block;
import sparksoftmax.block.BlockBuilder;

/** Divides the rows of a partition into blocks, each of one fold. Not thread safe. */
final class FoldBlocks {
    private final Folds folds;
    private final long blockBytes;
    private final BlockBuilder[] builders;

    /**
     * The folds of the rows that {@link #add} will get, in their order, where a column has them; the first
     * {@code numGiven} values count.
     */
    private int[] given = new int[16];

    private int numGiven;

    FoldBlocks(Folds folds, int numFeatures, long blockBytes) {
        this.folds = folds;
        this.blockBytes = blockBytes;
        builders = new BlockBuilder[folds.number()];
        Arrays.setAll(builders, fold -> new BlockBuilder(numFeatures, fold));
    }

    /** Says which fold the next row is in, according to the column. */
    void nextIsIn(int fold) {
        if (numGiven == given.length) {
            given = Arrays.copyOf(given, 2 * numGiven);
        }
        given[numGiven++] = fold;
    }

    /** Takes all rows of a builder; returns the blocks that are full now. */
    List<Block> add(BlockBuilder rows) {
        List<Block> full = new ArrayList<>();
        for (int i = 0; i < rows.numRows(); i++) {
            BlockBuilder builder = builders[folds.column() == null ? folds.ofRow(rows, i) : given[i]];
            builder.addRow(rows, i);
            if (builder.numBytes() >= blockBytes) {
                full.add(builder.build());
            }
        }
        rows.clear();
        numGiven = 0;
        return full;
    }

    /** The blocks of the rows that are left. */
    List<Block> rest() {
        return Arrays.stream(builders)
                .filter(builder -> builder.numRows() > 0)
                .map(BlockBuilder::build)
                .toList();
    }
}
