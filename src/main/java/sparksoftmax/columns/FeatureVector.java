package sparksoftmax.columns;

import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.unsafe.Platform;

/**
 * The features of a row: the values of a vector, an array or neighboring columns of numbers, or of several of them. The
 * values stay where they are. What is computed from equal values is the same to the bit in all cases.
 */
public abstract class FeatureVector {
    /** The number of features. */
    final int size;

    /** The number of values; a sparse vector has fewer than features. */
    final int numValues;

    /** Whether features may have no value, which are 0 then. */
    final boolean sparse;

    FeatureVector(int size, int numValues, boolean sparse) {
        this.size = size;
        this.numValues = numValues;
        this.sparse = sparse;
    }

    /** The number of features. */
    public final int size() {
        return size;
    }

    /** The number of values; a sparse vector has fewer than features. */
    public final int numValues() {
        return numValues;
    }

    /** Whether the values are those of all features in their order. */
    public final boolean isDense() {
        return !sparse;
    }

    /** The value at a position; NaN if it is null. */
    public abstract double value(int position);

    /** Whether the value at a position is null, as only elements of arrays and numeric columns can be. */
    public boolean isNull(int position) {
        return false;
    }

    /** The feature to which the value at a position belongs; it grows with the position. */
    public abstract int index(int position);

    /** Copies the values at some positions; null becomes NaN. */
    public abstract void copyValues(int from, int to, double[] target, int at);

    /**
     * Copies the features to which the values at some positions belong.
     *
     * @throws IllegalArgumentException if they are none that {@link SparseVector} accepts
     */
    public abstract void copyIndices(int from, int to, int[] target, int at);

    /** A copy of all values; null becomes NaN. */
    public final double[] values() {
        double[] values = new double[numValues];
        copyValues(0, numValues, values, 0);
        return values;
    }

    /**
     * The features to which the values belong; null if they are all features in their order.
     *
     * @throws IllegalArgumentException if they are none that {@link SparseVector} accepts
     */
    public final int[] indices() {
        if (!sparse) {
            return null;
        }
        int[] indices = new int[numValues];
        copyIndices(0, numValues, indices, 0);
        return indices;
    }

    /** The position of the first value that is null or not finite; -1 if there is none. */
    public int firstInvalid() {
        for (int p = 0; p < numValues; p++) {
            if (!Double.isFinite(value(p))) {
                return p;
            }
        }
        return -1;
    }

    /**
     * Writes the numbers from {@code from} to {@code to}: the features of values that are all features in their order.
     */
    static void range(int from, int to, int[] target, int at) {
        for (int j = from; j < to; j++) {
            target[at + j - from] = j;
        }
    }

    /** Copies doubles that Spark keeps one after the other. */
    static void copyDoubles(Object base, long offset, int from, int to, double[] target, int at) {
        Platform.copyMemory(
                base,
                offset + (long) Double.BYTES * from,
                target,
                Platform.DOUBLE_ARRAY_OFFSET + (long) Double.BYTES * at,
                (long) Double.BYTES * (to - from));
    }

    /** Where the elements of an array of Spark begin. */
    static long firstElement(UnsafeArrayData array) {
        return array.getBaseOffset() + UnsafeArrayData.calculateHeaderPortionInBytes(array.numElements());
    }
}
