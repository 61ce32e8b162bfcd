package sparksoftmax.scoring;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import sparksoftmax.columns.FeatureColumns;
import sparksoftmax.columns.FeaturePlace;
import sparksoftmax.columns.FeatureVector;

/** What becomes of a row to predict whose features are null, or have values that are NaN or infinite. */
public enum InvalidFeatures {
    /**
     * The row gets what the arithmetic gives, with NaN for null elements of arrays and numeric columns. A vector or
     * array that is null, with which nothing can be computed, is an error.
     */
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
     * Checks that there are features.
     *
     * @param features null if a vector or array of the row is null
     * @param columns where they come from
     * @throws IllegalArgumentException if they are null
     */
    void checkPresence(FeatureVector features, FeatureColumns columns) {
        if (features == null) {
            throw invalid(columns.description() + " has null");
        }
    }

    /**
     * Checks that the values of features are finite.
     *
     * @param columns where they come from
     * @throws IllegalArgumentException if they are not, and this says that they must be
     */
    void checkValues(FeatureVector features, FeatureColumns columns) {
        int p = this == ERROR ? features.firstInvalid() : -1;
        if (p >= 0) {
            FeaturePlace place = columns.place(features, p);
            throw invalid("column '" + place.column() + "' has "
                    + (features.isNull(p) ? "null" : "the value " + features.value(p)) + place.atIndex());
        }
    }

    private IllegalArgumentException invalid(String found) {
        return new IllegalArgumentException((this == KEEP
                        ? "Features to predict from must not be null"
                        : "Features to predict from must not be null and must be finite")
                + ", but " + found + ": mend such rows, or leave them out by setting handleInvalid to skip.");
    }
}
