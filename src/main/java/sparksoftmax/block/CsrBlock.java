package sparksoftmax.block;

import java.util.Arrays;

/** A block in compressed sparse row form (CSR): only the non-zero feature values are stored. */
public abstract sealed class CsrBlock extends LabeledBlock permits SparseDoubleBlock, SparseFloatBlock {
    private static final long serialVersionUID = 1L;

    final int[] rowStarts;
    final int[] indices;

    CsrBlock(int numFeatures, int[] rowStarts, int[] indices, Targets targets) {
        super(numFeatures, targets);
        this.rowStarts = rowStarts;
        this.indices = indices;
    }

    /** The stored value at index {@code p}. */
    abstract double value(int p);

    /**
     * Whether the stored values {@code from} to {@code to} equal those of {@code that}, a block of the same class, from
     * index {@code other} on.
     */
    abstract boolean hasValues(int from, int to, CsrBlock that, int other);

    /** A block of the same class with the stored values at the indices {@code places} of this one. */
    abstract CsrBlock withRows(int[] places, int[] newStarts, int[] newIndices, Targets newTargets);

    @Override
    public final int numStored() {
        return indices.length;
    }

    @Override
    public final void forEachStored(int i, FeatureVisitor visitor) {
        for (int p = rowStarts[i]; p < rowStarts[i + 1]; p++) {
            visitor.visit(indices[p], value(p));
        }
    }

    @Override
    public final double fetch(int i) {
        int first = rowStarts[i];
        int last = rowStarts[i + 1] - 1;
        double ofTargets = super.fetch(i);
        return first > last ? ofTargets : ofTargets + indices[first] + value(first) + indices[last] + value(last);
    }

    /**
     * Whether row {@code i} has the label, the features and the fold of row {@code other} of {@code that}, a block of
     * the same class.
     */
    final boolean isRow(int i, CsrBlock that, int other) {
        int start = rowStarts[i];
        int end = rowStarts[i + 1];
        int otherStart = that.rowStarts[other];
        return targets.isSame(i, that.targets, other)
                && Arrays.equals(indices, start, end, that.indices, otherStart, that.rowStarts[other + 1])
                && hasValues(start, end, that, otherStart);
    }

    /** A hash code that is equal for rows with equal labels and features. */
    final int hashOfRow(int i) {
        int hash = targets.labels()[i];
        for (int p = rowStarts[i]; p < rowStarts[i + 1]; p++) {
            long bits = Double.doubleToLongBits(value(p));
            hash = 31 * (31 * hash + indices[p]) + (int) (bits ^ bits >>> 32);
        }
        return hash;
    }

    /**
     * Some rows of this block.
     *
     * @param rows the indices of the rows, increasing, at least one
     * @param newWeights the weights of those rows
     */
    final CsrBlock ofRows(int[] rows, double[] newWeights) {
        int[] starts = new int[rows.length + 1];
        for (int r = 0; r < rows.length; r++) {
            starts[r + 1] = starts[r] + rowStarts[rows[r] + 1] - rowStarts[rows[r]];
        }
        int[] places = new int[starts[rows.length]];
        int[] newIndices = new int[places.length];
        for (int r = 0; r < rows.length; r++) {
            for (int p = starts[r]; p < starts[r + 1]; p++) {
                places[p] = rowStarts[rows[r]] + p - starts[r];
                newIndices[p] = indices[places[p]];
            }
        }
        return withRows(places, starts, newIndices, targets.ofRows(rows, newWeights));
    }
}
