package sparksoftmax.app;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Shows progress as lines, for files and for terminals that are not known to be ones: one line every {@value #SECONDS}
 * seconds, and none for a fit that ends before. Time is that of the passes.
 */
final class FitProgressLines implements FitProgress {
    private static final double SECONDS = 10.0;

    private final PrintWriter err;
    private final int maxIter;
    private final PassTimes times;
    private double nextSeconds;

    /**
     * @param err where lines are printed
     * @param maxIter the maximum number of passes
     */
    FitProgressLines(PrintWriter err, int maxIter) {
        this.err = err;
        this.maxIter = maxIter;
        times = new PassTimes(maxIter);
    }

    @Override
    public void onPass(Pass pass) {
        times.add(pass);
        if (pass.number() == 0) {
            // The first pass of another fit: its time begins at 0.
            nextSeconds = SECONDS;
        }
        if (pass.elapsedSeconds() < nextSeconds) {
            return;
        }
        nextSeconds = pass.elapsedSeconds() + SECONDS;
        String validation = Double.isNaN(pass.validationLoss())
                ? ""
                : String.format(Locale.ROOT, "validation loss %.4g", pass.validationLoss());
        err.println("pass " + pass.number() + " of at most " + maxIter + ": "
                + Stream.of(
                                String.format(Locale.ROOT, "objective %.4g", pass.objective()),
                                validation,
                                times.rowsPerSecond(pass),
                                times.timeLeft(pass))
                        .filter(part -> !part.isEmpty())
                        .collect(Collectors.joining(", ")));
    }

    @Override
    public void close() {}
}
