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
                + " read again, there were other rows. Cache or checkpoint the data set before it is fitted, so that"
                + " its rows stay the same; rand() without a seed, a limit, or repartition before a random filter give"
                + " other rows each time.");
    }
}
