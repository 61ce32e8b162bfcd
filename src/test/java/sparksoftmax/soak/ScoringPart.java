package sparksoftmax.soak;

import java.io.PrintStream;
import java.util.Locale;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import sparksoftmax.GeneratedRows;
import sparksoftmax.classification.SoftmaxClassificationModel;

/**
 * Predicts all rows, with all output columns, by a model of ours and by Spark's with the same coefficients. What is
 * predicted goes to a sink that drops it.
 */
record ScoringPart(GeneratedRows rows, int numPartitions) {
    /** The seconds to make the rows alone, and to make and predict them. */
    record Seconds(double rows, double ours, double mllib) {}

    void run(SparkSession spark, PrintStream out) {
        Seconds seconds = measure(spark);
        out.printf(
                "Predictions for %,d rows x %d features, %d classes, in %d partitions%n",
                rows.numRows(), rows.numFeatures(), rows.numClasses(), numPartitions);
        out.printf("%-28s %8s %14s %32s%n", "model", "seconds", "Mrows/s", "Mrows/s without making the rows");
        line(out, "none: the rows are made", seconds.rows(), 0.0);
        line(out, "SoftmaxClassificationModel", seconds.ours(), seconds.rows());
        line(out, "LogisticRegressionModel", seconds.mllib(), seconds.rows());
    }

    Seconds measure(SparkSession spark) {
        Dataset<Row> data = LoadRows.in(spark, rows, numPartitions);
        LogisticRegressionModel mllib = new LogisticRegressionModel(
                "logreg", rows.trueCoefficients(), Vectors.zeros(rows.numClasses()), rows.numClasses(), true);
        SoftmaxClassificationModel ours = SoftmaxClassificationModel.fromLogisticRegressionModel(mllib);
        // The first predictions of a virtual machine take longer, whoever makes them.
        Dataset<Row> few = data.limit(Math.min(rows.numRows(), 10_000));
        drop(ours.transform(few));
        drop(mllib.transform(few));
        return new Seconds(drop(data), drop(ours.transform(data)), drop(mllib.transform(data)));
    }

    private void line(PrintStream out, String name, double seconds, double secondsOfRows) {
        out.printf(
                Locale.ROOT,
                "%-28s %8.1f %14.3f %32s%n",
                name,
                seconds,
                rows.numRows() / seconds / 1e6,
                secondsOfRows == 0.0
                        ? ""
                        : String.format(Locale.ROOT, "%.3f", rows.numRows() / (seconds - secondsOfRows) / 1e6));
    }

    private static double drop(Dataset<Row> predicted) {
        long start = System.nanoTime();
        predicted.write().format("noop").mode("overwrite").save();
        return (System.nanoTime() - start) / 1e9;
    }
}
