package sparksoftmax.classification;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.Matrix;
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
 * The data of Spark's LogisticRegressionSuite (version 4.1.0), and what R's glmnet found on them, as that suite has it:
 * J. Friedman, T. Hastie, R. Tibshirani, "Regularization Paths for Generalized Linear Models via Coordinate Descent",
 * 2010. glmnet stops at a relative change of 1e-7 of its deviance, so figures agree to a few times 1e-3. {@code tol} is
 * as in that suite, and maxIter at most as large.
 */
@ExtendWith(SharedSpark.class)
class GlmnetTest {
    private static final int SEED = 42;
    private static final double[] TRUE_COEFFICIENTS = {
        -0.57997, 0.912083, -0.371077, -0.819866, 2.688191, -0.16624, -0.84355, -0.048509, -0.301789, 4.170682
    };
    private final SparkSession spark;
    private final Dataset<Row> data;

    GlmnetTest(SparkSession spark) {
        this.spark = spark;
        data = data(10_000, 1.199, 0.581);
    }

    /** {@code generateMultinomialLogisticInput} of that suite: three classes, the first one's margin being 0. */
    private Dataset<Row> data(int numRows, double lastMean, double lastVariance) {
        double[] mean = {5.843, 3.057, 3.758, lastMean};
        double[] variance = {0.6856, 0.1899, 3.116, lastVariance};
        Random random = new Random(SEED);
        double[][] x = new double[numRows][4];
        for (double[] row : x) {
            for (int j = 0; j < 4; j++) {
                row[j] = random.nextGaussian();
            }
        }
        List<Row> rows = new ArrayList<>();
        for (double[] row : x) {
            for (int j = 0; j < 4; j++) {
                row[j] = row[j] * Math.sqrt(variance[j]) + mean[j];
            }
            double[] probabilities = new double[3];
            for (int k = 1; k < 3; k++) {
                for (int j = 0; j < 4; j++) {
                    probabilities[k] += TRUE_COEFFICIENTS[5 * (k - 1) + j] * row[j];
                }
                probabilities[k] += TRUE_COEFFICIENTS[5 * k - 1];
            }
            double max = Arrays.stream(probabilities).max().orElseThrow();
            double sum = 0.0;
            for (int k = 0; k < 3; k++) {
                probabilities[k] = Math.exp(probabilities[k] - Math.max(0.0, max));
                sum += probabilities[k];
            }
            double p = random.nextDouble();
            double cumulative = 0.0;
            int label = 0;
            for (int k = 0; k < 3; k++) {
                cumulative += probabilities[k] / sum;
                if (p < cumulative) {
                    label = k;
                    break;
                }
            }
            rows.add(RowFactory.create((double) label, 1.0, Vectors.dense(row)));
        }
        return RandomRows.dataset(spark, rows, 4).withColumn("weight", functions.rand(SEED));
    }

