package sparksoftmax.classification;

import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import sparksoftmax.GeneratedRows;
import sparksoftmax.SharedSpark;

/**
 * Fits generated rows and prints the objective before and after, and how many bytes were spilled to disk by shuffles.
 * Arguments: "dense" or "wide", and the value of the Param {@code maxDriverDataInMB}. The main class of
 * {@link SmallHeapTest}.
 */
final class SmallHeapFits {
    private SmallHeapFits() {}

    public static void main(String[] args) {
        SparkSession spark = SharedSpark.session();
        AtomicLong spilled = new AtomicLong();
        spark.sparkContext().addSparkListener(new SparkListener() {
            @Override
            public void onTaskEnd(SparkListenerTaskEnd end) {
                if (end.taskMetrics() != null) {
                    spilled.addAndGet(end.taskMetrics().diskBytesSpilled());
                }
            }
        });
        Dataset<Row> rows = args[0].equals("dense")
                ? GeneratedRows.dense(300_000, 100, 3, 5L).toDataset(spark, 8)
                : GeneratedRows.sparse(30_000, 1 << 20, 2, 20, 6L).toDataset(spark, 100);
        SoftmaxClassificationModel model = new SoftmaxClassifier()
                .setMaxIter(5)
                .setRegParam(1e-4)
                .setMaxDriverDataInMB(Double.parseDouble(args[1]))
                .fit(rows);
        double[] history = model.summary().objectiveHistory();
        spark.stop();
        System.out.println(history[0] + " " + history[history.length - 1] + " " + spilled.get());
    }
}
