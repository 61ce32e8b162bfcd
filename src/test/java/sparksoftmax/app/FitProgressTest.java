package sparksoftmax.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sparksoftmax.classification.TrainingListener.Pass;

/** What is shown while a fit goes on, by clocks of the test. */
class FitProgressTest {
    private final StringWriter err = new StringWriter();
    private final PrintWriter writer = new PrintWriter(err, true);

    /** A pass over 1,000 rows. */
    private static Pass pass(int number, double validationLoss, double seconds) {
        return new Pass(number, 1.0 / (number + 1), validationLoss, seconds, 1000.0 * number / seconds);
    }

    @Test
    void aLineIsPrintedEveryTenSeconds() {
        FitProgress lines = new FitProgressLines(writer, 100);
        // 2 s to read the rows, and then 3 s for each pass.
        for (int number = 0; number <= 8; number++) {
            lines.onPass(pass(number, number == 6 ? Double.NaN : 0.25, 2.0 + 3.0 * number));
        }
        lines.close();
        assertEquals(
                List.of(
                        "pass 3 of at most 100: objective 0.2500, validation loss 0.2500, 333 rows/s, at most 4:51 left",
                        "pass 7 of at most 100: objective 0.1250, validation loss 0.2500, 333 rows/s, at most 4:39 left"),
                err.toString().lines().toList());
    }

    @Test
    void aQuickFitPrintsNoLineAndLongReadingOne() {
        FitProgress lines = new FitProgressLines(writer, 3);
        for (int number = 0; number <= 3; number++) {
            lines.onPass(pass(number, Double.NaN, 1.0 + 2.9 * number));
        }
        assertEquals("", err.toString());
        // The next fit has a clock of its own.
        lines.onPass(pass(0, Double.NaN, 9.0));
        assertEquals("", err.toString());
        lines.onPass(pass(0, Double.NaN, 11.0));
        assertEquals("pass 0 of at most 3: objective 1.000", err.toString().strip());
    }

    @ParameterizedTest
    @CsvSource({
        "1, '12,346 rows/s'",
        "100, '1.2 million rows/s'",
    })
    void largeRatesAreRounded(double scale, String rate) {
        PassTimes times = new PassTimes(10);
        times.add(new Pass(0, 1.0, Double.NaN, 5.0, 0.0));
        Pass second = new Pass(2, 1.0, Double.NaN, 7.0, scale * 12_345.6 * 2 / 7);
        times.add(second);
        assertEquals(rate, times.rowsPerSecond(second));
        assertEquals("at most 0:08 left", times.timeLeft(second));
    }

    /** What is on the line of a terminal in the end. */
    private static String onScreen(String output) {
        char[] line = new char[300];
        Arrays.fill(line, ' ');
        int column = 0;
        for (char c : output.toCharArray()) {
            if (c == '\r') {
                column = 0;
            } else {
                line[column++] = c;
            }
        }
        return new String(line).strip();
    }

    @Test
    void aBarIsDrawnAfterHalfASecondAndRemovedInTheEnd() {
        AtomicLong nanos = new AtomicLong();
        FitProgress bar = new FitProgressBar(writer, 130, 10, "Reading rows", nanos::get);
        bar.onPass(pass(0, 0.75, 0.1));
        assertEquals("", err.toString());
        nanos.set(600_000_000L);
        bar.onPass(pass(5, 0.25, 0.6));
        bar.close();
        String drawn = err.toString();
        assertTrue(drawn.contains("Training  50% ["), drawn);
        assertTrue(drawn.contains("5/10"), drawn);
        assertTrue(drawn.contains("objective 0.1667, at most 0:01 left, validation loss 0.2500"), drawn);
        assertTrue(
                Arrays.stream(drawn.split("\r")).allMatch(line -> line.length() < 130), "nothing is broken into lines");
        assertFalse(drawn.contains("\n"), drawn);
        assertEquals("", onScreen(drawn));
    }

    @Test
    void aQuickFitShowsNoBar() {
        FitProgress bar = new FitProgressBar(writer, 100, 10, "Reading rows", () -> 0L);
        for (int number = 0; number <= 10; number++) {
            bar.onPass(pass(number, Double.NaN, 0.01 * (number + 1)));
        }
        bar.close();
        assertEquals("", err.toString());
    }

    /** Only the most important is shown in a narrow terminal. */
    @Test
    void theTextFitsTheTerminal() {
        AtomicLong nanos = new AtomicLong();
        FitProgress bar = new FitProgressBar(writer, 90, 10, "Reading rows", nanos::get);
        nanos.set(600_000_000L);
        bar.onPass(pass(0, 0.75, 0.1));
        bar.onPass(pass(5, 0.25, 0.6));
        bar.close();
        String drawn = err.toString();
        assertTrue(drawn.contains("objective 0.1667, at most 0:01 left"), drawn);
        assertFalse(drawn.contains("validation loss 0.2500"), drawn);
    }

    @Test
    void othersOutputReplacesTheBar() {
        TerminalLine line = new TerminalLine(writer, 80, new AtomicLong()::incrementAndGet);
        line.accept("not yet");
        AtomicLong nanos = new AtomicLong();
        TerminalLine later = new TerminalLine(writer, 80, () -> nanos.getAndAdd(1_000_000_000L));
        later.accept("a long bar");
        later.accept("a bar");
        assertEquals("a bar", onScreen(err.toString()));
        writer.print("a warning");
        assertEquals("a warning", onScreen(err.toString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "wide", "40", "-100"})
    void withoutATerminalThereAreLines(String columns) {
        assertInstanceOf(
                FitProgressLines.class,
                ProgressOutput.open(writer, 10, "Reading rows", Map.of("SOFTMAX_TERMINAL_COLUMNS", columns)));
        assertInstanceOf(FitProgressLines.class, ProgressOutput.open(writer, 10, "Reading rows", Map.of()));
    }

    @Test
    void onATerminalThereIsABar() {
        try (FitProgress progress =
                ProgressOutput.open(writer, 10, "Reading rows", Map.of("SOFTMAX_TERMINAL_COLUMNS", "100"))) {
            assertInstanceOf(FitProgressBar.class, progress);
        }
    }
}
