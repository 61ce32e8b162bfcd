package sparksoftmax.rows;

/**
 * A partition whose cached blocks were lost had other rows when it was read again. A model of the rows before and after
 * would be one of a mixture of two data sets.
 */
public final class InputChangedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param partition the number of the partition */
    public InputChangedException(int partition) {
        super("The input is not deterministic: cached rows of partition " + partition + " were lost, and when they were"
                + " read again, there were other rows. Checkpoint the data set, or save it and read it again, before it"
                + " is fitted; cache() is not enough where an executor may be lost. What gives other rows each time is"
                + " rand() without a seed, for example, a limit, or a table that is being written.");
    }
}
