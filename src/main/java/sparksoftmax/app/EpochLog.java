package sparksoftmax.app;

import java.io.PrintWriter;
import java.util.Locale;

/** Prints the objective's history as the tutorial does. */
final class EpochLog {
    private EpochLog() {}

    /**
     * Prints a line for every {@code every}-th epoch, and for the last.
     *
     * @param maxIter the epochs that were to be made
     */
    static void print(PrintWriter out, double[] objectiveHistory, int maxIter, int every) {
        for (int epoch = 0; epoch < objectiveHistory.length; epoch++) {
            if (epoch % every == 0 || epoch == objectiveHistory.length - 1) {
                out.printf(Locale.ROOT, "Epoch %4d/%d Cost: %.6f%n", epoch, maxIter, objectiveHistory[epoch]);
            }
        }
        out.flush();
    }
}
