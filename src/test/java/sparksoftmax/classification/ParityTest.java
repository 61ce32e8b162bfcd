package sparksoftmax.classification;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.SparseMatrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sparksoftmax.RandomRows;
import sparksoftmax.SharedSpark;

/**
 * Behaviours that Spark's own suites check of LogisticRegression, and that no other test here is about: see parity.md.
 */
@ExtendWith(SharedSpark.class)
class ParityTest {
    private final SparkSession spark;
    private final Dataset<Row> data;

    ParityTest(SparkSession spark) {
        this.spark = spark;
        data = new RandomRows(200, 4, 3, 71L).toDataset(spark, 4);
    }

    private static double[] predictions(Dataset<Row> rows) {
        return rows.select("prediction").collectAsList().stream()
                .mapToDouble(row -> row.getDouble(0))
                .toArray();
    }

    private static double[] repeated(double value) {
        double[] values = new double[200];
        Arrays.fill(values, value);
        return values;
    }

    @Test
    void thresholdsScaleTheProbabilities() {
        SoftmaxClassificationModel model =
                new SoftmaxClassifier().setRegParam(0.1).fit(data);
        double[] base = predictions(model.transform(data));
        model.setThresholds(new double[] {1, 1000, 1000});
        assertArrayEquals(repeated(0), predictions(model.transform(data)));
        model.setThresholds(new double[] {1000, 1, 1000});
        assertArrayEquals(repeated(1), predictions(model.transform(data)));
        model.setThresholds(new double[] {1000, 1000, 1});
        assertArrayEquals(repeated(2), predictions(model.transform(data)));
        model.setThresholds(new double[] {1000, 1000, 1000});
        assertArrayEquals(base, predictions(model.transform(data)));
        model.setRawPredictionCol("").setProbabilityCol("").setThresholds(new double[] {0, 1, 1});
        assertArrayEquals(repeated(0), predictions(model.transform(data)));
    }

    private static SoftmaxClassificationModel ofLogits(double... logits) {
        return new SoftmaxClassificationModel(
                "logits", new DenseMatrix(logits.length, 1, new double[logits.length]), Vectors.dense(logits));
    }

    @Test
    void tiesGoToTheFirstClassAndAThresholdOfZeroWins() {
        Vector x = Vectors.dense(0.0);
        assertEquals(0.0, ofLogits(1, 1, 1).predict(x));
        assertEquals(1.0, ofLogits(0, 2, 2).predict(x));
        SoftmaxClassificationModel tied = ofLogits(0, 0);
        tied.setThresholds(new double[] {0.4, 0.4});
        assertEquals(0.0, tied.predict(x));
        SoftmaxClassificationModel zero = ofLogits(0, 5);
        zero.setThresholds(new double[] {0.0, 0.1});
        assertEquals(0.0, zero.predict(x));
        SoftmaxClassificationModel impossible = ofLogits(Double.NEGATIVE_INFINITY, 5);
        impossible.setThresholds(new double[] {0.0, 0.1});
        assertEquals(1.0, impossible.predict(x));
        assertThrows(IllegalArgumentException.class, () -> tied.setThresholds(new double[] {0.0, 0.0}));
        assertThrows(IllegalArgumentException.class, () -> tied.setThresholds(new double[] {-0.1, 0.1}));
    }

    @Test
    void outputColumnsSayTheirSizes() {
        Dataset<Row> predicted = new SoftmaxClassifier().fit(data).transform(data);
        for (String column : List.of("rawPrediction", "probability")) {
            assertEquals(
                    3,
                    AttributeGroup.fromStructField(predicted.schema().apply(column))
                            .size());
        }
    }

    @Test
    void namesInParamsMayBeInUpperCase() {
        SoftmaxClassificationModel expected =
                new SoftmaxClassifier().setSolver("l-bfgs").fit(data);
        SoftmaxClassificationModel found = new SoftmaxClassifier()
                .setSolver("L-BFGS")
                .setLossVariant("FUSED")
                .setInitialization("Zeros")
                .setClassWeighting("None")
                .fit(data);
        assertEquals("L-BFGS", found.getSolver());
        assertArrayEquals(
                expected.coefficientMatrix().toArray(),
                found.coefficientMatrix().toArray(),
                1e-4);
        assertEquals(
                new SoftmaxClassifier()
                        .setOptimizer("adam")
                        .setLearningRateSchedule("cosine")
                        .fit(data)
                        .coefficientMatrix(),
                new SoftmaxClassifier()
                        .setOptimizer("ADAM")
                        .setLearningRateSchedule("COSINE")
                        .fit(data)
                        .coefficientMatrix());
    }

