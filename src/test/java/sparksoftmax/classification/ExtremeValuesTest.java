package sparksoftmax.classification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sparksoftmax.RandomRows;
import sparksoftmax.SharedSpark;

/** Features whose squares are not doubles. */
@ExtendWith(SharedSpark.class)
class ExtremeValuesTest {
    /** Powers of two, so that multiplying by them does not round: about 1e160 and 1e-170. */
    private static final double LARGE = 0x1p532;

    private static final double SMALL = 0x1p-565;

    private static final double[] FACTORS = {LARGE, SMALL, 1.0, 1.0};

    private static RandomRows rows(int numRows, double density, double[] factors) {
        RandomRows rows = new RandomRows(numRows, 40, 3, density, 3L);
        for (double[] row : rows.x) {
            for (int j = 0; j < row.length; j++) {
                row[j] *= factors[j % factors.length];
            }
        }
        return rows;
    }

    @ParameterizedTest
    @CsvSource({
        "l-bfgs, 400, 1.0, 0.01, true",
        "l-bfgs, 400, 0.2, 0.0, false",
        "l-bfgs, 9000, 1.0, 0.01, true",
        "localSgd, 400, 1.0, 0.01, true",
        "localSgd, 400, 0.1, 0.0, false",
        "sgd, 400, 1.0, 0.01, true"
    })
    void areLearnedLikeTheSameFeaturesOfModerateSize(
            String solver, int numRows, double density, double regParam, boolean standardization, SparkSession spark) {
        SoftmaxClassifier classifier = new SoftmaxClassifier()
                .setSolver(solver)
                .setRegParam(regParam)
                .setStandardization(standardization)
                .setMaxIter(8);
        SoftmaxClassificationModel expected =
                classifier.fit(rows(numRows, density, new double[] {1.0}).toDataset(spark, 2, density < 1.0));
        Dataset<Row> extreme = rows(numRows, density, FACTORS).toDataset(spark, 2, density < 1.0);
        SoftmaxClassificationModel found = classifier.fit(extreme);
        for (int j = 0; j < 40; j++) {
            for (int k = 0; k < 3; k++) {
                double coefficient = expected.coefficientMatrix().apply(k, j);
                assertTrue(coefficient != 0.0);
                assertEquals(
                        coefficient,
                        found.coefficientMatrix().apply(k, j) * FACTORS[j % FACTORS.length],
                        1e-6 * Math.abs(coefficient) + 1e-9,
                        "class " + k + ", feature " + j);
            }
        }
        double[] history = expected.summary().objectiveHistory();
        assertEquals(history[history.length - 1], found.summary().objectiveHistory()[history.length - 1], 1e-6);
    }

    /** A penalty on the original coefficients is nothing to a large feature, and everything to a small one. */
    @ParameterizedTest
    @CsvSource({"l-bfgs, 1.0, 0.0", "l-bfgs, 0.2, 0.0", "l-bfgs, 1.0, 0.5", "localSgd, 1.0, 0.0", "localSgd, 0.1, 0.5"})
    void withoutStandardizationSmallOnesStayOut(
            String solver, double density, double elasticNetParam, SparkSession spark) {
        Dataset<Row> extreme = rows(400, density, FACTORS).toDataset(spark, 2, density < 1.0);
        SoftmaxClassificationModel model = new SoftmaxClassifier()
                .setSolver(solver)
                .setRegParam(0.01)
                .setElasticNetParam(elasticNetParam)
                .setStandardization(false)
                .setMaxIter(8)
                .fit(extreme);
        double[] history = model.summary().objectiveHistory();
        assertTrue(history[history.length - 1] < history[0]);
        for (int k = 0; k < 3; k++) {
            assertTrue(Math.abs(model.coefficientMatrix().apply(k, 0)) * LARGE > 1e-3);
            assertEquals(0.0, model.coefficientMatrix().apply(k, 1) * SMALL, 1e-9);
        }
    }

    @Test
    void beyondWhatCoefficientsCanExpressAreRefusedByName(SparkSession spark) {
        for (double factor : new double[] {0x1p1015, 0x1p-1060}) {
            Dataset<Row> extreme =
                    rows(50, 1.0, new double[] {1.0, 1.0, 1.0, factor}).toDataset(spark, 2);
            String message = assertThrows(IllegalArgumentException.class, () -> new SoftmaxClassifier().fit(extreme))
                    .getMessage();
            assertTrue(message.contains("feature 3 has standard deviation"), message);
            assertTrue(message.contains("column 'features'"), message);
        }
    }
}
