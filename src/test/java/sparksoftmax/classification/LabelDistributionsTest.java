package sparksoftmax.classification;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sparksoftmax.SharedSpark;

/**
 * Training on distributions over the classes gives what training on K times as many rows gives: each row once for each
 * class, with the weight w q_k.
 */
@ExtendWith(SharedSpark.class)
class LabelDistributionsTest {
    private static final int NUM_ROWS = 240;
    private static final int NUM_CLASSES = 3;
    private static final double REG_PARAM = 0.01;

    private final SparkSession spark;

    LabelDistributionsTest(SparkSession spark) {
        this.spark = spark;
    }

    private static final StructType SCHEMA = new StructType()
            .add("q", SQLDataTypes.VectorType())
            .add("features", SQLDataTypes.VectorType())
            .add("weight", DataTypes.DoubleType)
            .add("validation", DataTypes.BooleanType);

    private static final StructType EXPANDED = new StructType()
            .add("label", DataTypes.DoubleType)
            .add("features", SQLDataTypes.VectorType())
            .add("weight", DataTypes.DoubleType)
            .add("validation", DataTypes.BooleanType);

    /** Rows with distributions, some of them for one class only or without a part of some class. */
    private static final class SoftRows {
        final double[][] x = new double[NUM_ROWS][];
        final double[][] q = new double[NUM_ROWS][];
        final double[] w = new double[NUM_ROWS];

        SoftRows(double density, long seed) {
            Random random = new Random(seed);
            for (int i = 0; i < NUM_ROWS; i++) {
                x[i] = random.doubles(density < 1.0 ? 12 : 4)
                        .map(u -> random.nextDouble() < density ? random.nextGaussian() + 0.5 : 0.0)
                        .toArray();
                double[] scores = {x[i][0], -x[i][1], 0.5 * x[i][2]};
                double[] q1 = Arrays.stream(scores)
                        .map(s -> Math.exp(s + random.nextGaussian()))
                        .toArray();
                if (i % 5 == 0) {
                    q1[i % 3] = 0.0;
                }
                if (i % 7 == 0) {
                    q1 = new double[NUM_CLASSES];
                    q1[i % 3] = 1.0;
                }
                double sum = Arrays.stream(q1).sum();
                q[i] = Arrays.stream(q1).map(v -> v / sum).toArray();
                w[i] = 0.2 + 2.0 * random.nextDouble();
            }
        }

        Dataset<Row> soft(SparkSession spark) {
            List<Row> rows = IntStream.range(0, NUM_ROWS)
                    .mapToObj(i -> RowFactory.create(
                            Vectors.dense(q[i]), Vectors.dense(x[i]).compressed(), w[i], i % 4 == 3))
                    .toList();
            return spark.createDataFrame(rows, SCHEMA).repartition(2);
        }

        Dataset<Row> expanded(SparkSession spark) {
            List<Row> rows = new ArrayList<>();
            for (int i = 0; i < NUM_ROWS; i++) {
                for (int k = 0; k < NUM_CLASSES; k++) {
                    rows.add(RowFactory.create(
                            (double) k, Vectors.dense(x[i]).compressed(), w[i] * q[i][k], i % 4 == 3));
                }
            }
            return spark.createDataFrame(rows, EXPANDED).repartition(2);
        }

        /** The gradient of the objective, as plain loops: of the intercepts, and of the coefficients. */
        double largestGradient(SoftmaxClassificationModel model) {
            int numFeatures = x[0].length;
            double[][] gradient = new double[NUM_CLASSES][numFeatures + 1];
            double weightSum = Arrays.stream(w).sum();
            for (int i = 0; i < NUM_ROWS; i++) {
                double[] p = probabilities(model, x[i]);
                for (int k = 0; k < NUM_CLASSES; k++) {
                    double residual = w[i] * (p[k] - q[i][k]) / weightSum;
                    for (int j = 0; j < numFeatures; j++) {
                        gradient[k][j] += residual * x[i][j];
                    }
                    gradient[k][numFeatures] += residual;
                }
            }
            double largest = 0.0;
            for (int k = 0; k < NUM_CLASSES; k++) {
                for (int j = 0; j <= numFeatures; j++) {
                    double penalty = j == numFeatures
                            ? 0.0
                            : REG_PARAM * model.coefficientMatrix().apply(k, j);
                    largest = Math.max(largest, Math.abs(gradient[k][j] + penalty));
                }
            }
            return largest;
        }

