package sparksoftmax.scoring;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;

/** What becomes of a row to predict whose features are null, or have values that are NaN or infinite. */
public enum InvalidFeatures {
    /** The row gets what the arithmetic gives. Null features, with which nothing can be computed, are an error. */
    KEEP,
    /** The row is an error. */
    ERROR,
    /** The row is left out. */
    SKIP;

    /** The values by name, as a Param has them. */
    public static List<String> names() {
        return Arrays.stream(values()).map(InvalidFeatures::lowerCase).toList();
    }

    /** The value with a name. */
    public static InvalidFeatures named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    private String lowerCase() {
        return name().toLowerCase(Locale.ROOT);
    }

    static boolean areValid(Vector features) {
        return features != null && firstInvalid(features) < 0;
    }

    /** The position of the first value that is not finite, among the stored values; -1 if there is none. */
    private static int firstInvalid(Vector features) {
        double[] values = stored(features);
        for (int p = 0; p < values.length; p++) {
            if (!Double.isFinite(values[p])) {
                return p;
            }
        }
        return -1;
    }

    private static double[] stored(Vector features) {
        return features instanceof SparseVector sparse ? sparse.values() : features.toArray();
    }

    /**
     * The features, if they can be predicted from.
     *
     * @param column where they come from
     * @throws IllegalArgumentException if they are invalid, and this says that they must not be
     */
    Vector checked(Vector features, String column) {
        if (features == null) {
            throw invalid(column, "null");
        }
        int p = this == ERROR ? firstInvalid(features) : -1;
        if (p >= 0) {
            int j = features instanceof SparseVector sparse ? sparse.indices()[p] : p;
            throw invalid(column, "the value " + stored(features)[p] + " at index " + j);
        }
        return features;
    }

    private IllegalArgumentException invalid(String column, String found) {
        return new IllegalArgumentException((this == KEEP
                        ? "Features to predict from must not be null"
                        : "Features to predict from must not be null and must be finite")
                + ", but column '" + column + "' has " + found
                + ": mend such rows, or leave them out by setting handleInvalid to skip.");
    }
}
