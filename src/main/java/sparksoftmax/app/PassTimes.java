package sparksoftmax.app;

import java.util.Locale;
import sparksoftmax.classification.TrainingListener.Pass;

/** The speed of the passes of a fit, without the time that it took to read the rows. Not thread safe. */
final class PassTimes {
    private final int maxIter;
    private double startSeconds;

    /** {@code maxIter} is the maximum number of passes. */
    PassTimes(int maxIter) {
        this.maxIter = maxIter;
    }

    /** To be called for every pass. */
    void add(Pass pass) {
        if (pass.number() == 0) {
            startSeconds = pass.elapsedSeconds();
        }
    }

    /** For example {@code 1.2 million rows/s}; empty before the first pass. */
    String rowsPerSecond(Pass pass) {
        double seconds = pass.elapsedSeconds() - startSeconds;
        double rate = pass.rowsPerSecond() * pass.elapsedSeconds() / seconds;
        if (pass.number() == 0 || !Double.isFinite(rate)) {
            return "";
        }
        return rate < 1e6
                ? String.format(Locale.ROOT, "%,.0f rows/s", rate)
                : String.format(Locale.ROOT, "%.1f million rows/s", rate / 1e6);
    }

    /** For example {@code at most 0:34 left}, since training may stop early; empty before the first pass. */
    String timeLeft(Pass pass) {
        if (pass.number() == 0) {
            return "";
        }
        double perPass = (pass.elapsedSeconds() - startSeconds) / pass.number();
        return "at most " + duration(Math.round(perPass * (maxIter - pass.number()))) + " left";
    }

    /** Minutes and seconds, with hours if there are any. */
    static String duration(long seconds) {
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
}
