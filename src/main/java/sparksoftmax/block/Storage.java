package sparksoftmax.block;

/** How blocks store the features of their rows. */
public enum Storage {
    /** As the rows were read: not scaled, in double precision, dense or sparse depending on the share of non-zeros. */
    AS_READ("blocks as read, in double precision"),
    /** All values, scaled and centered, in single precision. */
    DENSE_FLOAT("dense blocks in single precision"),
    /** The non-zeros, scaled but not centered, in double precision. */
    SPARSE_DOUBLE("sparse blocks in double precision"),
    /** The non-zeros, scaled but not centered, in single precision. */
    SPARSE_FLOAT("sparse blocks in single precision");

    private final String description;

    Storage(String description) {
        this.description = description;
    }

    /** The storage in words, for the log. */
    public String description() {
        return description;
    }

    /** Whether all values are stored, and centered. */
    public boolean isCentered() {
        return this == DENSE_FLOAT;
    }
}
