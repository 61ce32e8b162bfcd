package sparksoftmax.scoring;

import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;

/**
 * The arrays of a vector, whether it comes from an object or from a row in Spark's internal form. Both ways lead to the
 * same arrays, so that what is computed from them is the same to the bit.
 *
 * @param size the number of features
 * @param indices where the values belong, in ascending order; null if there is a value for each feature
 * @param values not to be changed
 */
record FeatureVector(int size, int[] indices, double[] values) {
    // The fields of VectorUDT's struct.
    private static final int NUM_FIELDS = 4;
    private static final int TYPE = 0;
    private static final int SIZE = 1;
    private static final int INDICES = 2;
    private static final int VALUES = 3;
    private static final byte SPARSE = 0;
    private static final byte DENSE = 1;

    static FeatureVector of(Vector vector) {
        return vector instanceof SparseVector sparse
                ? new FeatureVector(sparse.size(), sparse.indices(), sparse.values())
                : new FeatureVector(vector.size(), null, vector.toArray());
    }

    /**
     * @param vector of VectorUDT's struct
     * @throws IllegalArgumentException if it is none that {@link SparseVector} would accept
     */
    static FeatureVector of(InternalRow vector) {
        double[] values = values(vector);
        if (vector.getByte(TYPE) != SPARSE) {
            return new FeatureVector(values.length, null, values);
        }
        int[] indices = vector.getArray(INDICES).toIntArray();
        int size = vector.getInt(SIZE);
        int last = -1;
        boolean ascending = indices.length == values.length;
        for (int j : indices) {
            ascending &= j > last;
            last = j;
        }
        return ascending && last < size
                ? new FeatureVector(size, indices, values)
                // Throws the error that says what is wrong with them.
                : of(new SparseVector(size, indices, values));
    }

    /** A copy of the values of VectorUDT's struct; those that are not 0, if it is a sparse vector. */
    static double[] values(InternalRow vector) {
        return vector.getArray(VALUES).toDoubleArray();
    }

    /** VectorUDT's struct of a dense vector. */
    static InternalRow dense(double[] values) {
        Object[] fields = new Object[NUM_FIELDS];
        fields[TYPE] = DENSE;
        fields[VALUES] = UnsafeArrayData.fromPrimitiveArray(values);
        return new GenericInternalRow(fields);
    }

    /** The position of the first value that is not finite, among {@link #values}; -1 if there is none. */
    int firstInvalid() {
        for (int p = 0; p < values.length; p++) {
            if (!Double.isFinite(values[p])) {
                return p;
            }
        }
        return -1;
    }

    /** The feature to which the value at a position belongs. */
    int index(int position) {
        return indices == null ? position : indices[position];
    }
}
