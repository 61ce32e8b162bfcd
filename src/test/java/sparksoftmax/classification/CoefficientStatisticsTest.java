package sparksoftmax.classification;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.regression.GeneralizedLinearRegression;
import org.apache.spark.ml.regression.GeneralizedLinearRegressionModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sparksoftmax.RandomRows;
import sparksoftmax.SharedSpark;

@ExtendWith(SharedSpark.class)
@Tag("many-queries")
class CoefficientStatisticsTest {
    private static final StructType SCHEMA = new StructType()
            .add("label", DataTypes.DoubleType, false)
            .add("weight", DataTypes.DoubleType, false)
            .add("features", SQLDataTypes.VectorType(), false);

    private final SparkSession spark;

    CoefficientStatisticsTest(SparkSession spark) {
        this.spark = spark;
    }

    private static SoftmaxClassifier toTheEnd() {
        return new SoftmaxClassifier()
                .setSolver("l-bfgs")
                .setTol(1e-12)
                .setMaxIter(500)
                .setWeightCol("weight");
    }

    /**
     * The primary food of 219 alligators, by lake (Hancock, Oklawaha, Trafford, George), sex and size: numbers of those
     * that ate mostly fish, invertebrates, reptiles, birds and other food. Source: A. Agresti, "Categorical Data
     * Analysis", 3rd edition, 2013, table 8.1.
     */
    private static final int[][] ALLIGATORS = {
        // lake, small, fish, invertebrates, reptiles, birds, other
        {0, 1, 7, 1, 0, 0, 5},
        {0, 0, 4, 0, 0, 1, 2},
        {0, 1, 16, 3, 2, 2, 3},
        {0, 0, 3, 0, 1, 2, 3},
        {1, 1, 2, 2, 0, 0, 1},
        {1, 0, 13, 7, 6, 0, 0},
        {1, 1, 3, 9, 1, 0, 2},
        {1, 0, 0, 1, 0, 1, 0},
        {2, 1, 3, 7, 1, 0, 1},
        {2, 0, 8, 6, 6, 3, 5},
        {2, 1, 2, 4, 1, 1, 4},
        {2, 0, 0, 1, 0, 0, 0},
        {3, 1, 13, 10, 0, 2, 2},
        {3, 0, 9, 0, 0, 1, 2},
        {3, 1, 3, 9, 1, 0, 1},
        {3, 0, 8, 1, 0, 0, 1},
    };

    private Dataset<Row> alligators() {
        List<Row> rows = new ArrayList<>();
        for (int[] group : ALLIGATORS) {
            double[] x = {
                group[1], group[0] == 0 ? 1 : 0, group[0] == 1 ? 1 : 0, group[0] == 2 ? 1 : 0,
            };
            for (int food = 0; food < 5; food++) {
                rows.add(RowFactory.create((double) food, (double) group[2 + food], Vectors.dense(x)));
            }
        }
        return spark.createDataFrame(rows, SCHEMA).repartition(3);
    }

    /** The estimates and standard errors in A. Agresti, "Categorical Data Analysis", 3rd edition, 2013, table 8.2. */
    @Test
    void alligatorsHaveThePublishedStandardErrors() {
        Dataset<Row> data = alligators();
        CoefficientStatistics statistics =
                toTheEnd().fit(data).coefficientStatistics(data).relativeTo(0);
        double[][] coefficients = {
            {1.46, -1.66, 0.94, 1.12}, {-0.35, 1.24, 2.46, 2.94}, {-0.63, 0.70, -0.65, 1.09}, {0.33, 0.83, 0.01, 1.52},
        };
        double[][] errors = {
            {0.40, 0.61, 0.47, 0.49}, {0.58, 1.19, 1.12, 1.12}, {0.64, 0.78, 1.20, 0.84}, {0.45, 0.56, 0.78, 0.62},
        };
        for (int k = 0; k < 4; k++) {
            for (int j = 0; j < 4; j++) {
                String where = "class " + (k + 1) + ", feature " + j;
                assertEquals(coefficients[k][j], statistics.coefficients().apply(k + 1, j), 0.0051, where);
                assertEquals(errors[k][j], statistics.standardErrors().apply(k + 1, j), 0.0051, where);
            }
        }
        assertArrayEquals(
                new double[] {0.0, -1.55, -3.31, -2.09, -1.90},
                statistics.intercepts().toArray(),
                0.0051);
        assertEquals(OptionalInt.of(0), statistics.referenceClass());
        assertEquals(0.0, statistics.standardErrors().apply(0, 0));
        assertTrue(Double.isNaN(statistics.zValues().apply(0, 0)));
        assertTrue(statistics.distanceToOptimum() < 1e-3);
    }

