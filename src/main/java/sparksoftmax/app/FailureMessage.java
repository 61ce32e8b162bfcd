package sparksoftmax.app;

/** What a failure says in one line: the first line of the message of its innermost cause that has one. */
final class FailureMessage {
    private FailureMessage() {}

    static String of(Throwable failure) {
        String message = failure.getClass().getSimpleName();
        int depth = 0;
        for (Throwable cause = failure; cause != null && depth < 100; cause = cause.getCause(), depth++) {
            if (cause.getMessage() != null && !cause.getMessage().isBlank()) {
                message = cause.getMessage().strip().lines().findFirst().orElse(message);
            }
        }
        return message;
    }
}
