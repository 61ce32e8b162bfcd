package sparksoftmax.rows;

/** A row that cannot be trained or evaluated on; the message is for the user. */
public final class BadInputException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * @param problem what must hold, and what was found
     * @param columns the column or columns in which it was found: "column 'x'"
     * @param remedy what the user can do about it
     */
    BadInputException(String problem, String columns, String remedy) {
        super(problem + " (" + columns + "). " + remedy);
    }
}
