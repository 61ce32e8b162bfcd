package sparksoftmax.rows;

/** A row that cannot be trained or evaluated on; the message is for the user. */
public final class BadInputException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * @param problem what must hold, and what was found
     * @param column the name of the column in which it was found
     * @param remedy what the user can do about it
     */
    BadInputException(String problem, String column, String remedy) {
        super(problem + " (column '" + column + "'). " + remedy);
    }
}
