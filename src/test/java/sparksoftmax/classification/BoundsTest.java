package sparksoftmax.classification;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.Metadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sparksoftmax.RandomRows;
import sparksoftmax.SharedSpark;

/** Bounds on coefficients and intercepts, against Spark's LogisticRegression with the same bounds. */
@ExtendWith(SharedSpark.class)
class BoundsTest {
    private static final int CLASSES = 3;
    private static final int FEATURES = 5;

    private final SparkSession spark;

    BoundsTest(SparkSession spark) {
        this.spark = spark;
    }

    private static Matrix all(double value) {
        double[] values = new double[CLASSES * FEATURES];
        Arrays.fill(values, value);
        return new DenseMatrix(CLASSES, FEATURES, values);
    }

    private static LogisticRegression mllib() {
        return new LogisticRegression()
                .setFamily("multinomial")
                .setTol(1e-12)
                .setMaxIter(1000)
                .setLowerBoundsOnCoefficients(all(-0.3))
                .setUpperBoundsOnCoefficients(all(0.25));
    }

    private static SoftmaxClassifier ours() {
        return new SoftmaxClassifier().setLowerBoundsOnCoefficients(all(-0.3)).setUpperBoundsOnCoefficients(all(0.25));
    }

    /**
     * Intercepts without bounds are determined up to a number common to all, which LogisticRegression leaves as it is.
     */
    private static double[] centered(Vector intercepts) {
        double mean = Arrays.stream(intercepts.toArray()).average().orElse(0.0);
        return Arrays.stream(intercepts.toArray()).map(b -> b - mean).toArray();
    }

    private Dataset<Row> rows() {
        return new RandomRows(300, FEATURES, CLASSES, 31L)
                .rescale(1, 0.3, 3.0)
                .rescale(3, -0.5, 0.4)
                .toDataset(spark, 1);
    }

    @ParameterizedTest
    @CsvSource({"0.05, true, true", "0.05, false, true", "0.05, true, false", "0.01, false, false"})
    void optimumInABoxIsThatOfLogisticRegression(double regParam, boolean standardization, boolean fitIntercept) {
        LogisticRegressionModel expected = mllib().setRegParam(regParam)
                .setStandardization(standardization)
                .setFitIntercept(fitIntercept)
                .fit(rows());
        SoftmaxClassificationModel found = ours().setRegParam(regParam)
                .setStandardization(standardization)
                .setFitIntercept(fitIntercept)
                .fit(rows());
        double[] coefficients = found.coefficientMatrix().toArray();
        assertArrayEquals(expected.coefficientMatrix().toArray(), coefficients, 1e-3);
        assertArrayEquals(centered(expected.interceptVector()), centered(found.interceptVector()), 1e-3);
        assertTrue(Arrays.stream(coefficients).allMatch(w -> w >= -0.3 && w <= 0.25));
        assertTrue(Arrays.stream(coefficients).anyMatch(w -> w == -0.3 || w == 0.25), "a bound matters");
    }

    @Test
    void interceptsKeepToTheirBounds() {
        Vector lower = Vectors.dense(0.4, -1.0, Double.NEGATIVE_INFINITY);
        Vector upper = Vectors.dense(Double.POSITIVE_INFINITY, -0.2, 0.1);
        LogisticRegressionModel expected = mllib().setRegParam(0.02)
                .setLowerBoundsOnIntercepts(lower)
                .setUpperBoundsOnIntercepts(upper)
                .fit(rows());
        SoftmaxClassificationModel found = ours().setRegParam(0.02)
                .setLowerBoundsOnIntercepts(lower)
                .setUpperBoundsOnIntercepts(upper)
                .fit(rows());
        double[] history = expected.summary().objectiveHistory();
        double[] ourHistory = found.summary().objectiveHistory();
        assertEquals(history[history.length - 1], ourHistory[ourHistory.length - 1], 1e-6);
        assertArrayEquals(
                expected.coefficientMatrix().toArray(),
                found.coefficientMatrix().toArray(),
                2e-3);
        for (int k = 0; k < CLASSES; k++) {
            double b = found.interceptVector().apply(k);
            assertTrue(b >= lower.apply(k) && b <= upper.apply(k), "intercept " + k + " is " + b);
        }
    }

