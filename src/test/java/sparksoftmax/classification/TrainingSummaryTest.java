package sparksoftmax.classification;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionTrainingSummary;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import sparksoftmax.RandomRows;
import sparksoftmax.SharedSpark;

@ExtendWith(SharedSpark.class)
class TrainingSummaryTest {
    private final Dataset<Row> data;

    TrainingSummaryTest(SparkSession spark) {
        data = new RandomRows(300, 5, 3, 51L).weighted(52L).toDataset(spark, 1);
    }

    @Test
    void hasTheMetricsOfLogisticRegressionsSummary() {
        LogisticRegressionTrainingSummary expected = new LogisticRegression()
                .setFamily("multinomial")
                .setRegParam(0.1)
                .setTol(1e-10)
                .setWeightCol("weight")
                .fit(data)
                .summary();
        SoftmaxTrainingSummary found = new SoftmaxClassifier()
                .setRegParam(0.1)
                .setTol(1e-10)
                .setWeightCol("weight")
                .fit(data)
                .summary();
        assertArrayEquals(expected.labels(), found.labels());
        assertEquals(expected.accuracy(), found.accuracy(), 1e-9);
        assertEquals(expected.weightedPrecision(), found.weightedPrecision(), 1e-9);
        assertEquals(expected.weightedRecall(), found.weightedRecall(), 1e-9);
        assertEquals(expected.weightedFMeasure(), found.weightedFMeasure(), 1e-9);
        assertEquals(expected.weightedFMeasure(0.5), found.weightedFMeasure(0.5), 1e-9);
        assertEquals(expected.weightedTruePositiveRate(), found.weightedTruePositiveRate(), 1e-9);
        assertEquals(expected.weightedFalsePositiveRate(), found.weightedFalsePositiveRate(), 1e-9);
        assertArrayEquals(expected.precisionByLabel(), found.precisionByLabel(), 1e-9);
        assertArrayEquals(expected.recallByLabel(), found.recallByLabel(), 1e-9);
        assertArrayEquals(expected.fMeasureByLabel(), found.fMeasureByLabel(), 1e-9);
        assertArrayEquals(expected.truePositiveRateByLabel(), found.truePositiveRateByLabel(), 1e-9);
        assertArrayEquals(expected.falsePositiveRateByLabel(), found.falsePositiveRateByLabel(), 1e-9);
        assertEquals(expected.predictions().count(), found.predictions().count());
    }

    @Test
    void isOfTheRowsTrainedOn() {
        Dataset<Row> marked = data.withColumn(
                "held",
                functions
                        .col("features")
                        .isNotNull()
                        .and(functions.col("weight").gt(1.0)));
        SoftmaxClassificationModel model =
                new SoftmaxClassifier().setValidationIndicatorCol("held").fit(marked);
        assertEquals(
                model.evaluate(marked.filter("not held")).logLoss(),
                model.summary().logLoss(),
                1e-12);
        assertTrue(model.summary().numRows() > 0 && model.summary().numRows() < 300);
        SoftmaxClassificationModel silent = new SoftmaxClassifier()
                .setPredictionCol("")
                .setProbabilityCol("")
                .fit(data);
        assertEquals(300, silent.summary().numRows());
    }

    @Test
    void aSavedSummaryHasNoRows(@TempDir Path folder) throws IOException {
        SoftmaxClassificationModel model = new SoftmaxClassifier().fit(data);
        String path = folder.resolve("model").toString();
        model.save(path);
        SoftmaxTrainingSummary loaded = SoftmaxClassificationModel.load(path).summary();
        assertArrayEquals(model.summary().objectiveHistory(), loaded.objectiveHistory());
        assertTrue(assertThrows(IllegalStateException.class, loaded::accuracy)
                .getMessage()
                .contains("evaluate(dataset)"));
    }

    @Test
    void aSingleClassIsPredictedForAll() {
        SoftmaxTrainingSummary summary = new SoftmaxClassifier()
                .fit(data.withColumn("label", functions.lit(2.0)))
                .summary();
        assertEquals(1.0, summary.accuracy());
        assertEquals(0.0, summary.logLoss());
    }
}
