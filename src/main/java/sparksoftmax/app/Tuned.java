package sparksoftmax.app;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import sparksoftmax.classification.SoftmaxClassificationModel;
import sparksoftmax.report.ReportData;

/**
 * The settings that were compared, and the model that was trained with one of them.
 *
 * @param metric the name of the metric by which settings were compared
 * @param largerIsBetter whether it is better the larger it is
 * @param tried all settings
 * @param best the index of the one that was chosen
 * @param model the model that was trained with it on all rows
 */
record Tuned(
        String metric, boolean largerIsBetter, List<TriedSetting> tried, int best, SoftmaxClassificationModel model) {
    /** The names of two metrics, as {@code SoftmaxClassifierCV} has them. */
    static final String LOG_LOSS = "logLoss";

    private static final String ACCURACY = "accuracy";

    /** A table with a line for each setting. */
    String table() {
        int width = Math.max(
                7,
                tried.stream()
                        .mapToInt(each -> each.setting().title().length())
                        .max()
                        .orElse(0));
        String format = "%-" + width + "s";
        StringBuilder table = new StringBuilder(String.format(format, "setting"));
        cell(table, title());
        cell(table, "+/-");
        if (!metric.equals(LOG_LOSS)) {
            cell(table, "log-loss");
        }
        if (!metric.equals(ACCURACY)) {
            cell(table, "accuracy");
        }
        for (int i = 0; i < tried.size(); i++) {
            TriedSetting each = tried.get(i);
            table.append(System.lineSeparator())
                    .append(String.format(format, each.setting().title()));
            table.append(each.abandoned() ? "  not tried: stronger penalties are clearly better" : figures(each));
            table.append(i == best ? "  best" : "");
        }
        return table.toString();
    }

    private String title() {
        return metric.equals(LOG_LOSS) ? "log-loss" : metric;
    }

    private String figures(TriedSetting each) {
        StringBuilder figures = new StringBuilder();
        number(figures, each.metric());
        number(figures, each.standardError());
        if (!metric.equals(LOG_LOSS)) {
            number(figures, each.logLoss());
        }
        if (!metric.equals(ACCURACY)) {
            number(figures, each.accuracy());
        }
        return figures.toString();
    }

    private void number(StringBuilder line, double value) {
        cell(line, String.format(Locale.ROOT, "%.4f", value));
    }

    private void cell(StringBuilder line, String text) {
        line.append(String.format("  %" + Math.max(9, title().length()) + "s", text));
    }

    /** The settings that were tried, for a report. */
    ReportData.Tuning forReport() {
        return new ReportData.Tuning(
                List.copyOf(tried.get(0).setting().values().keySet()),
                "mean " + title() + " of the folds",
                largerIsBetter,
                IntStream.range(0, tried.size())
                        .filter(i -> !tried.get(i).abandoned())
                        .mapToObj(i -> new ReportData.Trial(
                                List.copyOf(tried.get(i).setting().values().values()),
                                tried.get(i).metric(),
                                i == best))
                        .toList());
    }
}
