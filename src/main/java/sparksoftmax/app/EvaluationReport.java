package sparksoftmax.app;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import sparksoftmax.classification.SoftmaxSummary;

/** Prints accuracy, log-loss, and precision and recall of every class, for rows with known labels. */
final class EvaluationReport {
    private EvaluationReport() {}

    /**
     * Prints the report.
     *
     * @param title a name for the rows
     * @param summary of the rows
     * @param classNames the names of the classes
     */
    static void print(PrintWriter out, String title, SoftmaxSummary summary, List<String> classNames) {
        out.printf(
                Locale.ROOT,
                "%s: accuracy %.4f, log-loss %.4f (%d rows)%n",
                title,
                summary.accuracy(),
                summary.logLoss(),
                summary.numRows());
        int width =
                Math.max(5, classNames.stream().mapToInt(String::length).max().orElse(5));
        String format = "%-" + width + "s  %9s  %9s%n";
        out.printf(format, "class", "precision", "recall");
        double[] labels = summary.labels();
        double[] precision = summary.precisionByLabel();
        double[] recall = summary.recallByLabel();
        for (int i = 0; i < labels.length; i++) {
            String name = labels[i] < classNames.size() ? classNames.get((int) labels[i]) : Double.toString(labels[i]);
            out.printf(format, name, share(precision[i]), share(recall[i]));
        }
        out.flush();
    }

    private static String share(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