        double meanLoss(SoftmaxClassificationModel model) {
            double sum = 0.0;
            for (int i = 0; i < NUM_ROWS; i++) {
                double[] p = probabilities(model, x[i]);
                for (int k = 0; k < NUM_CLASSES; k++) {
                    sum -= q[i][k] == 0.0 ? 0.0 : w[i] * q[i][k] * Math.log(p[k]);
                }
            }
            return sum / Arrays.stream(w).sum();
        }

        private static double[] probabilities(SoftmaxClassificationModel model, double[] x) {
            double[] p = new double[NUM_CLASSES];
            double sum = 0.0;
            for (int k = 0; k < NUM_CLASSES; k++) {
                double margin = model.interceptVector().apply(k);
                for (int j = 0; j < x.length; j++) {
                    margin += model.coefficientMatrix().apply(k, j) * x[j];
                }
                p[k] = Math.exp(margin);
                sum += p[k];
            }
            double total = sum;
            return Arrays.stream(p).map(v -> v / total).toArray();
        }
    }

    private static final SoftRows DENSE = new SoftRows(1.0, 1L);
    private static final SoftRows SPARSE = new SoftRows(0.2, 2L);

    /** Weights of rows change standard deviations as MLlib defines them, so features are not scaled here. */
    private static SoftmaxClassifier estimator() {
        return new SoftmaxClassifier()
                .setWeightCol("weight")
                .setRegParam(REG_PARAM)
                .setStandardization(false)
                .setSolver("l-bfgs")
                .setMaxIter(500)
                .setTol(1e-12);
    }

    private static SoftmaxClassifier soft(SoftmaxClassifier estimator) {
        return estimator.copy(ParamMap.empty()).setLabelDistributionCol("q").setLabelCol("not there");
    }

    private static void assertSame(
            SoftmaxClassificationModel expected, SoftmaxClassificationModel found, double error) {
        assertArrayEquals(
                expected.coefficientMatrix().toArray(),
                found.coefficientMatrix().toArray(),
                error);
        assertArrayEquals(
                expected.interceptVector().toArray(), found.interceptVector().toArray(), error);
    }

    @ParameterizedTest
    @CsvSource({
        "fused, true, -1",
        "fused, true, 0",
        "fused, false, -1",
        "fused, false, 0",
        "logSoftmaxNll, true, 0",
        "lowLevel, false, -1"
    })
    void theOptimumIsThatOfTheFormulaAndOfTheRowsForEachClass(String loss, boolean dense, double driverMegabytes) {
        SoftRows rows = dense ? DENSE : SPARSE;
        SoftmaxClassifier estimator = estimator().setLossVariant(loss).setMaxDriverDataInMB(driverMegabytes);
        SoftmaxClassificationModel found = soft(estimator).fit(rows.soft(spark));
        double gradient = rows.largestGradient(found);
        assertTrue(gradient < 1e-6, "the gradient is " + gradient);
        assertSame(estimator.fit(rows.expanded(spark)), found, 1e-4);
        double[] history = found.summary().objectiveHistory();
        double penalty = 0.0;
        for (double w : found.coefficientMatrix().toArray()) {
            penalty += REG_PARAM / 2.0 * w * w;
        }
        assertEquals(rows.meanLoss(found) + penalty, history[history.length - 1], 1e-9);
    }

