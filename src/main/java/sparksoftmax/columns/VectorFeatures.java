package sparksoftmax.columns;

import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.unsafe.Platform;

/** The values of a vector, which is an object or a struct in Spark's internal form. */
public final class VectorFeatures {
    // The fields of VectorUDT's struct.
    private static final int NUM_FIELDS = 4;
    private static final int TYPE = 0;
    private static final int SIZE = 1;
    private static final int INDICES = 2;
    private static final int VALUES = 3;
    private static final byte SPARSE = 0;
    private static final byte DENSE = 1;

    private VectorFeatures() {}

    private static final class OfArrays extends FeatureVector {
        private final int[] indices;
        private final double[] values;

        /** {@code indices} are null if the vector is dense. */
        OfArrays(int size, int[] indices, double[] values) {
            super(size, values.length, indices != null);
            this.indices = indices;
            this.values = values;
        }

        @Override
        public double value(int position) {
            return values[position];
        }

        @Override
        public int index(int position) {
            return indices == null ? position : indices[position];
        }

        @Override
        public void copyValues(int from, int to, double[] target, int at) {
            System.arraycopy(values, from, target, at, to - from);
        }

        @Override
        public void copyIndices(int from, int to, int[] target, int at) {
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
            super(size, values.numElements(), indices != null);
            this.indices = indices;
            this.values = values;
        }

        @Override
        public double value(int position) {
            return values.getDouble(position);
        }

        @Override
        public int index(int position) {
            return indices == null ? position : indices.getInt(position);
        }

        // Copied as a whole if possible: to read an element of Spark's arrays takes several times as long as to
        // read one of Java's.
        @Override
        public void copyValues(int from, int to, double[] target, int at) {
            if (values instanceof UnsafeArrayData unsafe) {
                copyDoubles(unsafe.getBaseObject(), firstElement(unsafe), from, to, target, at);
            } else {
                for (int p = from; p < to; p++) {
                    target[at + p - from] = values.getDouble(p);
                }
            }
        }

        @Override
        public void copyIndices(int from, int to, int[] target, int at) {
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

        private IllegalArgumentException invalidIndices() {
            // Its constructor says what is wrong.
            Vector vector = new SparseVector(size, indices.toIntArray(), values.toDoubleArray());
            throw new IllegalStateException("These indices are not valid: " + vector);
        }
    }

    /** The values of a vector. */
    public static FeatureVector of(Vector vector) {
        return vector instanceof SparseVector sparse
                ? new OfArrays(sparse.size(), sparse.indices(), sparse.values())
                : new OfArrays(vector.size(), null, vector.toArray());
    }

    /** The vector of VectorUDT's struct; its indices are checked when they are copied. */
    public static FeatureVector ofStruct(InternalRow struct) {
        ArrayData values = struct.getArray(VALUES);
        return struct.getByte(TYPE) == SPARSE
                ? new OfStruct(struct.getInt(SIZE), struct.getArray(INDICES), values)
                : new OfStruct(values.numElements(), null, values);
    }

    /** The struct of a dense vector, which keeps the values in an array, too, so that they need not be copied again. */
    private static final class DenseStruct extends GenericInternalRow {
        private static final long serialVersionUID = 1L;

        private final transient double[] numbers;

        DenseStruct(Object[] fields, double[] numbers) {
            super(fields);
            this.numbers = numbers;
        }
    }

    /** The values of the struct of a dense vector, which must not be changed. */
    public static double[] values(InternalRow struct) {
        return struct instanceof DenseStruct dense && dense.numbers != null
                ? dense.numbers
                : struct.getArray(VALUES).toDoubleArray();
    }

    /** The values as above, in an array that may be changed. */
    public static double[] copyOfValues(InternalRow struct) {
        return struct instanceof DenseStruct
                ? values(struct).clone()
                : struct.getArray(VALUES).toDoubleArray();
    }

    /** The struct of a dense vector, whose values must not be changed afterwards. */
    public static InternalRow dense(double[] values) {
        Object[] fields = new Object[NUM_FIELDS];
        fields[TYPE] = DENSE;
        fields[VALUES] = UnsafeArrayData.fromPrimitiveArray(values);
        return new DenseStruct(fields, values);
    }
}
