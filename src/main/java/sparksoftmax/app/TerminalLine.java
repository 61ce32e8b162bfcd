package sparksoftmax.app;

import java.io.PrintWriter;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ProgressBarConsumer;

/**
 * The line of a terminal in which a progress bar is drawn. Nothing is drawn in the first half second, so that work that
 * ends by then shows no bar. After drawing, the cursor is at the start of the line, so that other output replaces the
 * bar. Thread safe.
 */
final class TerminalLine implements ProgressBarConsumer {
    private static final long FIRST_NANOS = 500_000_000L;

    private final PrintWriter terminal;
    private final int columns;
    private final LongSupplier clock;
    private final long start;
    private int drawn;

    /**
     * @param terminal the terminal
     * @param columns its width
     * @param clock a clock in nanoseconds
     */
    TerminalLine(PrintWriter terminal, int columns, LongSupplier clock) {
        this.terminal = terminal;
        this.columns = columns;
        this.clock = clock;
        start = clock.getAsLong();
    }

    @Override
    public int getMaxRenderedLength() {
        return columns - 1;
    }

    /** Draws a bar in place of the one before. */
    @Override
    public synchronized void accept(String bar) {
        if (clock.getAsLong() - start < FIRST_NANOS) {
            return;
        }
        String text = bar.strip();
        terminal.print("\r" + text + " ".repeat(Math.max(0, drawn - text.length())) + "\r");
        terminal.flush();
        drawn = text.length();
    }

    @Override
    public synchronized void clear() {
        if (drawn > 0) {
            terminal.print("\r" + " ".repeat(drawn) + "\r");
            terminal.flush();
            drawn = 0;
        }
    }

    @Override
    public void close() {
        clear();
    }
}
