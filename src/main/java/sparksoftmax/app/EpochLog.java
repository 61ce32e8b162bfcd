package sparksoftmax.app;

import java.io.PrintWriter;
import java.util.Locale;

/** Prints the history of the objective in the format of the tutorial, which calls a pass an epoch. */
final class EpochLog {
    private EpochLog() {}

    /**
     * Prints a line for every {@code every}-th pass, and for the last.
     *
     * @param objectiveHistory the objective before each pass and after the last
     * @param maxIter the maximum number of passes
     */
    static void print(PrintWriter out, double[] objectiveHistory, int maxIter, int every) {
        for (int pass = 0; pass < objectiveHistory.length; pass++) {
            if (pass % every == 0 || pass == objectiveHistory.length - 1) {
                out.printf(Locale.ROOT, "Epoch %4d/%d Cost: %.6f%n", pass, maxIter, objectiveHistory[pass]);
            }
        }
        out.flush();
    }
}