    /** Spark's own standard errors of a binomial model, whose coefficients are those of class 1 minus class 0. */
    @Test
    void twoClassesHaveTheStandardErrorsOfSparksGeneralizedLinearRegression() {
        RandomRows rows = new RandomRows(400, 3, 2, 5);
        for (int i = 0; i < 400; i++) {
            rows.w[i] = 1 + i % 3;
            rows.x[i][0] = 10.0 + 0.1 * rows.x[i][0];
        }
        Dataset<Row> data = rows.toDataset(spark, 4);
        GeneralizedLinearRegressionModel expected = new GeneralizedLinearRegression()
                .setFamily("binomial")
                .setWeightCol("weight")
                .setTol(1e-12)
                .fit(data);
        SoftmaxClassificationModel model = toTheEnd().fit(data);
        CoefficientStatistics found = model.coefficientStatistics(data).relativeTo(0);
        double[] errors = expected.summary().coefficientStandardErrors();
        for (int j = 0; j < 3; j++) {
            assertEquals(1.0, found.standardErrors().apply(1, j) / errors[j], 1e-5);
            assertEquals(1.0, found.zValues().apply(1, j) / expected.summary().tValues()[j], 1e-4);
            assertEquals(expected.summary().pValues()[j], found.pValues().apply(1, j), 1e-5);
        }
        // Spark lists the intercept last.
        assertEquals(1.0, found.interceptStandardErrors().apply(1) / errors[3], 1e-5);
        assertEquals(expected.summary().pValues()[3], found.interceptPValues().apply(1), 1e-5);

        CoefficientStatistics fromMean = found.relativeToMean();
        assertEquals(OptionalInt.empty(), fromMean.referenceClass());
        assertEquals(
                found.standardErrors().apply(1, 1) / 2.0,
                fromMean.standardErrors().apply(0, 1),
                1e-12);
        assertEquals(found.zValues().apply(1, 1), fromMean.zValues().apply(1, 1), 1e-9);
    }

    /**
     * The pseudo-inverse of the information matrix of all classes, which is the covariance of coefficients with mean 0
     * over the classes, by plain loops and commons-math.
     */
    private static RealMatrix covariance(
            RandomRows rows, SoftmaxClassificationModel model, double regParam, double[] deviation) {
        int numClasses = model.numClasses();
        int size = model.numFeatures() + (model.getFitIntercept() ? 1 : 0);
        double[][] information = new double[numClasses * size][numClasses * size];
        double weightSum = 0.0;
        for (int i = 0; i < rows.x.length; i++) {
            double[] x = Arrays.copyOf(rows.x[i], size);
            if (model.getFitIntercept()) {
                x[size - 1] = 1.0;
            }
            double[] p = model.predictProbability(Vectors.dense(rows.x[i])).toArray();
            weightSum += rows.w[i];
            for (int k = 0; k < numClasses * size; k++) {
                for (int l = 0; l < numClasses * size; l++) {
                    double same = k / size == l / size ? 1.0 : 0.0;
                    information[k][l] += rows.w[i] * p[k / size] * (same - p[l / size]) * x[k % size] * x[l % size];
                }
            }
        }
        RealMatrix penalized = new Array2DRowRealMatrix(information);
        for (int k = 0; k < numClasses * size; k++) {
            int j = k % size;
            if (j < model.numFeatures()) {
                penalized.addToEntry(k, k, weightSum * regParam * deviation[j] * deviation[j]);
            }
        }
        RealMatrix inverse =
                new SingularValueDecomposition(penalized).getSolver().getInverse();
        return inverse.multiply(new Array2DRowRealMatrix(information)).multiply(inverse);
    }

