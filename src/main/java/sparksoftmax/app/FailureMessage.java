package sparksoftmax.app;

import java.util.ArrayList;
import java.util.List;

/** What a failure says in one line: what failed, and the innermost cause if that says more. */
final class FailureMessage {
    private static final int MAX_DEPTH = 100;

    /** How Spark's scheduler begins, before it repeats the cause with its stack trace. */
    private static final String JOB_ABORTED = "Job aborted";

    private FailureMessage() {}

    static String of(Throwable failure) {
        List<String> messages = new ArrayList<>();
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MAX_DEPTH; depth++, cause = cause.getCause()) {
            String line = firstLine(cause);
            if (!line.startsWith(JOB_ABORTED) || cause.getCause() == null) {
                messages.add(line);
            }
        }
        String outermost = messages.get(0);
        String innermost = messages.get(messages.size() - 1);
        return outermost.contains(innermost) ? outermost : outermost + ": " + innermost;
    }

    private static String firstLine(Throwable cause) {
        String message = cause.getMessage() == null ? "" : cause.getMessage().strip();
        if (message.isEmpty()) {
            return cause.getClass().getSimpleName();
        }
        String line = message.lines().findFirst().orElseThrow();
        return cause instanceof NumberFormatException ? "not a number: " + line : line;
    }
}
