package sparksoftmax.columns;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.unsafe.Platform;

/** The elements of an array, or the values of neighboring columns of numbers; some of them may be null. */
abstract class NumberFeatures extends FeatureVector {
    private boolean hasNull;

    private NumberFeatures(int size) {
        super(size, size, false);
    }

    /** The elements of an array of doubles. */
    static FeatureVector ofDoubles(ArrayData elements) {
        return new OfDoubles(elements).checked();
    }

    /** The elements of an array of floats. */
    static FeatureVector ofFloats(ArrayData elements) {
        return new OfFloats(elements).checked();
    }

    /** The values of columns of doubles of a row. */
    static FeatureVector ofColumns(InternalRow row, int first, int number) {
        return new OfColumns(row, first, number).checked();
    }

    /** Looks for null once, before the values are read. */
    final NumberFeatures checked() {
        hasNull = mayHaveNull();
        if (hasNull) {
            int p = 0;
            while (p < size && !isNullAt(p)) {
                p++;
            }
            hasNull = p < size;
        }
        return this;
    }

    /** False if it can be told at once that no value is null. */
    abstract boolean mayHaveNull();

    abstract boolean isNullAt(int position);

    /** A value that is not null. */
    abstract double number(int position);

    /** Copies values none of which is null. */
    abstract void copyNumbers(int from, int to, double[] target, int at);

    /** Copies values one by one. */
    final void copyEach(int from, int to, double[] target, int at) {
        for (int p = from; p < to; p++) {
            target[at + p - from] = value(p);
        }
    }

    @Override
    public final double value(int position) {
        return isNull(position) ? Double.NaN : number(position);
    }

    @Override
    public final boolean isNull(int position) {
        return hasNull && isNullAt(position);
    }

    @Override
    public final int index(int position) {
        return position;
    }

    @Override
    public final void copyValues(int from, int to, double[] target, int at) {
        if (hasNull) {
            copyEach(from, to, target, at);
        } else {
            copyNumbers(from, to, target, at);
        }
    }

    @Override
    public final void copyIndices(int from, int to, int[] target, int at) {
        range(from, to, target, at);
    }

    private abstract static class OfArray extends NumberFeatures {
        final ArrayData elements;

        OfArray(ArrayData elements) {
            super(elements.numElements());
            this.elements = elements;
        }

        /** Between the number of elements and the elements themselves is a bit for each, which is set for null. */
        @Override
        boolean mayHaveNull() {
            if (!(elements instanceof UnsafeArrayData unsafe)) {
                return true;
            }
            long bits = 0L;
            for (long at = unsafe.getBaseOffset() + Long.BYTES; at < firstElement(unsafe); at += Long.BYTES) {
                bits |= Platform.getLong(unsafe.getBaseObject(), at);
            }
            return bits != 0L;
        }

        @Override
        boolean isNullAt(int position) {
            return elements.isNullAt(position);
        }
    }

    private static final class OfDoubles extends OfArray {
        OfDoubles(ArrayData elements) {
            super(elements);
        }

        @Override
        double number(int position) {
            return elements.getDouble(position);
        }

        @Override
        void copyNumbers(int from, int to, double[] target, int at) {
            if (elements instanceof UnsafeArrayData unsafe) {
                copyDoubles(unsafe.getBaseObject(), firstElement(unsafe), from, to, target, at);
            } else {
                copyEach(from, to, target, at);
            }
        }
    }

    private static final class OfFloats extends OfArray {
        OfFloats(ArrayData elements) {
            super(elements);
        }

        @Override
        double number(int position) {
            return elements.getFloat(position);
        }

        @Override
        void copyNumbers(int from, int to, double[] target, int at) {
            if (!(elements instanceof UnsafeArrayData unsafe)) {
                copyEach(from, to, target, at);
                return;
            }
            Object base = unsafe.getBaseObject();
            long first = firstElement(unsafe);
            for (int p = from; p < to; p++) {
                target[at + p - from] = Platform.getFloat(base, first + (long) Float.BYTES * p);
            }
        }
    }

    private static final class OfColumns extends NumberFeatures {
        private final InternalRow row;
        private final int first;

        OfColumns(InternalRow row, int first, int number) {
            super(number);
            this.row = row;
            this.first = first;
        }

        @Override
        boolean mayHaveNull() {
            return !(row instanceof UnsafeRow unsafe) || unsafe.anyNull();
        }

        @Override
        boolean isNullAt(int position) {
            return row.isNullAt(first + position);
        }

        @Override
        double number(int position) {
            return row.getDouble(first + position);
        }

        /** A row has a bit for each column, which is set for null, and then eight bytes for each column. */
        @Override
        void copyNumbers(int from, int to, double[] target, int at) {
            if (row instanceof UnsafeRow unsafe) {
                long columns = unsafe.getBaseOffset() + UnsafeRow.calculateBitSetWidthInBytes(unsafe.numFields());
                copyDoubles(unsafe.getBaseObject(), columns + (long) Double.BYTES * first, from, to, target, at);
            } else {
                copyEach(from, to, target, at);
            }
        }
    }
}
