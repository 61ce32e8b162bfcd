package sparksoftmax.app;

import java.util.ArrayList;
import java.util.List;

/**
 * Describes a failure in one line: the message of the exception, and that of its innermost cause if it adds anything.
 */
final class FailureMessage {
    private static final int MAX_DEPTH = 100;

    /** The beginning of the messages of Spark's scheduler, which repeat the cause with its stack trace. */
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
