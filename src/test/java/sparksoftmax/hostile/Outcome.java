package sparksoftmax.hostile;

/**
 * How a case ended.
 *
 * @param how the group in which it is counted
 * @param detail for an error, its message; for a failure, what is wrong
 * @param cause what was thrown; null if nothing was
 */
record Outcome(How how, String detail, Throwable cause) {
    /** The groups. */
    enum How {
        CORRECT,
        CLEAR_ERROR,
        FAILURE
    }

    static Outcome correct() {
        return new Outcome(How.CORRECT, "", null);
    }

    static Outcome failure(String detail) {
        return new Outcome(How.FAILURE, detail, null);
    }

    static Outcome failure(String detail, Throwable cause) {
        return new Outcome(How.FAILURE, detail, cause);
    }

    /** An error, which is a failure if it is not clear. */
    static Outcome error(Throwable thrown) {
        String problem = ClearErrors.problem(thrown);
        return problem == null ? new Outcome(How.CLEAR_ERROR, thrown.getMessage(), thrown) : failure(problem, thrown);
    }

    boolean isFailure() {
        return how == How.FAILURE;
    }
}
