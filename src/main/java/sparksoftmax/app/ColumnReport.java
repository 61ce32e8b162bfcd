package sparksoftmax.app;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import sparksoftmax.table.ColumnKind;
import sparksoftmax.table.FeatureColumn;
import sparksoftmax.table.LabelColumn;
import sparksoftmax.table.LeftOut;
import sparksoftmax.table.Missing;
import sparksoftmax.table.Table;
import sparksoftmax.table.TableColumns;

/** Says what a model is trained on: rows, classes, features by kind, and what was left out. */
final class ColumnReport {
    private static final int MOST_CLASSES = 12;
    private static final int MOST_COLUMNS = 30;

    private ColumnReport() {}

    static void print(PrintWriter out, Table table, PreparedRows rows, ColumnOptions options) {
        TableColumns columns = rows.columns();
        out.println("Rows of '" + table.source() + "' (" + table.description() + "): " + number(rows.numRows())
                + (rows.numUnusable() > 0
                        ? ", of which " + number(rows.numUnusable()) + " with missing values are left out"
                        : ""));
        out.println("Classes of '" + columns.label().name() + "': " + classes(columns.label()));
        out.println("Features: " + number(columns.numFeatures(options.textFeatures())) + " from "
                + columns.features().size() + (columns.features().size() == 1 ? " column" : " columns"));
        for (ColumnKind kind : ColumnKind.values()) {
            List<String> names = columns.features().stream()
                    .filter(column -> column.kind() == kind)
                    .map(ColumnReport::described)
                    .toList();
            if (!names.isEmpty()) {
                out.printf("  %-12s %s%n", kind.title(), listing(names));
            }
        }
        for (LeftOut column : columns.leftOut().stream().limit(MOST_COLUMNS).toList()) {
            out.printf("  %-12s %s: %s%n", "left out", column.name(), column.reason());
        }
        if (columns.leftOut().size() > MOST_COLUMNS) {
            out.printf(
                    "  %-12s %d more columns%n", "left out", columns.leftOut().size() - MOST_COLUMNS);
        }
        List<String> text = columns.names(ColumnKind.text);
        printMissing(out, treatment(options.missing()), columns, name -> !text.contains(name));
        printMissing(out, "have no words", columns, text::contains);
    }

    private static void printMissing(
            PrintWriter out, String treatment, TableColumns columns, Predicate<String> isListed) {
        List<String> names = columns.missing().entrySet().stream()
                .filter(entry -> isListed.test(entry.getKey()))
                .map(entry -> entry.getKey() + " " + number(entry.getValue()))
                .toList();
        if (!names.isEmpty()) {
            out.println("Missing values (" + treatment + "): " + listing(names));
        }
    }

    private static String treatment(Missing missing) {
        return switch (missing) {
            case error -> "not allowed";
            case mean -> "filled with the mean";
            case median -> "filled with the median";
            case skip -> "their rows are left out";
        };
    }

    private static String described(FeatureColumn column) {
        return switch (column.kind()) {
            case categorical -> column.name() + " (" + column.size() + " values)";
            case vector -> column.name() + " (" + number(column.size()) + ")";
            default -> column.name();
        };
    }

    private static String classes(LabelColumn label) {
        List<String> classes = label.classes();
        String first = IntStream.range(0, Math.min(MOST_CLASSES, classes.size()))
                .mapToObj(k -> classes.get(k) + " (" + number(label.counts().get(k)) + ")")
                .collect(Collectors.joining(", "));
        return classes.size() <= MOST_CLASSES
                ? first
                : classes.size() + " classes: " + first + ", and " + (classes.size() - MOST_CLASSES) + " more";
    }

    private static String listing(List<String> names) {
        String first = names.stream().limit(MOST_COLUMNS).collect(Collectors.joining(", "));
        return names.size() <= MOST_COLUMNS ? first : first + " and " + (names.size() - MOST_COLUMNS) + " more";
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
