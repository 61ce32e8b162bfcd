package sparksoftmax.block;

import java.util.ArrayList;
import java.util.List;
import sparksoftmax.RandomRows;

/** Blocks for tests. */
public final class TestBlocks {
    private TestBlocks() {}

    /** The rows in blocks of the given sizes, the last size repeating. */
    public static List<Block> of(RandomRows rows, int... sizes) {
        List<Block> blocks = new ArrayList<>();
        BlockBuilder builder = new BlockBuilder(rows.x[0].length);
        for (int i = 0; i < rows.y.length; i++) {
            builder.addDense(rows.y[i], rows.w[i], rows.x[i]);
            if (builder.numRows() == sizes[Math.min(blocks.size(), sizes.length - 1)]) {
                blocks.add(builder.build());
            }
        }
        if (builder.numRows() > 0) {
            blocks.add(builder.build());
        }
        return blocks;
    }

    /** Whether a block stores all values. */
    public static boolean isDense(Block block) {
        return block instanceof DenseDoubleBlock;
    }
}
