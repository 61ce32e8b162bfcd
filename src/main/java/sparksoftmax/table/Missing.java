package sparksoftmax.table;

/** What is done about missing values of features. */
public enum Missing {
    /** They are an error. */
    error,
    /** Numbers are replaced by the mean of the column's training rows; a missing category is none of the known ones. */
    mean,
    /** As {@link #mean}, with the median. */
    median,
    /** Rows with missing values are left out. */
    skip;

    /** Whether missing numbers are replaced. */
    public boolean fills() {
        return this == mean || this == median;
    }
}
