package sparksoftmax.rows;

/** There is no row to train on: the data set is empty, or all its rows have weight 0 or are for validation. */
public final class NoTrainingRowsException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** @param message the message for the user */
    public NoTrainingRowsException(String message) {
        super(message);
    }
}
