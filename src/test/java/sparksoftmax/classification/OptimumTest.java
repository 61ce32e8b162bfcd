package sparksoftmax.classification;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import sparksoftmax.RandomRows;
import sparksoftmax.SharedSpark;
import sparksoftmax.loss.Softmax;

/**
 * Full-batch gradient descent and L-BFGS, run to convergence, end where Spark's LogisticRegression does. All data fit
 * one block of one partition, where LogisticRegression's multinomial aggregator is right (SPARK-59562).
 */
@ExtendWith(SharedSpark.class)
class OptimumTest {
    private static final double COEFFICIENTS = 1e-3;
    private static final double OBJECTIVE = 1e-6;

    private final SparkSession spark;

    OptimumTest(SparkSession spark) {
        this.spark = spark;
    }

    static Stream<String> penalties() {
        List<String> cases = new ArrayList<>();
        for (String penalty : List.of("0.0, 0.0", "0.05, 0.0", "0.02, 1.0", "0.05, 0.4")) {
            for (boolean standardization : new boolean[] {true, false}) {
                for (boolean fitIntercept : new boolean[] {true, false}) {
                    for (boolean weighted : new boolean[] {true, false}) {
                        cases.add(penalty + ", " + standardization + ", " + fitIntercept + ", " + weighted);
                    }
                }
            }
        }
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("penalties")
    void agreesWithLogisticRegression(String parameters) {
        String[] p = parameters.split(", ");
        RandomRows rows = new RandomRows(300, 5, 3, 11L).rescale(1, 0.3, 7.0).rescale(3, -0.5, 0.05);
        boolean weighted = Boolean.parseBoolean(p[4]);
        if (weighted) {
            rows.weighted(12L);
        }
        LogisticRegression oracle = oracle().setRegParam(Double.parseDouble(p[0]))
                .setElasticNetParam(Double.parseDouble(p[1]))
                .setStandardization(Boolean.parseBoolean(p[2]))
                .setFitIntercept(Boolean.parseBoolean(p[3]));
        assertAgrees(rows, weighted ? oracle.setWeightCol("weight") : oracle);
    }

    @ParameterizedTest
    @CsvSource({"0.0, true", "0.05, true", "0.0, false", "0.05, false"})
    void aConstantColumnGetsCoefficientZero(double regParam, boolean fitIntercept) {
        RandomRows rows = new RandomRows(300, 4, 3, 21L).rescale(2, 3.7, 0.0);
        Matrix coefficients = assertAgrees(rows, oracle().setRegParam(regParam).setFitIntercept(fitIntercept));
        for (int k = 0; k < 3; k++) {
            assertEquals(0.0, coefficients.apply(k, 2));
        }
    }

    @ParameterizedTest
    @CsvSource({"0.0, true", "0.05, true", "0.0, false", "0.05, false"})
    void aColumnOfMeanOneMillionIsLearned(double regParam, boolean standardization) {
        RandomRows rows = new RandomRows(300, 4, 3, 31L).rescale(0, 1e6, 1.0);
        Matrix coefficients = assertAgrees(rows, oracle().setRegParam(regParam).setStandardization(standardization));
        assertTrue(Math.abs(coefficients.apply(0, 0)) > 0.05, "the column carries information");
    }

    /** So many rows are trained on by the cluster, in single precision if dense. */
    @ParameterizedTest
    @CsvSource({"1.0, 0.0, 0.0", "1.0, 0.01, 0.0", "1.0, 0.01, 0.5", "0.1, 0.001, 0.0"})
    void manyRowsAgreeToo(double density, double regParam, double elasticNetParam) {
        RandomRows rows =
                new RandomRows(6000, 30, 6, density, 71L).weighted(72L).rescale(2, 0.0, 50.0);
        if (density == 1.0) {
            rows.rescale(1, 1e5, 1.0);
        }
        Dataset<Row> data = rows.toDataset(spark, 2, density < 1.0);
        LogisticRegression oracle = oracle().setWeightCol("weight")
                .setRegParam(regParam)
                .setElasticNetParam(elasticNetParam)
                .setMaxIter(300)
                .setTol(1e-7)
                .setMaxBlockSizeInMB(100.0);
        SoftmaxClassificationModel found =
                like(oracle).setSolver("l-bfgs").setMaxIter(500).setTol(1e-7).fit(data);
        assertAgrees(rows, oracle.fit(data), found);
    }

    /** Features of which many move together: L-BFGS learns how before it starts, and ends where it did without. */
    @ParameterizedTest
    @CsvSource({
        "6000, 1, 0.0, true, true",
        "6000, 1, 0.01, true, true",
        "6000, 1, 0.01, false, true",
        "6000, 1, 0.01, true, false",
        "30000, 0.2, 0.01, true, true",
        "30000, 0.2, 0.01, false, false"
    })
    void correlatedFeaturesAgreeToo(
            int numRows, double density, double regParam, boolean standardization, boolean fitIntercept) {
        RandomRows rows = new RandomRows(numRows, 30, 6, 1.0, 91L).weighted(92L);
        Random random = new Random(93L);
        for (double[] row : rows.x) {
            double common = 2.0 * random.nextGaussian();
            boolean[] absent = new boolean[5];
            for (int g = 0; g < absent.length; g++) {
                absent[g] = random.nextDouble() >= density;
            }
            for (int j = 0; j < row.length; j++) {
                row[j] += j % 2 == 0 ? common : 0.0;
                row[j] = absent[j % absent.length] ? 0.0 : row[j];
            }
        }
        Dataset<Row> data = rows.toDataset(spark, 2);
        LogisticRegression oracle = oracle().setWeightCol("weight")
                .setRegParam(regParam)
                .setStandardization(standardization)
                .setFitIntercept(fitIntercept)
                .setMaxIter(200)
                .setTol(1e-7)
                .setMaxBlockSizeInMB(100.0);
        SoftmaxClassificationModel found =
                like(oracle).setSolver("l-bfgs").setMaxIter(500).setTol(1e-7).fit(data);
        assertAgrees(rows, oracle.fit(data), found);
    }

    /** Two columns of mean one million whose difference tells the class, and no intercept, so no centering. */
    @Test
    void largeMeansWithoutAnInterceptKeepTheirDeviations() {
        RandomRows rows = new RandomRows(8000, 30, 6, 81L).rescale(0, 1e6, 1.0).rescale(1, 1e6, 1.0);
        double[] coefficients = new double[6 * 30];
        double expected = 0.0;
        for (int k = 0; k < 6; k++) {
            coefficients[k] = k - 2.5;
            coefficients[6 + k] = 2.5 - k;
        }
        for (int i = 0; i < rows.y.length; i++) {
            double[] z = new double[6];
            for (int k = 0; k < 6; k++) {
                z[k] = (k - 2.5) * (rows.x[i][0] - rows.x[i][1]);
            }
            expected += Softmax.crossEntropy(new double[][] {z}, new int[] {rows.y[i]}) / rows.y.length;
        }
        double[] history = new SoftmaxClassifier()
                .setFitIntercept(false)
                .setMaxIter(0)
                .setInitialCoefficients(new DenseMatrix(6, 30, coefficients))
                .fit(rows.toDataset(spark, 2))
                .summary()
                .objectiveHistory();
        assertEquals(expected, history[0], 1e-6);
    }

    @ParameterizedTest
    @CsvSource({"momentum", "nesterov", "adagrad", "rmsprop", "adam"})
    void everyOptimizerFindsTheElasticNetOptimum(String optimizer) {
        RandomRows rows = new RandomRows(300, 4, 3, 41L);
        Dataset<Row> data = rows.toDataset(spark, 1);
        LogisticRegression oracle = oracle().setRegParam(0.05).setElasticNetParam(0.5);
        LogisticRegressionModel expected = oracle.fit(data);
        SoftmaxClassificationModel found = like(oracle)
                .setOptimizer(optimizer)
                .setMaxIter(4000)
                .setLearningRateSchedule("linear")
                .fit(data);
        assertArrayEquals(
                expected.coefficientMatrix().toArray(),
                found.coefficientMatrix().toArray(),
                COEFFICIENTS,
                optimizer);
        assertEquals(countZeros(expected.coefficientMatrix()), countZeros(found.coefficientMatrix()));
    }

    @Test
    void weightTwoEqualsTheRowTwiceAndWeightZeroTheRowAbsent() {
        RandomRows rows = new RandomRows(200, 4, 3, 51L);
        List<Row> weighted = new ArrayList<>();
        List<Row> repeated = new ArrayList<>();
        for (int i = 0; i < rows.y.length; i++) {
            int times = i % 3;
            Vector features = Vectors.dense(rows.x[i]);
            weighted.add(RowFactory.create((double) rows.y[i], (double) times, features));
            for (int copy = 0; copy < times; copy++) {
                repeated.add(RowFactory.create((double) rows.y[i], 1.0, features));
            }
        }
        for (double regParam : new double[] {0.0, 0.1}) {
            // Standard deviations as Spark defines them are not the same for weight 2 and two rows.
            SoftmaxClassifier classifier = new SoftmaxClassifier()
                    .setSolver("sgd")
                    .setMaxIter(300)
                    .setRegParam(regParam)
                    .setStandardization(false);
            SoftmaxClassificationModel one = classifier
                    .copy(ParamMap.empty())
                    .setWeightCol("weight")
                    .fit(RandomRows.dataset(spark, weighted, 1));
            SoftmaxClassificationModel other = classifier.fit(RandomRows.dataset(spark, repeated, 1));
            assertArrayEquals(
                    other.coefficientMatrix().toArray(), one.coefficientMatrix().toArray(), 1e-9);
            assertArrayEquals(
                    other.interceptVector().toArray(), one.interceptVector().toArray(), 1e-9);
            assertArrayEquals(other.summary().objectiveHistory(), one.summary().objectiveHistory(), 1e-9);
        }
    }

    /** On the driver in double precision, and on the cluster in single, whose range the weights go far beyond. */
    @ParameterizedTest
    @CsvSource({"200, sgd", "200, l-bfgs", "8000, sgd", "8000, l-bfgs"})
    void theScaleOfTheWeightsDoesNotMatter(int numRows, String solver) {
        RandomRows rows = new RandomRows(numRows, 30, 6, 61L).weighted(62L);
        SoftmaxClassifier classifier = new SoftmaxClassifier()
                .setWeightCol("weight")
                .setRegParam(0.01)
                .setMaxIter(15)
                .setSolver(solver);
        SoftmaxClassificationModel expected = classifier.fit(rows.toDataset(spark, 2));
        for (double scale : new double[] {1e-60, 1e60}) {
            RandomRows scaled = new RandomRows(numRows, 30, 6, 61L).weighted(62L);
            Arrays.setAll(scaled.w, i -> rows.w[i] * scale);
            SoftmaxClassificationModel found = classifier.fit(scaled.toDataset(spark, 2));
            assertArrayEquals(
                    expected.coefficientMatrix().toArray(),
                    found.coefficientMatrix().toArray(),
                    1e-6);
        }
    }

    private static LogisticRegression oracle() {
        return new LogisticRegression()
                .setFamily("multinomial")
                .setMaxIter(2000)
                .setTol(1e-9);
    }

    private static SoftmaxClassifier like(LogisticRegression oracle) {
        SoftmaxClassifier classifier = new SoftmaxClassifier()
                .setMaxIter(30_000)
                .setTol(1e-12)
                .setRegParam(oracle.getRegParam())
                .setElasticNetParam(oracle.getElasticNetParam())
                .setStandardization(oracle.getStandardization())
                .setFitIntercept(oracle.getFitIntercept());
        return oracle.isDefined(oracle.weightCol()) ? classifier.setWeightCol(oracle.getWeightCol()) : classifier;
    }

    private Matrix assertAgrees(RandomRows rows, LogisticRegression oracle) {
        Dataset<Row> data = rows.toDataset(spark, 1);
        LogisticRegressionModel expected = oracle.fit(data);
        assertAgrees(rows, expected, like(oracle).setSolver("l-bfgs").fit(data));
        LogisticRegressionModel same = oracle.copyValues(new SoftmaxLogisticRegression(), ParamMap.empty())
                .fit(data);
        assertArrayEquals(
                expected.coefficientMatrix().toArray(), same.coefficientMatrix().toArray(), COEFFICIENTS);
        SoftmaxClassificationModel descended = like(oracle).setSolver("sgd").fit(data);
        assertAgrees(rows, expected, descended);
        return descended.coefficientMatrix();
    }

    private static void assertAgrees(
            RandomRows rows, LogisticRegressionModel expected, SoftmaxClassificationModel found) {
        assertTrue(found.summary().converged(), found.summary().stopReason());

        assertArrayEquals(
                expected.coefficientMatrix().toArray(),
                found.coefficientMatrix().toArray(),
                COEFFICIENTS);
        // An intercept holds -mean times coefficient; what must agree are the odds of an average row.
        Vector average = Vectors.dense(means(rows));
        assertArrayEquals(logOdds(expected.predictRaw(average)), logOdds(found.predictRaw(average)), COEFFICIENTS);

        double[] history = found.summary().objectiveHistory();
        double[] expectedHistory = expected.summary().objectiveHistory();
        assertEquals(expectedHistory[expectedHistory.length - 1], history[history.length - 1], OBJECTIVE);
    }

    /** Margins less their mean over the classes, which means nothing. */
    private static double[] logOdds(Vector margins) {
        double mean = Arrays.stream(margins.toArray()).average().orElseThrow();
        return Arrays.stream(margins.toArray()).map(margin -> margin - mean).toArray();
    }

    private static double[] means(RandomRows rows) {
        double[] means = new double[rows.x[0].length];
        for (double[] row : rows.x) {
            for (int j = 0; j < row.length; j++) {
                means[j] += row[j] / rows.x.length;
            }
        }
        return means;
    }

    private static long countZeros(Matrix matrix) {
        return Arrays.stream(matrix.toArray()).filter(x -> x == 0.0).count();
    }

    /** So much data that they are trained on in blocks, of so few different rows that these are merged. */
    @Test
    void rowsThatRepeatCountAsOftenAsTheyOccur() {
        Random random = new Random(8L);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 60_000; i++) {
            int first = random.nextInt(4);
            int second = random.nextInt(6);
            int[] indices = {first, 4 + second, 10 + 3 * first + second / 2, 30, 36, 37, 38};
            int label = random.nextInt(3) == 0 ? random.nextInt(4) : (first + second) % 4;
            rows.add(RowFactory.create(
                    (double) label, 1.0 + first, Vectors.sparse(60, indices, new double[] {1, 1, 1, second, 1, 1, 1})));
        }
        Dataset<Row> data = RandomRows.dataset(spark, rows, 2);
        LogisticRegressionModel expected = new LogisticRegression()
                .setFamily("multinomial")
                .setFitIntercept(false)
                .setRegParam(0.01)
                .setWeightCol("weight")
                .setTol(1e-8)
                .fit(data);
        SoftmaxClassificationModel found = new SoftmaxClassifier()
                .setSolver("l-bfgs")
                .setFitIntercept(false)
                .setRegParam(0.01)
                .setWeightCol("weight")
                .setTol(1e-8)
                .fit(data);
        assertArrayEquals(
                expected.coefficientMatrix().toArray(),
                found.coefficientMatrix().toArray(),
                1e-3);
    }
}
