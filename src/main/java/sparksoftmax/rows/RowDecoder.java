package sparksoftmax.rows;

import org.apache.spark.sql.catalyst.InternalRow;
import sparksoftmax.block.BlockBuilder;

/**
 * Reads rows of features, label and weight in Spark's internal form, checks them, and adds them to a block builder. The
 * rows must be those of {@link InputColumns#select}. The errors have the wording of MLlib's checks, and also name the
 * column.
 */
public final class RowDecoder {
    private static final int FEATURES = 0;
    private static final int LABEL = 1;
    private static final int WEIGHT = 2;

    // The fields of VectorUDT's struct.
    private static final int NUM_VECTOR_FIELDS = 4;
    private static final int TYPE = 0;
    private static final int SIZE = 1;
    private static final int INDICES = 2;
    private static final int VALUES = 3;
    private static final byte SPARSE = 0;

    private final InputColumns columns;

    RowDecoder(InputColumns columns) {
        this.columns = columns;
    }

    /** The size of the row's feature vector. */
    int numFeatures(InternalRow row) throws BadInputException {
        return vector(row).isNullAt(SIZE)
                ? vector(row).getArray(VALUES).numElements()
                : vector(row).getInt(SIZE);
    }

    /**
     * Checks a row and adds it to {@code builder}. A row of weight 0 is checked but not added.
     *
     * @param numFeatures the size that its feature vector must have
     * @throws BadInputException if the row cannot be trained on
     */
    void decode(InternalRow row, int numFeatures, BlockBuilder builder) throws BadInputException {
        int label = label(row);
        double weight = weight(row);
        int found = numFeatures(row);
        if (found != numFeatures) {
            throw sizeMismatch(columns, numFeatures, found);
        }
        InternalRow vector = vector(row);
        double[] values = vector.getArray(VALUES).toDoubleArray();
        boolean sparse = vector.getByte(TYPE) == SPARSE;
        int[] indices = sparse ? vector.getArray(INDICES).toIntArray() : null;
        for (int p = 0; p < values.length; p++) {
            if (!Double.isFinite(values[p])) {
                throw new BadInputException(
                        "Vector values MUST NOT be NaN or Infinity, but got " + values[p] + " at index "
                                + (sparse ? indices[p] : p) + " of a vector of size " + numFeatures,
                        columns.features(),
                        "Impute such values (see Imputer) or filter out their rows before fitting.");
            }
        }
        if (weight == 0.0) {
            return;
        }
        if (sparse) {
            builder.addSparse(label, weight, indices, values);
        } else {
            builder.addDense(label, weight, values);
        }
    }

    /** The message for vectors of different sizes. */
    public static String sizeMismatchMessage(InputColumns columns, int expected, int found) {
        return sizeMismatch(columns, expected, found).getMessage();
    }

    private static BadInputException sizeMismatch(InputColumns columns, int expected, int found) {
        return new BadInputException(
                "Dimensions mismatch when adding new sample. Expecting " + expected + " but got " + found,
                columns.features(),
                "All feature vectors MUST have the same size.");
    }

    private InternalRow vector(InternalRow row) throws BadInputException {
        if (row.isNullAt(FEATURES)) {
            throw new BadInputException("Vectors MUST NOT be Null", columns.features(), RowChecks.FILTER);
        }
        return row.getStruct(FEATURES, NUM_VECTOR_FIELDS);
    }

    private int label(InternalRow row) throws BadInputException {
        double label = row.isNullAt(LABEL) ? Double.NaN : row.getDouble(LABEL);
        return RowChecks.label(label, columns.classes(), columns.label());
    }

    private double weight(InternalRow row) throws BadInputException {
        if (columns.weight() == null) {
            return 1.0;
        }
        return RowChecks.weight(row.isNullAt(WEIGHT) ? Double.NaN : row.getDouble(WEIGHT), columns.weight());
    }
}