    /** Not only the optimum: every pass of full-batch training is the same. */
    @ParameterizedTest
    @CsvSource({"fused, 0.0", "doubleSoftmax, 0.0", "lowLevel, 0.1", "logSoftmaxNll, 0.1"})
    void passesAreThoseOfTheRowsForEachClass(String loss, double labelSmoothing) {
        SoftmaxClassifier estimator = estimator()
                .setSolver("sgd")
                .setStepSize(0.5)
                .setMaxIter(6)
                .setTol(0.0)
                .setLossVariant(loss)
                .setLabelSmoothing(labelSmoothing)
                .setValidationIndicatorCol("validation");
        Dataset<Row> rows = DENSE.soft(spark);
        Dataset<Row> expanded = DENSE.expanded(spark);
        SoftmaxClassificationModel expected = estimator.fit(expanded);
        SoftmaxClassificationModel found = soft(estimator).fit(rows);
        assertArrayEquals(expected.summary().objectiveHistory(), found.summary().objectiveHistory(), 1e-12);
        assertArrayEquals(
                expected.summary().validationHistory(), found.summary().validationHistory(), 1e-12);
        assertSame(expected, found, 1e-10);
        // Class weights, too: balanced ones with one half of the losses, given ones with the other.
        SoftmaxClassifier weighted = estimator.copy(ParamMap.empty());
        if (labelSmoothing == 0.0) {
            weighted.setClassWeighting("balanced");
        } else {
            weighted.setClassWeights(Vectors.dense(0.5, 2.0, 3.0));
        }
        SoftmaxClassificationModel ofLabels = weighted.fit(expanded);
        assertFalse(Arrays.equals(
                ofLabels.coefficientMatrix().toArray(),
                expected.coefficientMatrix().toArray()));
        assertSame(ofLabels, soft(weighted).fit(rows), 1e-10);
    }

    @ParameterizedTest
    @CsvSource({"auto, true, -1", "auto, false, 0", "localSgd, true, 0", "localSgd, false, -1"})
    void localStepsComeCloseToTheOptimum(String solver, boolean dense, double driverMegabytes) {
        SoftRows rows = dense ? DENSE : SPARSE;
        Dataset<Row> data = rows.soft(spark);
        double optimum = last(soft(estimator()).fit(data));
        SoftmaxClassificationModel model = soft(estimator())
                .setSolver(solver)
                .setMaxIter(60)
                .setMaxDriverDataInMB(driverMegabytes)
                .fit(data);
        assertEquals(optimum, last(model), 2e-3 * optimum);
        assertTrue(last(model) >= optimum - 1e-9);
    }

    private static double last(SoftmaxClassificationModel model) {
        double[] history = model.summary().objectiveHistory();
        return history[history.length - 1];
    }

    @Test
    void vectorsArraysAndMiniBatchesAreReadTheSame() {
        Dataset<Row> data = DENSE.soft(spark);
        SoftmaxClassifier estimator = soft(estimator())
                .setSolver("sgd")
                .setStepSize(0.1)
                .setMiniBatchFraction(0.25)
                .setMaxIter(3);
        // In one order: rows are shuffled in the order in which they are read.
        List<Row> rows = data.collectAsList();
        Dataset<Row> vectors = spark.createDataFrame(rows, SCHEMA).coalesce(2);
        SoftmaxClassificationModel expected = estimator.fit(vectors);
        Dataset<Row> arrays =
                vectors.withColumn("q", org.apache.spark.ml.functions.vector_to_array(vectors.col("q"), "float64"));
        assertSame(expected, estimator.fit(arrays), 0.0);
        List<Row> sparse = rows.stream()
                .map(row -> RowFactory.create(row.<Vector>getAs("q").toSparse(), row.get(1), row.get(2), row.get(3)))
                .toList();
        assertSame(expected, estimator.fit(spark.createDataFrame(sparse, SCHEMA).coalesce(2)), 0.0);
    }