    /** Large enough for blocks in single precision, on the cluster. */
    @Test
    void manyRowsAreTrainedOnInTheBox() {
        Dataset<Row> rows = new RandomRows(40_000, 20, 4, 5L).toDataset(spark, 2);
        double[] zeros = new double[80];
        SoftmaxClassificationModel found = new SoftmaxClassifier()
                .setRegParam(0.001)
                .setLowerBoundsOnCoefficients(new DenseMatrix(4, 20, zeros))
                .fit(rows);
        LogisticRegressionModel expected = new LogisticRegression()
                .setFamily("multinomial")
                .setTol(1e-10)
                .setMaxIter(1000)
                .setRegParam(0.001)
                .setMaxBlockSizeInMB(64)
                .setLowerBoundsOnCoefficients(new DenseMatrix(4, 20, zeros))
                .fit(rows);
        double[] history = expected.summary().objectiveHistory();
        double[] ourHistory = found.summary().objectiveHistory();
        assertEquals(history[history.length - 1], ourHistory[ourHistory.length - 1], 1e-5);
        assertTrue(Arrays.stream(found.coefficientMatrix().toArray()).allMatch(w -> w >= 0.0));
    }

    @Test
    void aStartOutsideTheBoxIsMovedIn() {
        SoftmaxClassificationModel found =
                ours().setMaxIter(0).setInitialCoefficients(all(7.0)).fit(rows());
        assertArrayEquals(all(0.25).toArray(), found.coefficientMatrix().toArray(), 1e-12);
    }

    private void assertRefused(String message, SoftmaxClassifier classifier) {
        String found = assertThrows(IllegalArgumentException.class, () -> classifier.fit(rows()))
                .getMessage();
        assertTrue(found.contains(message), found);
    }

    @Test
    void boundsThatCannotBe() {
        assertRefused("only supports L2", ours().setRegParam(0.1).setElasticNetParam(0.5));
        assertRefused(
                "need fitIntercept = true",
                new SoftmaxClassifier().setFitIntercept(false).setUpperBoundsOnIntercepts(Vectors.dense(1, 1, 1)));
        assertRefused("need solver auto or l-bfgs", ours().setSolver("localSgd"));
        assertRefused("need solver auto or l-bfgs", ours().setStepSize(0.1));
        assertRefused(
                "lowerBoundsOnCoefficients must be at most upperBoundsOnCoefficients, but a lower bound is 0.3 where the upper bound is"
                        + " 0.25",
                ours().setLowerBoundsOnCoefficients(all(0.3)));
        assertRefused(
                "lowerBoundsOnIntercepts must be at most",
                new SoftmaxClassifier()
                        .setLowerBoundsOnIntercepts(Vectors.dense(2, 0, 0))
                        .setUpperBoundsOnIntercepts(Vectors.dense(1, 1, 1)));
        assertRefused(
                "upperBoundsOnCoefficients must be a 3 x 5 matrix (numClasses x numFeatures), but was 2 x 5",
                new SoftmaxClassifier().setUpperBoundsOnCoefficients(DenseMatrix.zeros(2, 5)));
        assertRefused(
                "lowerBoundsOnIntercepts must have size 3",
                new SoftmaxClassifier().setLowerBoundsOnIntercepts(Vectors.dense(1, 1)));
        assertThrows(IllegalArgumentException.class, () -> ours().setUpperBoundsOnCoefficients(all(Double.NaN)));
    }

