package sparksoftmax.block;

/** How blocks store the features of their rows. */
public enum Storage {
    /**
     * As the rows were read: densely or sparsely by their contents, in double precision, in the features' own units.
     */
    AS_READ("blocks as read, in double precision"),
    /** Every value, scaled and centered, in single precision. */
    DENSE_FLOAT("dense blocks in single precision"),
    /** The values that are not zero, scaled, in double precision. */
    SPARSE_DOUBLE("sparse blocks in double precision"),
    /** The values that are not zero, scaled, in single precision. */
    SPARSE_FLOAT("sparse blocks in single precision");

    private final String description;

    Storage(String description) {
        this.description = description;
    }

    /** For the log. */
    public String description() {
        return description;
    }

    /** Whether every value is stored, and centered. */
    public boolean isCentered() {
        return this == DENSE_FLOAT;
    }
}
