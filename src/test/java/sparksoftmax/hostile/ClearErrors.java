package sparksoftmax.hostile;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.SparkException;
import org.apache.spark.ml.param.Param;
import org.apache.spark.sql.AnalysisException;
import sparksoftmax.classification.SoftmaxClassifier;

/** What makes an error clear: its type, and a message in words that says where the mistake is. */
final class ClearErrors {
    private static final int LONGEST_MESSAGE = 4000;

    private static final Pattern NOT_WORDS = Pattern.compile("\\[[A-Z][\\w.$]*;?@|\\[[DIJZBF]@"
            + "|\\b(NullPointer|ClassCast|Match|ArrayIndexOutOfBounds|IndexOutOfBounds|NegativeArraySize|OutOfMemory"
            + "|StackOverflow|NoSuchElement|Arithmetic|UnsupportedOperation)(Exception|Error)\\b"
            + "|(?m)^\\s*at [\\w.$]+\\([\\w$]+\\.(java|scala):\\d+\\)");

    /** Words one of which says where the mistake is; besides them, the names of all Params. */
    private static final List<String> PLACES = Stream.concat(
                    Stream.of(
                            "column",
                            "file",
                            "path",
                            "folder",
                            "class",
                            "parameter",
                            "session",
                            "--",
                            "'",
                            "dataset",
                            "row",
                            "field",
                            "attribute name"),
                    Arrays.stream(new SoftmaxClassifier().params()).map(Param::name))
            .map(name -> name.toLowerCase(Locale.ROOT))
            .toList();

    private ClearErrors() {}

    /** What is wrong with an error; null if it is clear. */
    static String problem(Throwable thrown) {
        if (!(thrown instanceof IllegalArgumentException
                || thrown instanceof IllegalStateException
                || thrown instanceof AnalysisException)) {
            return "a " + thrown.getClass().getName() + ": " + firstLine(thrown.getMessage());
        }
        return messageProblem(thrown.getMessage());
    }

    /**
     * As {@link #problem}, for an error of a query: Spark wraps what a task throws, and only the innermost cause is
     * ours.
     */
    static Outcome ofQuery(Throwable thrown) {
        Throwable innermost = thrown;
        while (innermost.getCause() != null && innermost instanceof SparkException) {
            innermost = innermost.getCause();
        }
        return Outcome.error(innermost);
    }

    /** What is wrong with a message; null if nothing is. */
    static String messageProblem(String message) {
        if (message == null || message.isBlank() || message.strip().equals("null") || message.endsWith(": null")) {
            return "a message without words: " + message;
        }
        if (message.length() > LONGEST_MESSAGE) {
            return "a message of " + message.length() + " characters: " + firstLine(message);
        }
        if (NOT_WORDS.matcher(message).find()) {
            return "a message with the name of an object or a stack trace: " + firstLine(message);
        }
        String lower = message.toLowerCase(Locale.ROOT);
        return PLACES.stream().anyMatch(lower::contains) ? null : "a message that names no place: " + message;
    }

    private static String firstLine(String message) {
        String line = message == null ? "null" : message.lines().findFirst().orElse("");
        return line.length() > 300 ? line.substring(0, 300) + " ..." : line;
    }
}