    @ParameterizedTest
    @CsvSource({"0, true, true", "0, true, false", "0.05, true, true", "0.05, false, true", "0.05, true, false"})
    void standardErrorsAreThoseOfTheFullInformationMatrix(double regParam, boolean standardize, boolean intercept) {
        RandomRows rows = new RandomRows(120, 3, 4, 0.6, 8);
        for (int i = 0; i < 120; i++) {
            rows.w[i] = 0.5 + i % 4;
            rows.x[i][1] *= 20.0;
        }
        Dataset<Row> data = rows.toDataset(spark, 3);
        SoftmaxClassificationModel model = toTheEnd()
                .setRegParam(regParam)
                .setStandardization(standardize)
                .setFitIntercept(intercept)
                .fit(data);
        double[] deviation = IntStream.range(0, 3)
                .mapToDouble(j -> standardize ? weightedDeviation(rows, j) : 1.0)
                .toArray();
        RealMatrix expected = covariance(rows, model, regParam, deviation);
        CoefficientStatistics found = model.coefficientStatistics(data);
        int size = intercept ? 4 : 3;
        for (int k = 0; k < 4; k++) {
            for (int j = 0; j < 3; j++) {
                double error = Math.sqrt(expected.getEntry(k * size + j, k * size + j));
                assertEquals(1.0, found.standardErrors().apply(k, j) / error, 1e-7);
            }
            if (intercept) {
                double error = Math.sqrt(expected.getEntry(k * size + 3, k * size + 3));
                assertEquals(1.0, found.interceptStandardErrors().apply(k) / error, 1e-7);
            }
        }
        assertTrue(found.distanceToOptimum() < 1e-4);
        if (!intercept) {
            assertThrows(IllegalStateException.class, found::interceptZValues);
        }
    }

    /** As Spark's Summarizer defines it. */
    private static double weightedDeviation(RandomRows rows, int j) {
        double weights = Arrays.stream(rows.w).sum();
        double squaredWeights = Arrays.stream(rows.w).map(w -> w * w).sum();
        double mean = IntStream.range(0, rows.x.length)
                        .mapToDouble(i -> rows.w[i] * rows.x[i][j])
                        .sum()
                / weights;
        double squares = IntStream.range(0, rows.x.length)
                .mapToDouble(i -> rows.w[i] * (rows.x[i][j] - mean) * (rows.x[i][j] - mean))
                .sum();
        return Math.sqrt(squares / (weights - squaredWeights / weights));
    }

    @Test
    void neitherPartitionsNorConstantFeaturesMatter() {
        RandomRows rows = new RandomRows(300, 4, 3, 0.3, 2);
        for (double[] x : rows.x) {
            x[2] = 7.0;
        }
        Dataset<Row> data = rows.toDataset(spark, 2);
        SoftmaxClassificationModel model = toTheEnd().fit(data);
        CoefficientStatistics few = model.coefficientStatistics(data);
        CoefficientStatistics many = model.coefficientStatistics(data.repartition(17));
        assertArrayEquals(few.standardErrors().toArray(), many.standardErrors().toArray(), 1e-13);
        assertTrue(Double.isNaN(few.standardErrors().apply(1, 2)));

        SoftmaxClassificationModel without = toTheEnd().fit(rows(rows, x -> new double[] {x[0], x[1], x[3]}));
        CoefficientStatistics expected =
                without.coefficientStatistics(rows(rows, x -> new double[] {x[0], x[1], x[3]}));
        assertEquals(expected.standardErrors().apply(2, 2), few.standardErrors().apply(2, 3), 1e-6);
        assertEquals(
                expected.interceptStandardErrors().apply(2),
                few.interceptStandardErrors().apply(2),
                1e-6);
    }

