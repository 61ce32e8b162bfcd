package sparksoftmax.scoring;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

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

    /**
     * Checks that features can be predicted from.
     *
     * @param features null if the row has none
     * @param column where they come from
     * @throws IllegalArgumentException if they are invalid, and this says that they must not be
     */
    void check(FeatureVector features, String column) {
        if (features == null) {
            throw invalid(column, "null");
        }
        int p = this == ERROR ? features.firstInvalid() : -1;
        if (p >= 0) {
            throw invalid(column, "the value " + features.value(p) + " at index " + features.index(p));
        }
    }

    private IllegalArgumentException invalid(String column, String found) {
        return new IllegalArgumentException((this == KEEP
                        ? "Features to predict from must not be null"
                        : "Features to predict from must not be null and must be finite")
                + ", but column '" + column + "' has " + found
                + ": mend such rows, or leave them out by setting handleInvalid to skip.");
    }
}
