package sparksoftmax.app;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;
import scala.jdk.javaapi.CollectionConverters;
import sparksoftmax.classification.SoftmaxClassificationModel;
import sparksoftmax.report.ReportData.ClassCoefficients;
import sparksoftmax.report.ReportData.Coefficient;
import sparksoftmax.report.ReportData.Coefficients;

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
                    largest(rows.get(label).toArray(), deviations, names, most)));
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

    /** The rows of a matrix. */
    static List<Vector> rows(Matrix matrix) {
        return new ArrayList<>(CollectionConverters.asJava(matrix.rowIter().toSeq()));
    }

    private static List<Coefficient> largest(double[] row, double[] deviations, List<String> names, int most) {
        // The smallest first; of equal ones, the last feature.
        Comparator<Coefficient> order = Comparator.<Coefficient>comparingDouble(one -> Math.abs(one.value()))
                .thenComparing(Coefficient::index, Comparator.reverseOrder());
        PriorityQueue<Coefficient> kept = new PriorityQueue<>(order);
        for (int j = 0; j < row.length; j++) {
            double value = deviations == null ? row[j] : row[j] * deviations[j];
            if (value != 0.0 && (kept.size() < most || Math.abs(kept.peek().value()) < Math.abs(value))) {
                String name = names.get(j).isEmpty() ? "feature " + j : names.get(j);
                kept.add(new Coefficient(j, name, value));
                if (kept.size() > most) {
                    kept.remove();
                }
            }
        }
        return kept.stream().sorted(order.reversed()).toList();
    }
}