    /** A model of other rows may have a coefficient for a feature that is constant in these; it counts all the same. */
    @Test
    void coefficientsOfConstantFeaturesShiftTheMargins() {
        RandomRows rows = new RandomRows(100, 2, 3, 7);
        for (double[] x : rows.x) {
            x[1] = 1.0;
        }
        Dataset<Row> data = rows.toDataset(spark, 2);
        SoftmaxClassificationModel withIntercepts = toTheEnd().fit(data);
        double[] w = withIntercepts.coefficientMatrix().toDense().toArray();
        System.arraycopy(withIntercepts.interceptVector().toArray(), 0, w, 3, 3);
        SoftmaxClassificationModel model =
                new SoftmaxClassificationModel("constant", new DenseMatrix(3, 2, w), Vectors.dense(new double[3]));
        model.set(model.fitIntercept(), false);
        // As if the shift were known: the information of the coefficients of feature 0 alone.
        double[][] information = new double[2][2];
        for (int i = 0; i < 100; i++) {
            double[] p = model.predictProbability(Vectors.dense(rows.x[i])).toArray();
            for (int k = 0; k < 2; k++) {
                for (int l = 0; l < 2; l++) {
                    information[k][l] += p[k + 1] * ((k == l ? 1.0 : 0.0) - p[l + 1]) * rows.x[i][0] * rows.x[i][0];
                }
            }
        }
        double determinant = information[0][0] * information[1][1] - information[0][1] * information[1][0];
        double expected = Math.sqrt(information[1][1] / determinant);
        CoefficientStatistics found = model.coefficientStatistics(data).relativeTo(0);
        assertEquals(1.0, found.standardErrors().apply(1, 0) / expected, 1e-9);
        assertTrue(Double.isNaN(found.standardErrors().apply(1, 1)));

        for (double[] x : rows.x) {
            x[0] = 2.0;
        }
        CoefficientStatistics nothing = model.coefficientStatistics(rows.toDataset(spark, 1));
        assertTrue(Double.isNaN(nothing.standardErrors().apply(2, 0)));
    }

    private interface Change {
        double[] of(double[] x);
    }

    private Dataset<Row> rows(RandomRows rows, Change change) {
        List<Row> changed = new ArrayList<>();
        for (int i = 0; i < rows.x.length; i++) {
            Vector x = Vectors.dense(change.of(rows.x[i]));
            changed.add(RowFactory.create((double) rows.y[i], rows.w[i], x));
        }
        return spark.createDataFrame(changed, SCHEMA);
    }

    @Test
    void theTableHasNamesAndIntervals() {
        RandomRows rows = new RandomRows(200, 2, 3, 9);
        Dataset<Row> data = rows(rows, x -> new double[] {x[0], 3.0, x[1]});
        SoftmaxClassificationModel model = toTheEnd().fit(data).setClassNames(new String[] {"a", "b", "c"});
        CoefficientStatistics statistics = model.coefficientStatistics(data);
        Dataset<Row> table = statistics.relativeTo(1).coefficientTable(0.9);
        assertEquals(
                List.of(
                        "class",
                        "className",
                        "feature",
                        "featureName",
                        "coefficient",
                        "standardError",
                        "zValue",
                        "pValue",
                        "lower",
                        "upper"),
                List.of(table.columns()));
        List<Row> found = table.collectAsList();
        assertEquals(8, found.size());
        Row intercept = found.get(0);
        assertEquals("a", intercept.getString(1));
        assertTrue(intercept.isNullAt(2));
        Row last = found.get(7);
        assertEquals("c", last.getString(1));
        assertEquals(2, last.getInt(2));
        double coefficient = model.coefficientMatrix().apply(2, 2)
                - model.coefficientMatrix().apply(1, 2);
        assertEquals(coefficient, last.getDouble(4), 1e-12);
        assertEquals(last.getDouble(4) / last.getDouble(5), last.getDouble(6), 1e-12);
        // The 95 % quantile of the normal distribution.
        assertEquals(coefficient + 1.6448536269514722 * last.getDouble(5), last.getDouble(9), 1e-12);
        assertEquals(coefficient - 1.6448536269514722 * last.getDouble(5), last.getDouble(8), 1e-12);
        Row constant = found.get(2);
        assertEquals(1, constant.getInt(2));
        assertNull(constant.get(5));
        assertNull(constant.get(9));
        assertEquals(12, statistics.coefficientTable().count());
        assertTrue(messageOf(() -> statistics.coefficientTable(95)).contains("between 0 and 1"));
        assertTrue(messageOf(() -> statistics.relativeTo(3)).contains("0 to 2"));
    }

