package sparksoftmax.app;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;
import sparksoftmax.classification.SoftmaxClassificationModel;
import sparksoftmax.compat.ScalaCollections;
import sparksoftmax.report.ReportData.ClassCoefficients;
import sparksoftmax.report.ReportData.Coefficient;
import sparksoftmax.report.ReportData.Coefficients;
import sparksoftmax.report.ReportData.Picture;

/** The coefficients of a model that are largest in absolute value, by class. */
final class LargestCoefficients {
    private static final int OF_FEW_CLASSES = 10;
    private static final int OF_MANY_CLASSES = 5;
    private static final int FEW_CLASSES = 30;
    private static final int MOST_CLASSES = 200;

    private LargestCoefficients() {}

    /**
     * Ten coefficients of each class; five if there are more than 30 classes, and for at most 200 classes.
     *
     * @param classes the classes, the most important first
     * @param deviations the standard deviations of the features, by which coefficients are multiplied; null to leave
     *     them as they are
     */
    static Coefficients of(SoftmaxClassificationModel model, List<Integer> classes, double[] deviations) {
        List<Integer> shown = classes.stream().limit(MOST_CLASSES).sorted().toList();
        int most = classes.size() > FEW_CLASSES ? OF_MANY_CLASSES : OF_FEW_CLASSES;
        List<String> names = featureNames(model);
        List<Vector> rows = rows(model.coefficientMatrix());
        List<ClassCoefficients> largest = new ArrayList<>();
        for (int label : shown) {
            largest.add(new ClassCoefficients(
                    label,
                    model.interceptVector().apply(label),
                    largest(scaled(rows.get(label).toArray(), deviations), names, most)));
        }
        return new Coefficients(deviations != null, largest, classes.size() - shown.size());
    }

    /** The names of the features, "" where there is none. */
    static List<String> featureNames(SoftmaxClassificationModel model) {
        String[] names = model.isDefined(model.featureNames()) ? model.getFeatureNames() : new String[0];
        List<String> all = new ArrayList<>();
        for (int j = 0; j < model.numFeatures(); j++) {
            all.add(names.length == model.numFeatures() ? names[j] : "");
        }
        return all;
    }

    /** All coefficients of the first classes. */
    static List<Picture> pictures(SoftmaxClassificationModel model, int most, double[] deviations) {
        List<Vector> rows = rows(model.coefficientMatrix());
        List<Picture> pictures = new ArrayList<>();
        for (int k = 0; k < Math.min(most, rows.size()); k++) {
            double[] row = scaled(rows.get(k).toArray(), deviations);
            pictures.add(new Picture(k, Arrays.stream(row).boxed().toList()));
        }
        return pictures;
    }

    private static double[] scaled(double[] row, double[] deviations) {
        double[] scaled = row.clone();
        for (int j = 0; deviations != null && j < row.length; j++) {
            scaled[j] *= deviations[j];
        }
        return scaled;
    }

    private static List<Vector> rows(Matrix matrix) {
        return new ArrayList<>(ScalaCollections.asJava(matrix.rowIter().toList()));
    }

    private static List<Coefficient> largest(double[] row, List<String> names, int most) {
        // The smallest first; of equal ones, the last feature.
        Comparator<Coefficient> order = Comparator.<Coefficient>comparingDouble(one -> Math.abs(one.value()))
                .thenComparing(Coefficient::index, Comparator.reverseOrder());
        PriorityQueue<Coefficient> kept = new PriorityQueue<>(order);
        for (int j = 0; j < row.length; j++) {
            if (row[j] != 0.0 && (kept.size() < most || Math.abs(kept.peek().value()) < Math.abs(row[j]))) {
                String name = names.get(j).isEmpty() ? "feature " + j : names.get(j);
                kept.add(new Coefficient(j, name, row[j]));
                if (kept.size() > most) {
                    kept.remove();
                }
            }
        }
        return kept.stream().sorted(order.reversed()).toList();
    }
}
