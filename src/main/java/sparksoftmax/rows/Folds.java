package sparksoftmax.rows;

import java.io.Serializable;
import sparksoftmax.block.BlockBuilder;

/**
 * How training rows are divided into folds for cross-validation: as a column says, or by a hash of the label, the
 * weight, the features and a seed. By the hash, the fold of a row depends neither on the order of the rows nor on their
 * partitions; equal rows are in the same fold, and every class is divided like a random sample.
 *
 * @param number the number of folds, at least 2
 * @param column the numeric column with the number of each row's fold, 0 to {@code number} - 1; null to use the hash
 * @param seed the seed of the hash
 */
public record Folds(int number, String column, long seed) implements Serializable {
    /** The fold that the hash gives row {@code i} of those in a builder. */
    int ofRow(BlockBuilder rows, int i) {
        return (int) Long.remainderUnsigned(rows.hash(i, seed), number);
    }
}
