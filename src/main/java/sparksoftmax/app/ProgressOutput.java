package sparksoftmax.app;

import java.io.PrintWriter;
import java.util.Map;

/** Chooses how progress is shown: as a bar if stderr is a terminal, and as lines otherwise. */
final class ProgressOutput {
    /** Set by {@code scripts/softmax} if stderr is a terminal: its width in columns. Java cannot find it out. */
    private static final String COLUMNS = "SOFTMAX_TERMINAL_COLUMNS";

    private static final int LEAST_COLUMNS = 60;

    private ProgressOutput() {}

    /**
     * Begins to show progress.
     *
     * @param err stderr
     * @param maxIter the maximum number of passes
     * @param beforePasses what is done before the first pass
     */
    static FitProgress open(PrintWriter err, int maxIter, String beforePasses) {
        return open(err, maxIter, beforePasses, System.getenv());
    }

    /** Does the same for other variables of the environment. */
    static FitProgress open(PrintWriter err, int maxIter, String beforePasses, Map<String, String> environment) {
        String columns = environment.getOrDefault(COLUMNS, "");
        boolean isTerminal = columns.matches("\\d{1,4}") && Integer.parseInt(columns) >= LEAST_COLUMNS;
        return isTerminal
                ? new FitProgressBar(err, Integer.parseInt(columns), maxIter, beforePasses, System::nanoTime)
                : new FitProgressLines(err, maxIter);
    }
}