    @Test
    void distributionsOfOneClassAreLabels() {
        Dataset<Row> data = DENSE.soft(spark);
        Dataset<Row> labeled = data.withColumn("label", functions.expr("cast(weight * 1000 as int) % 3"))
                .withColumn(
                        "q",
                        functions.expr("array(cast(label = 0 as double), cast(label = 1 as double),"
                                + " cast(label = 2 as double))"));
        SoftmaxClassificationModel expected = estimator().fit(labeled);
        SoftmaxClassificationModel found = soft(estimator()).fit(labeled);
        assertSame(expected, found, 0.0);
        SoftmaxSummary ofLabels = expected.evaluate(labeled);
        SoftmaxSummary ofDistributions = found.evaluate(labeled);
        assertArrayEquals(
                ofLabels.confusionMatrix().toArray(),
                ofDistributions.confusionMatrix().toArray(),
                1e-12);
        assertEquals(ofLabels.logLoss(), ofDistributions.logLoss(), 1e-12);
        assertEquals(ofLabels.expectedCalibrationError(), ofDistributions.expectedCalibrationError(), 1e-12);
        Dataset<Row> single = data.withColumn("q", functions.expr("array(0, 1, 0)"));
        SoftmaxClassificationModel ofSingle = soft(estimator()).fit(single);
        assertEquals(Double.POSITIVE_INFINITY, ofSingle.interceptVector().apply(1));
        assertEquals(3, ofSingle.numClasses());
    }

    @Test
    void metricsTakeTheMostProbableClassAndTheLossThatOfTheDistribution(@TempDir Path folder) throws IOException {
        Dataset<Row> data = DENSE.soft(spark);
        SoftmaxClassificationModel model = soft(estimator()).setMaxIter(4).fit(data);
        double right = 0.0;
        for (int i = 0; i < NUM_ROWS; i++) {
            boolean isRight = model.predict(Vectors.dense(DENSE.x[i]))
                    == Vectors.dense(DENSE.q[i]).argmax();
            right += isRight ? DENSE.w[i] : 0.0;
        }
        double accuracy = right / Arrays.stream(DENSE.w).sum();
        for (SoftmaxSummary summary : List.of(model.summary(), model.evaluate(data))) {
            assertEquals(accuracy, summary.accuracy(), 1e-12);
            assertEquals(DENSE.meanLoss(model), summary.logLoss(), 1e-12);
            assertEquals("q", summary.labelCol());
            assertEquals(NUM_ROWS, summary.numRows());
        }
        model.save(path(folder, "model"));
        SoftmaxClassificationModel loaded = SoftmaxClassificationModel.load(path(folder, "model"));
        assertEquals("q", loaded.getLabelDistributionCol());
        assertEquals(accuracy, loaded.evaluate(data).accuracy(), 1e-12);
        // Without the Param, the labels count again.
        Dataset<Row> labeled = data.withColumn("label", functions.lit(2));
        double share = ofLabels(model).evaluate(labeled).recallByLabel()[0];
        assertEquals(weightPredicted(model, 2) / Arrays.stream(DENSE.w).sum(), share, 1e-12);
    }

    private static double weightPredicted(SoftmaxClassificationModel model, int k) {
        return IntStream.range(0, NUM_ROWS)
                .filter(i -> model.predict(Vectors.dense(DENSE.x[i])) == k)
                .mapToDouble(i -> DENSE.w[i])
                .sum();
    }

    private static String path(Path folder, String name) {
        return folder.resolve(name).toString();
    }

    @Test
    void trainingGoesOnAndTemperaturesAreThoseOfTheRowsForEachClass() {
        Dataset<Row> data = DENSE.soft(spark);
        Dataset<Row> expanded = DENSE.expanded(spark);
        SoftmaxClassificationModel started = soft(estimator()).setMaxIter(2).fit(data);
        started.set(started.maxIter(), 300);
        // These are the rows that the model remembers.
        started.set(started.forgettingFactor(), 0.0);
        SoftmaxClassificationModel found = started.partialFit(data);
        assertTrue(DENSE.largestGradient(found) < 1e-6);
        double expected = ofLabels(found).calibrate(expanded).getTemperature();
        assertEquals(expected, found.calibrate(data).getTemperature(), 1e-9);
        String message = assertThrows(IllegalArgumentException.class, () -> found.coefficientStatistics(data))
                .getMessage();
        assertTrue(message.contains("labelDistributionCol"), message);
    }

