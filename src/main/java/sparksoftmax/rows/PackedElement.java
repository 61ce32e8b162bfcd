package sparksoftmax.rows;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import sparksoftmax.block.Block;

/**
 * An element of a packed partition: a block, or, as the last element of every partition, what is known about its rows
 * as a whole. Immutable.
 */
public final class PackedElement implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Block block;
    private final boolean validation;
    private final int[] sizes;
    private final boolean sawTraining;
    private final boolean sawValidation;
    private final long numSkipped;
    private final String problem;
    private final long fingerprint;

    private PackedElement(
            Block block,
            boolean validation,
            int[] sizes,
            boolean sawTraining,
            boolean sawValidation,
            long numSkipped,
            String problem,
            long fingerprint) {
        this.block = block;
        this.validation = validation;
        this.sizes = sizes;
        this.sawTraining = sawTraining;
        this.sawValidation = sawValidation;
        this.numSkipped = numSkipped;
        this.problem = problem;
        this.fingerprint = fingerprint;
    }

    static PackedElement of(Block block, boolean validation) {
        return new PackedElement(block, validation, null, !validation, validation, 0L, null, 0L);
    }

    static PackedElement end(
            int[] sizes,
            boolean sawTraining,
            boolean sawValidation,
            long numSkipped,
            String problem,
            long fingerprint) {
        return new PackedElement(null, false, sizes, sawTraining, sawValidation, numSkipped, problem, fingerprint);
    }

    /** A partition of training rows that were not read but made. */
    public static List<PackedElement> partition(Block made) {
        return List.of(of(made, false), end(new int[] {made.numFeatures()}, true, false, 0L, null, 0L));
    }

    /** The block; null at the end of the partition. */
    public Block block() {
        return block;
    }

    /** Whether the block has validation rows, rather than training rows. */
    public boolean isValidation() {
        return validation;
    }

    /**
     * The sizes of the vectors and arrays of a row, and of the groups of numeric columns between them; null if the
     * partition has no rows that count, or where a block tells. Known at the end of the partition.
     */
    public int[] sizes() {
        return sizes;
    }

    /** The number of features; -1 if the partition has no rows that count. */
    public int numFeatures() {
        if (block != null) {
            return block.numFeatures();
        }
        return sizes == null ? -1 : Arrays.stream(sizes).sum();
    }

    /** The number of rows that were left out because of their features; known at the end of the partition. */
    public long numSkipped() {
        return numSkipped;
    }

    /** Whether the partition has a training row, whatever its weight; known at the end of the partition. */
    public boolean sawTraining() {
        return sawTraining;
    }

    /** Whether the partition has a validation row, whatever its weight; known at the end of the partition. */
    public boolean sawValidation() {
        return sawValidation;
    }

    /** The message for the user if a row of the partition cannot be trained on; else null. */
    public String problem() {
        return problem;
    }

    /**
     * A number that the partition has again whenever the same rows are packed, in any order, and, but for a chance of
     * about 2^-64, no longer if they differ in number or in a label, a weight, a feature, or whether they are
     * validation rows; known at the end of the partition.
     */
    public long fingerprint() {
        return fingerprint;
    }
}