    private static double[] numbers(String text) {
        return Arrays.stream(text.trim().split("\\s+"))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            true  | 0.0  | 0.0 | true  |  0.24574397 -0.04054235 0.14963756 0.37504027 -0.3266910 0.8939282 -0.2363519 -0.4631336 0.08094703 -0.85338588 0.08671439 0.08809332 | -2.22347257 0.3674309 1.85604170
            true  | 0.0  | 0.0 | false |  0.24574397 -0.04054235 0.14963756 0.37504027 -0.3266910 0.8939282 -0.2363519 -0.4631336 0.08094703 -0.85338588 0.08671439 0.08809332 | -2.22347257 0.3674309 1.85604170
            false | 0.0  | 0.0 | true  |  0.06892068 -0.36546704 0.12274583 0.32616580 -0.2987384 0.9483147 -0.2328113 -0.4555157 0.2298177 -0.5828477 0.1100655 0.1293499 | 0 0 0
            false | 0.0  | 0.0 | false |  0.06892068 -0.36546704 0.12274583 0.32616580 -0.2987384 0.9483147 -0.2328113 -0.4555157 0.2298177 -0.5828477 0.1100655 0.1293499 | 0 0 0
            true  | 0.05 | 1.0 | true  |  0 0 0 0.09064661 -0.1144333 0.3204703 -0.1621061 -0.2308192 0 -0.4832131 0 0 | -0.69265374 -0.2260274 0.9186811
            true  | 0.05 | 1.0 | false |  0 0 0.01641412 0.03570376 -0.05110822 0 -0.21595670 -0.16162836 0 0 0 0 | -0.44707756 0.75180900 -0.3047314
            false | 0.05 | 1.0 | true  |  0 0 0 0.01167 -0.1413518 0.5100469 -0.1658025 -0.2755998 0.001536337 0 0 0 | 0 0 0
            false | 0.05 | 1.0 | false |  0 0 0 0 0 0.2094410 -0.1944582 -0.1307681 0 0 0 0 | 0 0 0
            true  | 0.1  | 0.0 | true  |  0.17156077 0.01658014 0.10303296 0.26459585 -0.2182805 0.5960025 -0.1587441 -0.3121284 0.04671972 -0.61258267 0.05571116 0.04753251 | -1.68571384 0.2364585 1.44925536
            true  | 0.1  | 0.0 | false |  0.15446206 0.02134769 0.12524946 0.22607972 -0.1931713 0.2766548 -0.1910455 -0.2629336 0.03870921 -0.29800245 0.06579606 0.03685390 | -1.65140201 1.1367722 0.51462979
            false | 0.1  | 0.0 | true  |  0.03804571 -0.23204409 0.08337512 0.23029089 -0.2015495 0.6328705 -0.1562475 -0.3071447 0.16350376 -0.40082637 0.07287239 0.07685379 | 0 0 0
            false | 0.1  | 0.0 | false |  -0.006493452 -0.143831823 0.092538445 0.187244839 -0.08068443 0.39038929 -0.16822390 -0.23667470 0.08717788 -0.24655746 0.07568546 0.04942986 | 0 0 0
            true  | 0.1  | 0.5 | true  |  0 0 0 0.09074857 -0.09093399 0.28078251 -0.12854559 -0.18382494 0 -0.4064444 0 0 | -0.55325803 -0.27291366 0.8261717
            true  | 0.1  | 0.5 | false |  0 0 0.02312769 0.04159224 -0.03776471 0 -0.19588206 -0.11187712 0 0 0 0 | -0.40016908 0.62474768 -0.2245786
            false | 0.1  | 0.5 | true  |  0 0 0 0.03418889 -0.1114779 0.3992145 -0.1315371 -0.2107956 0.006442826 0 0 0 | 0 0 0
            false | 0.1  | 0.5 | false |  0 0 0 0 0 0.15710979 -0.16871602 -0.07928527 0 0 0 0 | 0 0 0
            """)
    void coefficientsAreThoseOfGlmnet(
            boolean fitIntercept,
            double regParam,
            double elasticNetParam,
            boolean standardization,
            String coefficients,
            String intercepts) {
        SoftmaxClassificationModel model = new SoftmaxClassifier()
                .setWeightCol("weight")
                .setFitIntercept(fitIntercept)
                .setRegParam(regParam)
                .setElasticNetParam(elasticNetParam)
                .setStandardization(standardization)
                .setTol(elasticNetParam == 0.0 ? 1e-6 : 1e-5)
                .fit(data);
        assertIsGlmnets(coefficients, intercepts, model.coefficientMatrix(), model.interceptVector());
        LogisticRegressionModel sparks = new SoftmaxLogisticRegression()
                .setWeightCol("weight")
                .setFitIntercept(fitIntercept)
                .setRegParam(regParam)
                .setElasticNetParam(elasticNetParam)
                .setStandardization(standardization)
                .setTol(elasticNetParam == 0.0 ? 1e-6 : 1e-5)
                .fit(data);
        assertIsGlmnets(coefficients, intercepts, sparks.coefficientMatrix(), sparks.interceptVector());
    }

    private static void assertIsGlmnets(String coefficients, String intercepts, Matrix found, Vector foundIntercepts) {
        double[] expected = new DenseMatrix(3, 4, numbers(coefficients), true).toArray();
        assertArrayEquals(expected, found.toArray(), 5e-3);
        assertArrayEquals(numbers(intercepts), foundIntercepts.toArray(), 2e-2);
        assertEquals(0.0, Arrays.stream(foundIntercepts.toArray()).sum(), 1e-9);
    }

    /** SPARK-34860: a feature whose deviation is a three-hundredth of its mean. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            0.0 | 0.0    | true  | 0.21755977 0.01647541 0.16507778 -0.14016680 -0.2443600 0.7564655 -0.2955698 1.3262009 0.02680026 -0.77294095 0.13049206 -1.18603411 | 2.91748298 -17.5107460 14.59326301 | 2e-2
            0.0 | 0.0    | false | 0.21755977 0.01647541 0.16507778 -0.14016680 -0.2443600 0.7564655 -0.2955698 1.3262009 0.02680026 -0.77294095 0.13049206 -1.18603411 | 2.91748298 -17.5107460 14.59326301 | 2e-2
            0.5 | 0.0001 | true  | 0.019970169 0.079611293 0.003959452 0.110024399 -0.0004788494 0.0010097453 -0.0005832701 0.0 -0.019369990 -0.080851149 -0.003319687 -0.112435972 | 1.751626027 -3.9297124987 2.178086472 | 1e-3
            """)
    void aFeatureOfSmallVariance(
            double regParam,
            double elasticNetParam,
            boolean standardization,
            String coefficients,
            String intercepts,
            double tolerance) {
        SoftmaxClassificationModel model = new SoftmaxClassifier()
                .setWeightCol("weight")
                .setRegParam(regParam)
                .setElasticNetParam(elasticNetParam)
                .setStandardization(standardization)
                .fit(data(50_000, 10.199, 0.001));
        assertArrayEquals(
                new DenseMatrix(3, 4, numbers(coefficients), true).toArray(),
                model.coefficientMatrix().toArray(),
                tolerance);
        assertArrayEquals(numbers(intercepts), model.interceptVector().toArray(), 10 * tolerance);
    }

