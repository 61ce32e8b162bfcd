package sparksoftmax.rows;

import java.util.Arrays;
import org.apache.spark.sql.catalyst.InternalRow;
import sparksoftmax.block.BlockBuilder;
import sparksoftmax.columns.FeatureColumns;
import sparksoftmax.columns.FeaturePlace;
import sparksoftmax.columns.FeatureVector;

/**
 * Reads rows of features, label or distribution, and weight in Spark's internal form, checks them, and adds them to a
 * block builder. The rows must be those of {@link InputColumns#select}. The errors have the wording of MLlib's checks,
 * and also name the column.
 */
public final class RowDecoder {
    private static final String REMEDY =
            "Filter out or repair such rows, or set handleInvalid to skip to leave them out.";

    private final InputColumns columns;

    RowDecoder(InputColumns columns) {
        this.columns = columns;
    }

    /**
     * The sizes of a row's vectors and arrays, and of the groups of numeric columns between them; null if a vector or
     * array is null, and such rows are left out.
     *
     * @throws BadInputException if a vector or array is null, and such rows are an error
     */
    int[] sizes(InternalRow row) throws BadInputException {
        FeatureVector features = features(row);
        return features == null ? null : columns.features().sizes(features);
    }

    /**
     * Checks a row and adds it to {@code builder}. A row of weight 0 is checked but not added.
     *
     * @param sizes the sizes that its vectors and arrays must have
     * @return whether the row counts: false if its features are invalid, and such rows are left out
     * @throws BadInputException if the row cannot be trained on
     */
    boolean decode(InternalRow row, int[] sizes, BlockBuilder builder) throws BadInputException {
        FeatureVector features = features(row);
        if (features == null) {
            return false;
        }
        int[] found = columns.features().sizes(features);
        if (!Arrays.equals(found, sizes)) {
            throw sizeMismatch(columns, sizes, found);
        }
        double[] values = features.values();
        for (int p = 0; p < values.length; p++) {
            if (!Double.isFinite(values[p])) {
                if (columns.skipsInvalid()) {
                    return false;
                }
                throw invalid(features, p);
            }
        }
        int[] indices = indices(features);
        double[] distribution = columns.distribution() == null ? null : distribution(row);
        int label = distribution == null ? label(row) : RowChecks.mostProbable(distribution);
        double weight = weight(row);
        if (weight == 0.0) {
            return true;
        }
        if (indices == null) {
            builder.addDense(label, distribution, weight, values);
        } else {
            builder.addSparse(label, distribution, weight, indices, values);
        }
        return true;
    }

    /**
     * The number of a row's fold.
     *
     * @throws BadInputException if it is not that of a fold
     */
    int fold(InternalRow row) throws BadInputException {
        int index = columns.foldIndex();
        return RowChecks.fold(row.isNullAt(index) ? Double.NaN : row.getDouble(index), columns.folds());
    }

    private int[] indices(FeatureVector features) throws BadInputException {
        try {
            return features.indices();
        } catch (IllegalArgumentException e) {
            throw new BadInputException(
                    "Indices of a sparse vector MUST increase and be less than its size, but: " + e.getMessage(),
                    columns.describeFeatures(),
                    RowChecks.FILTER);
        }
    }

    private BadInputException invalid(FeatureVector features, int position) {
        FeaturePlace place = columns.features().place(features, position);
        String what = capitalized(place.noun()) + " values MUST NOT be ";
        return new BadInputException(
                features.isNull(position)
                        ? what + "Null, but got null" + place.inWhole()
                        : what + "NaN or Infinity, but got " + features.value(position) + place.inWhole(),
                RowChecks.named(place.column()),
                "Impute such values (see Imputer). " + REMEDY);
    }

    private static String capitalized(String noun) {
        return Character.toUpperCase(noun.charAt(0)) + noun.substring(1);
    }

    /**
     * The message for rows whose vectors or arrays have different sizes.
     *
     * @param expected the sizes in one row
     * @param found the sizes in another
     */
    public static String sizeMismatchMessage(InputColumns columns, int[] expected, int[] found) {
        return sizeMismatch(columns, expected, found).getMessage();
    }

    private static BadInputException sizeMismatch(InputColumns columns, int[] expected, int[] found) {
        FeatureColumns features = columns.features();
        int i = Arrays.mismatch(expected, found);
        return new BadInputException(
                "Dimensions mismatch when adding new sample. Expecting " + expected[i] + " but got " + found[i],
                RowChecks.named(features.differingColumn(expected, found)),
                "All feature vectors MUST have the same size.");
    }

    /** The features of a row; null if there are none, and such rows are left out. */
    private FeatureVector features(InternalRow row) throws BadInputException {
        FeatureVector features = columns.features().readRow(row);
        if (features == null && !columns.skipsInvalid()) {
            FeaturePlace place = columns.features().nullPlace(row);
            throw new BadInputException(
                    capitalized(place.noun()) + "s MUST NOT be Null", RowChecks.named(place.column()), REMEDY);
        }
        return features;
    }

    private int label(InternalRow row) throws BadInputException {
        int index = columns.labelIndex();
        double label = row.isNullAt(index) ? Double.NaN : row.getDouble(index);
        return RowChecks.label(label, columns.classes(), columns.label());
    }

    private double[] distribution(InternalRow row) throws BadInputException {
        FeatureVector shares = columns.distribution().readRow(row, columns.labelIndex());
        return RowChecks.distribution(shares, columns.classes(), columns.label());
    }

    private double weight(InternalRow row) throws BadInputException {
        if (columns.weight() == null) {
            return 1.0;
        }
        int index = columns.weightIndex();
        return RowChecks.weight(row.isNullAt(index) ? Double.NaN : row.getDouble(index), columns.weight());
    }
}
