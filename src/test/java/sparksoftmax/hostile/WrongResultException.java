package sparksoftmax.hostile;

/** A result that is not what it must be. */
final class WrongResultException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WrongResultException(String message) {
        super(message);
    }

    static void check(boolean condition, String message) {
        if (!condition) {
            throw new WrongResultException(message);
        }
    }
}