    /**
     * MLTestingUtils.testOversamplingVsWeighting. Without standardization, since the unbiased variances of the two
     * differ a little, in MLlib as here.
     */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void oversamplingIsWeighting(boolean fitIntercept) {
        List<Row> oversampled = new ArrayList<>();
        List<Row> weighted = new ArrayList<>();
        Random random = new Random(5L);
        for (Row row : data.collectAsList()) {
            int copies = 1 + random.nextInt(5);
            weighted.add(RowFactory.create(row.getDouble(0), (double) copies, row.get(2)));
            for (int i = 0; i < copies; i++) {
                oversampled.add(RowFactory.create(row.getDouble(0), 1.0, row.get(2)));
            }
        }
        SoftmaxClassifier classifier = new SoftmaxClassifier()
                .setRegParam(0.5)
                .setFitIntercept(fitIntercept)
                .setStandardization(false)
                .setTol(1e-10);
        assertSame(
                classifier.fit(RandomRows.dataset(spark, oversampled, 3)),
                classifier.setWeightCol("weight").fit(RandomRows.dataset(spark, weighted, 3)));
    }

    private static void assertSame(SoftmaxClassificationModel expected, SoftmaxClassificationModel found) {
        assertArrayEquals(
                expected.coefficientMatrix().toArray(),
                found.coefficientMatrix().toArray(),
                1e-4);
        assertArrayEquals(
                expected.interceptVector().toArray(), found.interceptVector().toArray(), 1e-4);
    }

    /** MLTestingUtils.testOutliersWithSmallWeights: each row three times as another class, but next to weightless. */
    @Test
    void outliersOfSmallWeightDoNotMatter() {
        Dataset<Row> regular = data.withColumn("weight", functions.lit(1.0));
        Dataset<Row> outliers = regular.withColumn("weight", functions.lit(1e-4))
                .withColumn("label", functions.expr("(label + 1) % 3"));
        SoftmaxClassifier classifier =
                new SoftmaxClassifier().setWeightCol("weight").setRegParam(0.1);
        SoftmaxClassificationModel expected = classifier.fit(regular);
        SoftmaxClassificationModel found =
                classifier.fit(regular.union(outliers).union(outliers).union(outliers));
        for (Row row : data.collectAsList()) {
            Vector features = row.getAs(2);
            assertArrayEquals(
                    expected.predictProbability(features).toArray(),
                    found.predictProbability(features).toArray(),
                    0.01);
        }
    }

    @Test
    void thereMayBeThousandsOfClasses() {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 6_000; i++) {
            rows.add(RowFactory.create(
                    (double) (i % 3_000), 1.0, Vectors.sparse(3_000, new int[] {i % 3_000}, new double[] {1.0})));
        }
        SoftmaxClassificationModel model =
                new SoftmaxClassifier().setMaxIter(5).setStandardization(false).fit(RandomRows.dataset(spark, rows, 2));
        assertEquals(3_000, model.numClasses());
        assertTrue(
                model.summary().accuracy() > 0.99, "accuracy " + model.summary().accuracy());
    }

    /** Blocks of any size give one model. */
    @ParameterizedTest
    @CsvSource({"true, 0.01", "true, 0.001", "false, 0.01", "false, 0.001"})
    void blocksOfAnySize(boolean fitIntercept, double megabytes) {
        SoftmaxClassifier classifier =
                new SoftmaxClassifier().setFitIntercept(fitIntercept).setRegParam(0.01);
        SoftmaxClassificationModel expected = classifier.fit(data);
        SoftmaxClassificationModel found =
                classifier.setMaxBlockSizeInMB(megabytes).fit(data);
        assertArrayEquals(
                expected.coefficientMatrix().toArray(),
                found.coefficientMatrix().toArray(),
                1e-6);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 100, 1_000, 10_000})
    void theModelsSizeIsForetold(int numFeatures) {
        Random random = new Random(1L);
        List<Row> dense = new ArrayList<>();
        List<Row> sparse = new ArrayList<>();
        for (int k = 0; k < 3; k++) {
            dense.add(RowFactory.create(
                    (double) k, 1.0, Vectors.dense(random.doubles(numFeatures).toArray())));
            int[] indices = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
            sparse.add(RowFactory.create(
                    (double) k,
                    1.0,
                    Vectors.sparse(numFeatures, indices, random.doubles(10).toArray())));
        }
        SoftmaxClassifier classifier = new SoftmaxClassifier().setMaxIter(1);
        Dataset<Row> denseRows = RandomRows.dataset(spark, dense, 1);
        SoftmaxClassificationModel full = classifier.fit(denseRows);
        assertInstanceOf(DenseMatrix.class, full.coefficientMatrix());
        double foretold = classifier.estimateModelSize(denseRows);
        assertEquals(1.0, foretold / full.estimatedSize(), 0.05);
        Dataset<Row> sparseRows = RandomRows.dataset(spark, sparse, 1);
        SoftmaxClassificationModel few = classifier.setRegParam(10.0).fit(sparseRows);
        if (numFeatures > 10) {
            assertInstanceOf(SparseMatrix.class, few.coefficientMatrix());
            assertTrue(classifier.estimateModelSize(sparseRows) > few.estimatedSize());
        }
    }

    @Test
    void modelsAreDescribed() {
        SoftmaxClassificationModel model = new SoftmaxClassifier("describe").fit(data);
        assertEquals("SoftmaxClassificationModel: uid=describe, numClasses=3, numFeatures=4", model.toString());
    }
}
