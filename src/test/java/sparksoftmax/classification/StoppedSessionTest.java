package sparksoftmax.classification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import sparksoftmax.OwnSession;
import sparksoftmax.RandomRows;

/** After the session has been stopped, that is what exceptions say, and models still predict single vectors. */
@OwnSession
class StoppedSessionTest {
    private final SparkSession spark;

    StoppedSessionTest(SparkSession spark) {
        this.spark = spark;
    }

    private static void assertSaysSo(Executable action) {
        String message = assertThrows(IllegalStateException.class, action).getMessage();
        assertTrue(message.contains("stopped"), message);
    }

    @Test
    void theReasonIsSaid() {
        Dataset<Row> rows = new RandomRows(60, 3, 3, 5L).toDataset(spark, 2);
        SoftmaxClassifier estimator = new SoftmaxClassifier();
        SoftmaxClassificationModel model = estimator.fit(rows);
        double prediction = model.predict(Vectors.dense(1, 2, 3));
        spark.stop();
        assertSaysSo(() -> estimator.fit(rows));
        assertSaysSo(() -> model.partialFit(rows));
        assertSaysSo(() -> model.evaluate(rows));
        assertSaysSo(() -> model.summary().accuracy());
        assertEquals(prediction, model.predict(Vectors.dense(1, 2, 3)));
    }
}
