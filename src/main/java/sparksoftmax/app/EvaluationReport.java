package sparksoftmax.app;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.mllib.evaluation.MulticlassMetrics;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple4;
import sparksoftmax.classification.SoftmaxClassificationModel;

/** Accuracy, log-loss, and precision and recall of every class, on rows with known labels. */
final class EvaluationReport {
    private static final double LOG_LOSS_EPSILON = 1e-15;

    private EvaluationReport() {}

    /**
     * Prints the report.
     *
     * @param title what the rows are
     * @param predictions rows with the columns that the model reads and writes
     * @param classNames of every class
     */
    static void print(
            PrintWriter out,
            String title,
            SoftmaxClassificationModel model,
            Dataset<Row> predictions,
            List<String> classNames) {
        JavaRDD<Tuple4<Object, Object, Object, double[]>> rows = rows(model, predictions);
        rows.persist(StorageLevel.MEMORY_AND_DISK());
        try {
            long numRows = rows.count();
            if (numRows == 0) {
                throw new IllegalArgumentException("An evaluation needs at least one row, but there is none.");
            }
            MulticlassMetrics metrics = new MulticlassMetrics(rows.rdd());
            out.printf(
                    Locale.ROOT,
                    "%s: accuracy %.4f, log-loss %.4f (%d rows)%n",
                    title,
                    metrics.accuracy(),
                    metrics.logLoss(LOG_LOSS_EPSILON),
                    numRows);
            int width = Math.max(
                    5, classNames.stream().mapToInt(String::length).max().orElse(5));
            String format = "%-" + width + "s  %9s  %9s%n";
            out.printf(format, "class", "precision", "recall");
            double[] known = metrics.labels();
            for (double label : known) {
                String name = label < classNames.size() ? classNames.get((int) label) : Double.toString(label);
                out.printf(format, name, share(metrics.precision(label)), share(metrics.recall(label)));
            }
            out.flush();
        } finally {
            rows.unpersist(false);
        }
    }

    private static String share(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }

    private static JavaRDD<Tuple4<Object, Object, Object, double[]>> rows(
            SoftmaxClassificationModel model, Dataset<Row> predictions) {
        boolean weighted =
                model.isDefined(model.weightCol()) && !model.getWeightCol().isEmpty();
        Column weight = weighted ? functions.col(model.getWeightCol()) : functions.lit(1.0);
        return predictions
                .select(
                        functions.col(model.getPredictionCol()),
                        functions.col(model.getLabelCol()).cast("double"),
                        weight.cast("double"),
                        functions.col(model.getProbabilityCol()))
                .javaRDD()
                .map(row -> new Tuple4<>(
                        row.getDouble(0),
                        row.getDouble(1),
                        row.getDouble(2),
                        row.<Vector>getAs(3).toArray()));
    }
}
