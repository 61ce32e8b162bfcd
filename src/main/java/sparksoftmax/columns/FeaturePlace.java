package sparksoftmax.columns;

/**
 * Where the value of a feature stands.
 *
 * @param column the name of the column
 * @param index the index in the vector or array; -1 if the column has numbers
 * @param size the size of the vector or array
 * @param noun what has the value: "vector", "array" or, for a column of numbers, "feature"
 */
public record FeaturePlace(String column, int index, int size, String noun) {
    /** The index as the end of a sentence: " at index 3", or nothing. */
    public String atIndex() {
        return index < 0 ? "" : " at index " + index;
    }

    /** Index and size as the end of a sentence: " at index 3 of a vector of size 4", or nothing. */
    public String inWhole() {
        return index < 0 ? "" : atIndex() + " of " + (noun.startsWith("a") ? "an " : "a ") + noun + " of size " + size;
    }
}
