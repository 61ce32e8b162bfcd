package sparksoftmax.scoring;

import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.unsafe.Platform;

/**
 * The values of a vector, whether it is an object or a struct in Spark's internal form, whose values stay where they
 * are. What is computed from a vector is the same to the bit in both cases.
 */
abstract sealed class FeatureVector {
    // The fields of VectorUDT's struct.
    private static final int NUM_FIELDS = 4;
    private static final int TYPE = 0;
    private static final int SIZE = 1;
    private static final int INDICES = 2;
    private static final int VALUES = 3;
    private static final byte SPARSE = 0;
    private static final byte DENSE = 1;

    /** The number of features. */
    final int size;

    /** The number of values; a sparse vector has fewer than features. */
    final int numValues;

    private FeatureVector(int size, int numValues) {
        this.size = size;
        this.numValues = numValues;
    }

    /** The value at a position. */
    abstract double value(int position);

    /** The feature to which the value at a position belongs; it grows with the position. */
    abstract int index(int position);

    /** Copies the values at some positions. */
    abstract void copyValues(int from, int to, double[] target, int at);

    /**
     * Copies the features to which the values at some positions belong.
     *
     * @throws IllegalArgumentException if they are none that {@link SparseVector} accepts
     */
    abstract void copyIndices(int from, int to, int[] target, int at);

    private static final class OfArrays extends FeatureVector {
        private final int[] indices;
        private final double[] values;

        /** {@code indices} are null if the vector is dense. */
        OfArrays(int size, int[] indices, double[] values) {
            super(size, values.length);
            this.indices = indices;
            this.values = values;
        }

        @Override
        double value(int position) {
            return values[position];
        }

        @Override
        int index(int position) {
            return indices == null ? position : indices[position];
        }

        @Override
        void copyValues(int from, int to, double[] target, int at) {
            System.arraycopy(values, from, target, at, to - from);
        }

        @Override
        void copyIndices(int from, int to, int[] target, int at) {
            if (indices == null) {
                range(from, to, target, at);
            } else {
                System.arraycopy(indices, from, target, at, to - from);
            }
        }
    }

    private static final class OfStruct extends FeatureVector {
        private final ArrayData indices;
        private final ArrayData values;

        /** {@code indices} are null if the vector is dense. */
        OfStruct(int size, ArrayData indices, ArrayData values) {
            super(size, values.numElements());
            this.indices = indices;
            this.values = values;
        }

        @Override
        double value(int position) {
            return values.getDouble(position);
        }

        @Override
        int index(int position) {
            return indices == null ? position : indices.getInt(position);
        }

        // Copied as a whole if possible: to read an element of Spark's arrays takes several times as long as to
        // read one of Java's.
        @Override
        void copyValues(int from, int to, double[] target, int at) {
            if (values instanceof UnsafeArrayData unsafe) {
                Platform.copyMemory(
                        unsafe.getBaseObject(),
                        firstElement(unsafe) + 8L * from,
                        target,
                        Platform.DOUBLE_ARRAY_OFFSET + 8L * at,
                        8L * (to - from));
            } else {
                for (int p = from; p < to; p++) {
                    target[at + p - from] = values.getDouble(p);
                }
            }
        }

        @Override
        void copyIndices(int from, int to, int[] target, int at) {
            if (indices == null) {
                range(from, to, target, at);
                return;
            }
            if (indices.numElements() != numValues) {
                throw invalidIndices();
            }
            if (indices instanceof UnsafeArrayData unsafe) {
                Platform.copyMemory(
                        unsafe.getBaseObject(),
                        firstElement(unsafe) + 4L * from,
                        target,
                        Platform.INT_ARRAY_OFFSET + 4L * at,
                        4L * (to - from));
            } else {
                for (int p = from; p < to; p++) {
                    target[at + p - from] = indices.getInt(p);
                }
            }
            int last = from == 0 ? -1 : indices.getInt(from - 1);
            boolean ascending = true;
            for (int p = at; p < at + to - from; p++) {
                ascending &= target[p] > last;
                last = target[p];
            }
            if (!ascending || last >= size) {
                throw invalidIndices();
            }
        }

        private static long firstElement(UnsafeArrayData array) {
            return array.getBaseOffset() + UnsafeArrayData.calculateHeaderPortionInBytes(array.numElements());
        }

        private IllegalArgumentException invalidIndices() {
            // Its constructor says what is wrong.
            Vector vector = new SparseVector(size, indices.toIntArray(), values.toDoubleArray());
            throw new IllegalStateException("These indices are not valid: " + vector);
        }
    }

    private static void range(int from, int to, int[] target, int at) {
        for (int j = from; j < to; j++) {
            target[at + j - from] = j;
        }
    }

    static FeatureVector of(Vector vector) {
        return vector instanceof SparseVector sparse
                ? new OfArrays(sparse.size(), sparse.indices(), sparse.values())
                : new OfArrays(vector.size(), null, vector.toArray());
    }

    /** The vector of VectorUDT's struct; its indices are checked when they are copied. */
    static FeatureVector of(InternalRow struct) {
        ArrayData values = struct.getArray(VALUES);
        return struct.getByte(TYPE) == SPARSE
                ? new OfStruct(struct.getInt(SIZE), struct.getArray(INDICES), values)
                : new OfStruct(values.numElements(), null, values);
    }

    /** A copy of the values of the struct of a dense vector. */
    static double[] values(InternalRow struct) {
        return struct.getArray(VALUES).toDoubleArray();
    }

    /** The struct of a dense vector. */
    static InternalRow dense(double[] values) {
        Object[] fields = new Object[NUM_FIELDS];
        fields[TYPE] = DENSE;
        fields[VALUES] = UnsafeArrayData.fromPrimitiveArray(values);
        return new GenericInternalRow(fields);
    }

    /** The position of the first value that is not finite; -1 if there is none. */
    int firstInvalid() {
        for (int p = 0; p < numValues; p++) {
            if (!Double.isFinite(value(p))) {
                return p;
            }
        }
        return -1;
    }
}