    private static String messageOf(Runnable action) {
        return assertThrows(IllegalArgumentException.class, action::run).getMessage();
    }

    @Test
    void estimatesWithoutNormalDistributionAreRefused() {
        Dataset<Row> data = new RandomRows(60, 2, 3, 3).toDataset(spark, 1);
        List<Consumer<SoftmaxClassifier>> settings = List.of(
                c -> c.setRegParam(0.1).setElasticNetParam(0.5),
                c -> c.setLossVariant("doubleSoftmax"),
                c -> c.setLabelSmoothing(0.1),
                c -> c.setClassWeighting("balanced"),
                c -> c.setLowerBoundsOnCoefficients(new DenseMatrix(3, 2, new double[6])));
        List<String> params = List.of("elasticNetParam", "lossVariant", "labelSmoothing", "classWeighting", "bounds");
        for (int i = 0; i < params.size(); i++) {
            SoftmaxClassifier classifier = new SoftmaxClassifier().setMaxIter(2);
            settings.get(i).accept(classifier);
            SoftmaxClassificationModel model = classifier.fit(data);
            String message = messageOf(() -> model.coefficientStatistics(data));
            assertTrue(message.contains("(" + params.get(i)) && message.contains(model.uid()), message);
        }
    }

    @Test
    void coefficientsThatTheRowsDoNotDetermineAreNamed() {
        RandomRows rows = new RandomRows(100, 3, 3, 4);
        Dataset<Row> data = rows(rows, x -> new double[] {x[0], x[1], x[2], 2.0 * x[0] - x[2]});
        SoftmaxClassificationModel model = toTheEnd().fit(data);
        String message = messageOf(() -> model.coefficientStatistics(data));
        assertTrue(message.contains("feature 0 of class"), message);
        assertTrue(message.contains("feature 2 of class"), message);
        assertFalse(message.contains("feature 1 of class"), message);
        assertTrue(message.contains("regParam") && message.contains("'features'"), message);
        CoefficientStatistics ridge = toTheEnd().setRegParam(0.01).fit(data).coefficientStatistics(data);
        assertTrue(ridge.standardErrors().apply(0, 0) > 0.0);
    }

    @Test
    void rowsThatAreNotThoseOfTheModelAreRefused() {
        RandomRows rows = new RandomRows(60, 3, 3, 3);
        SoftmaxClassificationModel model = toTheEnd().fit(rows.toDataset(spark, 1));
        String otherSize = messageOf(() -> model.coefficientStatistics(rows(rows, x -> new double[] {x[0], x[1]})));
        assertTrue(otherSize.contains("which are 3, but there are 2 (column 'features')"), otherSize);
        String tooMany = messageOf(() -> wide(1001).coefficientStatistics(rows.toDataset(spark, 1)));
        assertTrue(tooMany.contains("at most 3000") && tooMany.contains("3006"), tooMany);
    }

    private static SoftmaxClassificationModel wide(int numFeatures) {
        return new SoftmaxClassificationModel("wide", DenseMatrix.zeros(4, numFeatures), Vectors.dense(new double[4]));
    }

    @Test
    void aModelThatWasNotTrainedToTheEndSaysHowFarItIs() {
        Dataset<Row> data = new RandomRows(500, 3, 3, 6).toDataset(spark, 2);
        SoftmaxClassificationModel early = toTheEnd().setMaxIter(2).fit(data);
        assertTrue(early.coefficientStatistics(data).distanceToOptimum() > 0.5);
        // Approximate, yet of the right size.
        SoftmaxClassificationModel model = toTheEnd().fit(data);
        assertTrue(model.coefficientStatistics(data).distanceToOptimum() < 1e-3);
    }
}
