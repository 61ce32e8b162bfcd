package sparksoftmax.rows;

/** A row that cannot be trained on; the message is for the user. */
final class BadInputException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * The problem with a row.
     *
     * @param problem what must hold and what was found
     * @param column where
     * @param remedy what to do about it
     */
    BadInputException(String problem, String column, String remedy) {
        super(problem + " (column '" + column + "'). " + remedy);
    }
}
