package sparksoftmax.app;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Shows progress as a bar on a terminal: first what is done before the passes, then these. It is removed in the end.
 */
final class FitProgressBar implements FitProgress {
    private static final int UPDATE_MILLIS = 200;

    /** What the bar itself takes: name, percentage, a bar of 10 characters, count and time. */
    private static final int BAR_COLUMNS = 50;

    private final PrintWriter terminal;
    private final int columns;
    private final int maxIter;
    private final LongSupplier clock;
    private final PassTimes times;
    private TerminalLine line;
    private ProgressBar bar;

    /**
     * @param terminal the terminal
     * @param columns its width
     * @param maxIter the maximum number of passes
     * @param beforePasses what is done before the first pass
     * @param clock a clock in nanoseconds
     */
    FitProgressBar(PrintWriter terminal, int columns, int maxIter, String beforePasses, LongSupplier clock) {
        this.terminal = terminal;
        this.columns = columns;
        this.maxIter = maxIter;
        this.clock = clock;
        times = new PassTimes(maxIter);
        line = new TerminalLine(terminal, columns, clock);
        // How many rows there are is not known yet.
        bar = onLine(new ProgressBarBuilder()
                .setInitialMax(-1)
                .setRenderer((state, length) -> beforePasses + " ("
                        + PassTimes.duration(state.getTotalElapsed().toSeconds()) + ")"));
    }

    private ProgressBar onLine(ProgressBarBuilder builder) {
        return builder.setUpdateIntervalMillis(UPDATE_MILLIS)
                .continuousUpdate()
                .clearDisplayOnFinish()
                .setConsumer(line)
                .build();
    }

    @Override
    public void onPass(Pass pass) {
        times.add(pass);
        if (pass.number() == 0) {
            boolean isAnotherFit = !bar.isIndefinite();
            end();
            if (isAnotherFit) {
                line = new TerminalLine(terminal, columns, clock);
            }
            bar = onLine(new ProgressBarBuilder()
                    .setTaskName("Training")
                    .setInitialMax(maxIter)
                    .setStyle(ProgressBarStyle.ASCII)
                    .hideEta());
        }
        bar.setExtraMessage(" " + text(pass));
        bar.stepTo(pass.number());
    }

    /** As much of the text as there is room for, the most important first. */
    private String text(Pass pass) {
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "objective %.4g", pass.objective()));
        String validation = Double.isNaN(pass.validationLoss())
                ? ""
                : String.format(Locale.ROOT, "validation loss %.4g", pass.validationLoss());
        for (String part : List.of(times.timeLeft(pass), validation, times.rowsPerSecond(pass))) {
            if (!part.isEmpty() && text.length() + 2 + part.length() <= columns - BAR_COLUMNS) {
                text.append(", ").append(part);
            }
        }
        return text.toString();
    }

    @Override
    public void close() {
        end();
    }

    private void end() {
        bar.close();
        // A bar that is closed before it was drawn for the first time is drawn then, and stays.
        line.clear();
    }
}
