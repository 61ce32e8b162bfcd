package sparksoftmax.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import sparksoftmax.report.ReportData.Confusion;

/**
 * A confusion matrix as a page shows it: a table of all cells for few classes, and the pairs most often confused.
 *
 * @param classes the classes that occur as class or prediction, increasing
 * @param grid a row for each class, with a cell for each predicted class; empty if there are more classes than a table
 *     can show
 * @param pairs the wrong pairs with the largest weights
 * @param omittedPairs the number of the other wrong pairs that occur
 */
record ConfusionView(List<Integer> classes, List<GridRow> grid, List<Pair> pairs, int omittedPairs) {
    private static final int MOST_IN_GRID = 25;
    private static final int MOST_PAIRS = 30;

    /** The cells of one class. */
    record GridRow(int label, double weight, List<Cell> cells) {}

    /**
     * A cell.
     *
     * @param share of the weight of its class
     */
    record Cell(int prediction, double weight, double share) {}

    /**
     * A class taken for another one.
     *
     * @param share of the weight of the class
     */
    record Pair(int label, int prediction, double weight, double share) {}

    static ConfusionView of(List<Confusion> confusions) {
        TreeSet<Integer> classes = new TreeSet<>();
        Map<Integer, Double> weights = new HashMap<>();
        for (Confusion confusion : confusions) {
            classes.add(confusion.label());
            classes.add(confusion.prediction());
            weights.merge(confusion.label(), confusion.weight(), Double::sum);
        }
        List<Pair> wrong = confusions.stream()
                .filter(confusion -> confusion.label() != confusion.prediction() && confusion.weight() > 0.0)
                .map(confusion -> new Pair(
                        confusion.label(),
                        confusion.prediction(),
                        confusion.weight(),
                        confusion.weight() / weights.get(confusion.label())))
                .sorted(Comparator.comparingDouble(Pair::weight)
                        .reversed()
                        .thenComparingInt(Pair::label)
                        .thenComparingInt(Pair::prediction))
                .toList();
        List<Pair> shown = wrong.subList(0, Math.min(MOST_PAIRS, wrong.size()));
        List<Integer> all = List.copyOf(classes);
        return new ConfusionView(
                all,
                all.size() > MOST_IN_GRID ? List.of() : grid(confusions, all, weights),
                shown,
                wrong.size() - shown.size());
    }

    private static List<GridRow> grid(List<Confusion> confusions, List<Integer> classes, Map<Integer, Double> weights) {
        Map<List<Integer>, Double> cells = new HashMap<>();
        confusions.forEach(
                confusion -> cells.put(List.of(confusion.label(), confusion.prediction()), confusion.weight()));
        List<GridRow> rows = new ArrayList<>();
        for (int label : classes) {
            double total = weights.getOrDefault(label, 0.0);
            List<Cell> row = classes.stream()
                    .map(prediction -> {
                        double weight = cells.getOrDefault(List.of(label, prediction), 0.0);
                        return new Cell(prediction, weight, total == 0.0 ? 0.0 : weight / total);
                    })
                    .toList();
            rows.add(new GridRow(label, total, row));
        }
        return rows;
    }
}