    @Test
    void aModelDoesNotCarryBoundsAndSaysSoBeforeItTrainsOn(@TempDir Path folder) throws java.io.IOException {
        SoftmaxClassifier bounded = ours().setInitialCoefficients(all(0.125));
        SoftmaxClassificationModel model = bounded.fit(rows());
        assertTrue(bounded.isSet(bounded.upperBoundsOnCoefficients()));
        for (String param : List.of(
                "initialCoefficients",
                "initialIntercepts",
                "lowerBoundsOnCoefficients",
                "upperBoundsOnCoefficients",
                "lowerBoundsOnIntercepts",
                "upperBoundsOnIntercepts")) {
            assertFalse(model.isSet(model.getParam(param)), param);
        }
        String path = folder.resolve("model").toString();
        model.save(path);
        for (SoftmaxClassificationModel each :
                List.of(model, model.copy(ParamMap.empty()), SoftmaxClassificationModel.load(path))) {
            String message = assertThrows(IllegalArgumentException.class, () -> each.partialFit(rows()))
                    .getMessage();
            assertTrue(message.contains("trained with bounds") && message.contains("set them on this model"), message);
            each.setUpperBoundsOnCoefficients(all(0.25));
            SoftmaxClassificationModel next = each.partialFit(rows()).partialFit(rows());
            assertTrue(Arrays.stream(next.coefficientMatrix().toArray()).allMatch(w -> w <= 0.25 + 1e-12));
            next.write().overwrite().save(path);
            SoftmaxClassificationModel loaded = SoftmaxClassificationModel.load(path);
            assertFalse(loaded.isSet(loaded.upperBoundsOnCoefficients()));
            assertTrue(next.isSet(next.upperBoundsOnCoefficients()));
            assertThrows(IllegalArgumentException.class, () -> loaded.partialFit(rows()));
        }
        SoftmaxClassificationModel converted = SoftmaxClassificationModel.fromLogisticRegressionModel(
                mllib().setMaxIter(1).fit(rows()));
        assertThrows(IllegalArgumentException.class, () -> converted.partialFit(rows()));
        model.clear(model.upperBoundsOnCoefficients());
        double none = Double.NEGATIVE_INFINITY;
        model.setLowerBoundsOnIntercepts(Vectors.dense(none, none, none));
        double largest = Arrays.stream(
                        model.partialFit(rows()).coefficientMatrix().toArray())
                .max()
                .getAsDouble();
        assertTrue(largest > 0.25, "infinite bounds are none: " + largest);
    }

    /** Without bounds the intercept of the only class would be infinite, and training not needed. */
    @Test
    void rowsOfOneClassAreTrainedWithinBounds() {
        Dataset<Row> rows = rows().withColumn("label", functions.lit(1.0));
        double[] upper = {0.5, 1.5, 0.25};
        double[] lower = {-0.5, -1.0, -0.75};
        SoftmaxClassificationModel model = ours().setNumClasses(CLASSES)
                .setLowerBoundsOnIntercepts(Vectors.dense(lower))
                .setUpperBoundsOnIntercepts(Vectors.dense(upper))
                .setRegParam(0.01)
                .setTol(1e-9)
                .setMaxIter(1000)
                .fit(rows);
        LogisticRegressionModel expected = mllib().setLowerBoundsOnIntercepts(Vectors.dense(lower))
                .setUpperBoundsOnIntercepts(Vectors.dense(upper))
                .setRegParam(0.01)
                .fit(declaring(rows));
        assertArrayEquals(
                new double[] {-0.5, 1.5, -0.75}, model.interceptVector().toArray(), 1e-9);
        assertArrayEquals(
                expected.coefficientMatrix().toArray(),
                model.coefficientMatrix().toArray(),
                1e-4);
        assertArrayEquals(
                expected.interceptVector().toArray(), model.interceptVector().toArray(), 1e-6);
    }

    /** LogisticRegression has as many classes as the metadata of its label column. */
    private static Dataset<Row> declaring(Dataset<Row> rows) {
        Metadata metadata = NominalAttribute.defaultAttr()
                .withName("label")
                .withNumValues(CLASSES)
                .toMetadata();
        return rows.withColumn("label", functions.col("label").as("label", metadata));
    }
}