    private static SoftmaxClassificationModel ofLabels(SoftmaxClassificationModel model) {
        SoftmaxClassificationModel copy = model.copy(ParamMap.empty()).setLabelDistributionCol("");
        copy.set(copy.labelCol(), "label");
        return copy;
    }

    private void assertRefused(Dataset<Row> data, SoftmaxClassifier estimator, String... words) {
        String message = assertThrows(IllegalArgumentException.class, () -> estimator.fit(data))
                .getMessage();
        for (String word : words) {
            assertTrue(message.contains(word), message);
        }
    }

    @Test
    void wrongDistributionsAreRefusedWhateverHandleInvalidSays() {
        Dataset<Row> data = DENSE.soft(spark).limit(20);
        int number = 0;
        for (String[] wrong : new String[][] {
            {"array(0.5D, 0.7D, -0.2D)", "finite numbers >= 0, but got -0.2 at index 2"},
            {"array(0.5D, double('NaN'), 0.5D)", "finite numbers >= 0, but got NaN at index 1"},
            {"array(0.5D, double('Infinity'), 0.5D)", "finite numbers >= 0, but got Infinity at index 1"},
            {"array(0.5D, null, 0.5D)", "finite numbers >= 0, but got null at index 1"},
            {"array(0D, 0D, 0D)", "add up to 1, within 0.001, but one adds up to 0.0"},
            {"array(2D, 1D, 1D)", "add up to 1, within 0.001, but one adds up to 4.0", "Divide the numbers of a row"},
            {"array(0.5D, 0.5D)", "one number for each of the 3 classes, but one has size 2", "has size 3"},
            {"cast(null as array<double>)", "MUST NOT be Null"}
        }) {
            // The first row is a good one.
            Dataset<Row> bad = data.coalesce(1)
                    .withColumn(
                            "q",
                            functions.expr("if(monotonically_increasing_id() = 7, " + wrong[0]
                                    + ", array(0.5D, 0.25D, 0.25D))"));
            SoftmaxClassifier estimator = soft(estimator())
                    .setHandleInvalid(List.of("keep", "error", "skip").get(number++ % 3));
            assertRefused(bad, estimator, wrong[1], "(column 'q')", wrong[wrong.length - 1]);
        }
    }

    @Test
    void columnsAndNumbersOfClassesThatDoNotFitAreRefused() {
        Dataset<Row> data = DENSE.soft(spark).limit(20);
        assertRefused(
                data,
                soft(estimator()).setLabelDistributionCol("weight"),
                "labelDistributionCol",
                "'weight'",
                "of type double",
                "labelCol");
        assertRefused(data, soft(estimator()).setLabelDistributionCol("gone"), "'gone' (labelDistributionCol)");
        assertRefused(
                data,
                soft(estimator()).setNumClasses(4),
                "each of the 4 classes, but one has size 3",
                "numClasses is 4");
        assertRefused(data.limit(0), soft(estimator()), "At least one row is needed");
        SoftmaxClassificationModel model = soft(estimator()).setMaxIter(1).fit(data);
        Dataset<Row> twice = data.withColumn("q", functions.expr("array(2D, 1D, 1D)"));
        String message = assertThrows(IllegalArgumentException.class, () -> model.evaluate(twice)
                        .accuracy())
                .getMessage();
        assertTrue(message.contains("Label distributions MUST have one finite number >= 0 for each class"), message);
        // Sums that are not 1 only for rounding are divided by their sum.
        Dataset<Row> rounded = data.withColumn("q", functions.expr("array(0.3334D, 0.3333D, 0.3334D)"));
        SoftmaxClassificationModel even = soft(estimator()).fit(rounded);
        assertEquals(
                0.3334 / 1.0001,
                even.predictProbability(Vectors.dense(0, 0, 0, 0)).apply(0),
                1e-6);
        long bytes = soft(estimator()).estimateModelSize(data);
        assertTrue(bytes >= 8 * 3 * 5, "the size of the model: " + bytes);
    }
}