    /** All coefficients are 0 then, and the intercepts the logarithms of the classes' shares. */
    @ParameterizedTest
    @CsvSource({"true", "false"})
    void strongL1LeavesTheSharesOfTheClasses(boolean standardization) {
        SoftmaxClassificationModel model = new SoftmaxClassifier()
                .setWeightCol("weight")
                .setRegParam(6.0)
                .setElasticNetParam(1.0)
                .setStandardization(standardization)
                .fit(data);
        double[] logs = new double[3];
        for (Row row : data.groupBy("label").sum("weight").collectAsList()) {
            logs[(int) row.getDouble(0)] = Math.log(row.getDouble(1));
        }
        double mean = Arrays.stream(logs).average().orElseThrow();
        assertArrayEquals(
                Arrays.stream(logs).map(x -> x - mean).toArray(),
                model.interceptVector().toArray(),
                1e-3);
        assertArrayEquals(new double[12], model.coefficientMatrix().toArray());
    }

    private static Matrix all(double value) {
        double[] values = new double[12];
        Arrays.fill(values, value);
        return new DenseMatrix(3, 4, values);
    }

    /** Published by that suite. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            true  | true  | 1 1 1 1.025970328910313 1 1.4150672323873024 1 1 1 1 1 1 | 2.4259954221861473 1.0000087410832004 2.490461716522559
            true  | false | 1 1 1.0336746541813002 1 1 1 1 1 1 1 1 1 | 1.0521598454128 1 1.213158241431565
            false | true  | 1.01324653 1 1 1.0415767 1 1 1 1 1.02244888 1 1 1 | 0 0 0
            false | false | 1 1 1.03932259 1 1 1 1 1 1 1 1.03274649 1 | 0 0 0
            """)
    void lowerBoundsWithL2(boolean fitIntercept, boolean standardization, String coefficients, String intercepts) {
        SoftmaxClassifier classifier = new SoftmaxClassifier()
                .setWeightCol("weight")
                .setFitIntercept(fitIntercept)
                .setRegParam(0.1)
                .setStandardization(standardization)
                .setLowerBoundsOnCoefficients(all(1.0));
        if (fitIntercept) {
            classifier.setLowerBoundsOnIntercepts(Vectors.dense(1, 1, 1));
        }
        SoftmaxClassificationModel model = classifier.fit(data);
        assertArrayEquals(
                new DenseMatrix(3, 4, numbers(coefficients), true).toArray(),
                model.coefficientMatrix().toArray(),
                1e-2);
        assertArrayEquals(numbers(intercepts), model.interceptVector().toArray(), 2e-2);
    }

    /** Without a penalty, published by that suite; coefficients are determined up to a number common to all classes. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void lowerBoundsWithoutAPenalty(boolean standardization) {
        SoftmaxClassificationModel model = new SoftmaxClassifier()
                .setWeightCol("weight")
                .setStandardization(standardization)
                .setLowerBoundsOnCoefficients(all(1.0))
                .setLowerBoundsOnIntercepts(Vectors.dense(1, 1, 1))
                .setTol(1e-5)
                .fit(data);
        assertEqualDifferences(
                "2.1156620676212325 2.7146375863138825 1.8108730417428125 2.711975470258063"
                        + " 1.54314110882009 3.648963914233324 1.4248901324480239 1.8737908246138315"
                        + " 1.950852726788052 1.9017484391817425 1.7479497661988832 2.425055298693075",
                model.coefficientMatrix().toArray());
        double[] intercepts = model.interceptVector().toArray();
        assertArrayEquals(numbers("1.0000152482448372 3.591773288423673 5.079685953744937"), intercepts, 5e-2);
    }

    private static void assertEqualDifferences(String rows, double[] found) {
        double[] expected = new DenseMatrix(3, 4, numbers(rows), true).toArray();
        for (int start = 0; start < 12; start += 3) {
            assertEquals(expected[start] - expected[start + 1], found[start] - found[start + 1], 1e-2);
            assertEquals(expected[start + 1] - expected[start + 2], found[start + 1] - found[start + 2], 1e-2);
        }
    }

    /** Infinite bounds are none: the fit is the same to the bit, features being centered in both. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void infiniteBoundsAreNone(boolean standardization) {
        SoftmaxClassifier classifier =
                new SoftmaxClassifier().setWeightCol("weight").setStandardization(standardization);
        SoftmaxClassificationModel without = classifier.fit(data);
        SoftmaxClassificationModel model = classifier
                .setLowerBoundsOnCoefficients(all(Double.NEGATIVE_INFINITY))
                .setUpperBoundsOnCoefficients(all(Double.POSITIVE_INFINITY))
                .setLowerBoundsOnIntercepts(Vectors.dense(
                        all(Double.NEGATIVE_INFINITY).colIter().next().toArray()))
                .setUpperBoundsOnIntercepts(Vectors.dense(
                        all(Double.POSITIVE_INFINITY).colIter().next().toArray()))
                .fit(data);
        assertEquals(without.coefficientMatrix(), model.coefficientMatrix());
        assertEquals(without.interceptVector(), model.interceptVector());
        assertArrayEquals(without.summary().objectiveHistory(), model.summary().objectiveHistory());
    }

    /** Bounds on both sides, no penalty: coefficients are only determined up to a number common to all classes. */
    @Test
    void boundsOnBothSides() {
        Matrix upper = all(2.0);
        SoftmaxClassificationModel model = new SoftmaxClassifier()
                .setWeightCol("weight")
                .setLowerBoundsOnCoefficients(all(1.0))
                .setUpperBoundsOnCoefficients(upper)
                .setLowerBoundsOnIntercepts(Vectors.dense(1, 1, 1))
                .setUpperBoundsOnIntercepts(Vectors.dense(2, 2, 2))
                .fit(data);
        double[] found = model.coefficientMatrix().toArray();
        assertEqualDifferences(
                "1.641980508924569 1.1579023489264648 1.434651352010351 1.9541352988127463"
                        + " 1.3416273422126057 2.0 1.1014102844446283 1.2076556940852765"
                        + " 1.6371808928302913 1.0 1.3936094723717016 1.71022540576362",
                found);
        Vector intercepts = model.interceptVector();
        assertArrayEquals(new double[] {1, 2, 2}, intercepts.toArray(), 1e-2);
        for (int i = 0; i < 12; i++) {
            assertTrue(found[i] >= 1.0 && found[i] <= upper.toArray()[i]);
        }
    }
}
