package sparksoftmax.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Collectors;

/** Runs the command line in this virtual machine. */
public final class RunMain {
    private RunMain() {}

    /** What a command ended with and printed. */
    public record Result(int exitCode, String out, String err) {
        /** What was printed on stderr, without the lines on the progress of a training that takes long. */
        String messages() {
            return err.lines()
                    .filter(line -> !line.matches("pass \\d+ of at most .*"))
                    .map(line -> line + System.lineSeparator())
                    .collect(Collectors.joining());
        }
    }

    public static Result run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
        return new Result(exitCode, out.toString(), err.toString());
    }

    /** Runs a command that must end with exit code 0 and warn of nothing. */
    static Result succeed(String... args) {
        Result result = run(args);
        assertEquals(0, result.exitCode(), result.err());
        assertEquals("", result.messages());
        return result;
    }

    /** Asserts that a command failed with one line that contains a message. */
    static void assertOneLine(String message, Result result) {
        assertTrue(result.err().contains(message), result.err());
        assertEquals(1, result.err().lines().count(), result.err());
    }
}
