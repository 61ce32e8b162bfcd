package sparksoftmax.classification;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sparksoftmax.SharedSpark;
import sparksoftmax.Tutorial;
import sparksoftmax.app.TutorialExample;

/** The costs that PyTorch printed, at every pass that it printed, through the public API. */
@ExtendWith(SharedSpark.class)
class TutorialTest {
    private static final double PRINTED_DIGITS = 1e-6;

    private final SparkSession spark;

    TutorialTest(SparkSession spark) {
        this.spark = spark;
    }

    @ParameterizedTest
    @CsvSource({"1", "3"})
    void doubleSoftmaxReproducesTheLowLevelLoopOfRun1(int numPartitions) {
        assertPrinted(Tutorial.RUN_1, run(0), numPartitions);
    }

    @ParameterizedTest
    @CsvSource({"fused, 1", "fused, 3", "logSoftmaxNll, 1", "logSoftmaxNll, 3", "lowLevel, 1", "lowLevel, 3"})
    void everyCorrectVariantReproducesRun2(String lossVariant, int numPartitions) {
        assertPrinted(Tutorial.RUN_2, run(1).setLossVariant(lossVariant), numPartitions);
    }

    @ParameterizedTest
    @CsvSource({"fused, 1", "fused, 3", "logSoftmaxNll, 1", "logSoftmaxNll, 3", "lowLevel, 1", "lowLevel, 3"})
    void everyCorrectVariantReproducesRun3(String lossVariant, int numPartitions) {
        assertPrinted(Tutorial.RUN_3, run(2).setLossVariant(lossVariant), numPartitions);
    }

    private static SoftmaxClassifier run(int number) {
        return TutorialExample.runs().get(number).classifier();
    }

    private void assertPrinted(double[] printed, SoftmaxClassifier classifier, int numPartitions) {
        Dataset<Row> data = Tutorial.data(spark, numPartitions);
        assertEquals(numPartitions, data.rdd().getNumPartitions());
        SoftmaxClassificationModel model = classifier.fit(data);
        double[] history = model.summary().objectiveHistory();
        assertEquals(1001, history.length);
        double[] atPrintedPasses = new double[printed.length];
        for (int i = 0; i < printed.length; i++) {
            atPrintedPasses[i] = history[100 * i];
        }
        assertArrayEquals(printed, atPrintedPasses, PRINTED_DIGITS);
    }
}
