package sparksoftmax.rows;

import java.io.Serializable;
import sparksoftmax.block.Block;

/**
 * What a {@link PartitionPacker} gives out: blocks, and last, once in every partition, what else is to be known of it.
 * Immutable.
 */
public final class PackedElement implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Block block;
    private final boolean validation;
    private final int numFeatures;
    private final boolean sawTraining;
    private final boolean sawValidation;
    private final String problem;

    private PackedElement(
            Block block,
            boolean validation,
            int numFeatures,
            boolean sawTraining,
            boolean sawValidation,
            String problem) {
        this.block = block;
        this.validation = validation;
        this.numFeatures = numFeatures;
        this.sawTraining = sawTraining;
        this.sawValidation = sawValidation;
        this.problem = problem;
    }

    static PackedElement of(Block block, boolean validation) {
        return new PackedElement(block, validation, block.numFeatures(), !validation, validation, null);
    }

    static PackedElement end(int numFeatures, boolean sawTraining, boolean sawValidation, String problem) {
        return new PackedElement(null, false, numFeatures, sawTraining, sawValidation, problem);
    }

    /** The block; null at the end of the partition. */
    public Block block() {
        return block;
    }

    /** Whether the block's rows are to validate on, rather than to train on. */
    public boolean isValidation() {
        return validation;
    }

    /** The size of the rows' vectors; -1 if the partition has no row, of whatever weight. */
    public int numFeatures() {
        return numFeatures;
    }

    /** Whether the partition has a row to train on, of whatever weight; known at the end. */
    public boolean sawTraining() {
        return sawTraining;
    }

    /** Whether the partition has a row to validate on, of whatever weight; known at the end. */
    public boolean sawValidation() {
        return sawValidation;
    }

    /** Why a row of the partition cannot be trained on, for the user; null if all can. */
    public String problem() {
        return problem;
    }
}
