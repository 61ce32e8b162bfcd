package sparksoftmax.classification;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.SparkEnv;
import org.apache.spark.SparkException;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scala.reflect.ClassTag$;
import sparksoftmax.RandomRows;
import sparksoftmax.SharedSpark;

/** How models predict the rows of data sets: how they travel, what they do with invalid rows, and their columns. */
@ExtendWith(SharedSpark.class)
class ScoringTest {
    private final SparkSession spark;

    ScoringTest(SparkSession spark) {
        this.spark = spark;
    }

    private static SoftmaxClassificationModel model(int numClasses, int numFeatures) {
        Random random = new Random(5L);
        return new SoftmaxClassificationModel(
                "scoring",
                DenseMatrix.randn(numClasses, numFeatures, random),
                Vectors.dense(random.doubles(numClasses).toArray()));
    }

    private Dataset<Row> rows(Vector... features) {
        StructType schema = new StructType()
                .add("id", DataTypes.IntegerType, false)
                .add("features", SQLDataTypes.VectorType(), true);
        List<Row> rows = IntStream.range(0, features.length)
                .mapToObj(i -> RowFactory.create(i, features[i]))
                .toList();
        return spark.createDataFrame(rows, schema);
    }

    /** The size of what is sent to tasks; {@code dataset} must not be one that the optimizer computes. */
    private static int taskBytes(Dataset<Row> dataset) {
        Object rdd = dataset.queryExecution().toRdd();
        return SparkEnv.get()
                .closureSerializer()
                .newInstance()
                .serialize(rdd, ClassTag$.MODULE$.apply(Object.class))
                .limit();
    }

    @Test
    void tasksOfLargeModelsAreAsSmallAsThoseOfSmallOnes() {
        Dataset<Row> data = new RandomRows(2, 3, 3, 1L).toDataset(spark, 1);
        int small = taskBytes(model(3, 3).transform(data));
        SoftmaxClassificationModel large = model(3, 100_000);
        for (String without : List.of("", "rawPrediction", "probability", "rawPrediction probability")) {
            SoftmaxClassificationModel copy = large.copy(ParamMap.empty());
            for (String column : without.split(" ")) {
                if (!column.isEmpty()) {
                    copy.set(copy.getParam(column + "Col"), "");
                }
            }
            int bytes = taskBytes(copy.transform(data));
            assertTrue(bytes < small + 2_000, bytes + " bytes, " + small + " for a small model");
        }
    }

    private static String[] names(int numClasses) {
        return IntStream.range(0, numClasses).mapToObj(k -> "name " + k).toArray(String[]::new);
    }

    private static int planCharacters(Dataset<Row> dataset) {
        return dataset.queryExecution().optimizedPlan().toString().length();
    }

    @Test
    void tasksAndPlansDoNotHaveTheNamesAndThresholdsOfClasses() {
        Dataset<Row> data = new RandomRows(3, 2, 3, 1L).toDataset(spark, 1);
        SoftmaxClassificationModel few =
                model(3, 2).setClassNames(names(3)).setPredictionNameCol("name").setThresholds(new double[] {1, 1, 1});
        int many = 10_000;
        double[] thresholds = new double[many];
        Arrays.fill(thresholds, 0.5);
        SoftmaxClassificationModel model = model(many, 2)
                .setClassNames(names(many))
                .setPredictionNameCol("name")
                .setThresholds(thresholds);
        Dataset<Row> predicted = model.transform(data);
        assertTrue(taskBytes(predicted) < taskBytes(few.transform(data)) + 2_000);
        assertTrue(planCharacters(predicted) < planCharacters(few.transform(data)) + 2_000);
        for (Row row : predicted.collectAsList()) {
            Vector features = row.getAs("features");
            assertEquals("name " + row.<Double>getAs("prediction").intValue(), row.<String>getAs("name"));
            assertEquals(row.<String>getAs("name"), model.predictName(features));
        }
        assertFalse(predicted.schema().apply("name").nullable());
    }

    private static SoftmaxClassificationModel sent(SoftmaxClassificationModel model) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(model);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (SoftmaxClassificationModel) in.readObject();
        }
    }

    @Test
    void copiesSentModelsAndOtherSessionsPredictTheSame() throws Exception {
        SoftmaxClassificationModel model = model(3, 3);
        Dataset<Row> data = rows(Vectors.dense(1, 2, 3), Vectors.sparse(3, new int[] {1}, new double[] {4}));
        List<Row> expected = model.transform(data).collectAsList();
        assertEquals(expected, sent(model).transform(data).collectAsList());
        assertEquals(expected, model.copy(ParamMap.empty()).transform(data).collectAsList());
        Dataset<Row> elsewhere = spark.newSession().createDataFrame(data.collectAsList(), data.schema());
        assertEquals(expected, model.transform(elsewhere).collectAsList());
        // Thresholds that are set later count.
        SoftmaxClassificationModel other = model.copy(ParamMap.empty());
        int last = (int) model.predict(Vectors.dense(1, 2, 3)) == 2 ? 1 : 2;
        double[] thresholds = {1.0, 1.0, 1.0};
        thresholds[last] = 1e-12;
        other.setThresholds(thresholds);
        assertEquals(
                last, other.transform(data).head().<Double>getAs("prediction").intValue());
        assertEquals(expected, model.transform(data).collectAsList());
    }

    private static final Vector[] INVALID = {
        Vectors.dense(1, 2),
        Vectors.dense(1, Double.NaN),
        Vectors.sparse(2, new int[] {1}, new double[] {Double.POSITIVE_INFINITY}),
        Vectors.sparse(2, new int[] {0}, new double[] {3})
    };

    @Test
    void invalidFeaturesAreKeptByDefault() {
        SoftmaxClassificationModel model = model(3, 2);
        assertEquals("keep", model.getHandleInvalid());
        List<Row> kept = model.transform(rows(INVALID)).collectAsList();
        assertEquals(4, kept.size());
        assertTrue(Double.isNaN(kept.get(1).<Vector>getAs("probability").apply(2)));
        assertEquals(0.0, kept.get(1).<Double>getAs("prediction"));
        assertSays(failure(model, new Vector[] {null}, "prediction"), "must not be null", "column 'features'", "skip");
    }

    @Test
    void invalidFeaturesCanBeSkipped() {
        SoftmaxClassificationModel model = model(3, 2).setHandleInvalid("SKIP");
        Vector[] features = Arrays.copyOf(INVALID, 5);
        List<Row> kept = model.transform(rows(features)).collectAsList();
        assertEquals(
                List.of(0, 3),
                kept.stream().map(row -> row.<Integer>getAs("id")).toList());
        assertEquals(model.predictProbability(INVALID[3]), kept.get(1).<Vector>getAs("probability"));
        StructType labeled = new StructType()
                .add("label", DataTypes.DoubleType, false)
                .add("features", SQLDataTypes.VectorType(), true);
        Dataset<Row> toEvaluate = spark.createDataFrame(
                Arrays.stream(features).map(x -> RowFactory.create(1.0, x)).toList(), labeled);
        assertEquals(2, model.evaluate(toEvaluate).numRows());
    }

    private String failure(SoftmaxClassificationModel model, Vector[] features, String column) {
        Dataset<Row> predicted = model.transform(rows(features)).select(column);
        Throwable cause = assertThrows(SparkException.class, predicted::collectAsList);
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage();
    }

    private static void assertSays(String message, String... words) {
        for (String word : words) {
            assertTrue(message.contains(word), message);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rawPrediction", "probability", "prediction"})
    void invalidFeaturesCanBeErrors(String column) {
        SoftmaxClassificationModel model = model(3, 2).setHandleInvalid("error");
        for (String other : List.of("rawPrediction", "probability", "prediction")) {
            model.set(model.getParam(other + "Col"), other.equals(column) ? other : "");
        }
        for (int i : new int[] {1, 2}) {
            String found = i == 1 ? "NaN" : "Infinity";
            assertSays(
                    failure(model, new Vector[] {INVALID[i]}, column),
                    "column 'features' has the value " + found + " at index 1",
                    "setting handleInvalid to skip");
        }
        assertSays(failure(model, new Vector[] {null}, column), "column 'features' has null");
        Vector[] valid = {INVALID[0], INVALID[3]};
        assertEquals(2, model.transform(rows(valid)).collectAsList().size());
        assertThrows(IllegalArgumentException.class, () -> model.setHandleInvalid("drop"));
    }

    /** Margins tell of infinite features unless these have no coefficients. */
    @Test
    void invalidFeaturesWithoutCoefficientsAreErrorsToo() {
        double[] values = {1.0, -1.0, 0.5, 0.0, 0.0, 0.0};
        DenseMatrix dense = new DenseMatrix(3, 2, values);
        for (Matrix coefficients : List.of(dense, dense.toSparseColMajor())) {
            SoftmaxClassificationModel model = new SoftmaxClassificationModel(
                            "zeros", coefficients, Vectors.dense(1, 2, 3))
                    .setHandleInvalid("error");
            for (double invalid : new double[] {Double.NaN, Double.NEGATIVE_INFINITY}) {
                assertSays(
                        failure(model, new Vector[] {Vectors.dense(1.0, invalid)}, "prediction"),
                        "column 'features' has the value " + invalid + " at index 1");
            }
            // The margins overflow, but the features are finite.
            assertEquals(
                    1,
                    model.transform(rows(Vectors.dense(Double.MAX_VALUE, Double.MAX_VALUE)))
                            .collectAsList()
                            .size());
        }
    }

    private void assertRefused(SoftmaxClassificationModel model, Dataset<Row> data, String... words) {
        assertSays(
                assertThrows(IllegalArgumentException.class, () -> model.transform(data))
                        .getMessage(),
                words);
        assertThrows(IllegalArgumentException.class, () -> model.transformSchema(data.schema()));
        SoftmaxClassifier estimator = new SoftmaxClassifier().setClassNames(names(3));
        for (String param : List.of("rawPredictionCol", "probabilityCol", "predictionCol", "predictionNameCol")) {
            if (model.isSet(model.getParam(param))) {
                estimator.set(
                        estimator.getParam(param),
                        model.get(model.getParam(param)).get());
            }
        }
        Dataset<Row> labeled = data.withColumn("label", org.apache.spark.sql.functions.lit(0.0));
        assertThrows(IllegalArgumentException.class, () -> estimator.fit(labeled));
    }

    @Test
    void outputColumnsDoNotOverwriteOthersWhoseNamesDifferInCase() {
        Dataset<Row> data = rows(Vectors.dense(1, 2)).withColumnRenamed("id", "known");
        assertRefused(model(3, 2).setPredictionCol("KNOWN"), data, "KNOWN (predictionCol)", "column known");
        assertRefused(model(3, 2).setRawPredictionCol("Known"), data, "Known (rawPredictionCol)", "column known");
        assertRefused(model(3, 2).setProbabilityCol("Features"), data, "Features (probabilityCol)", "column features");
        assertRefused(
                model(3, 2).setClassNames(names(3)).setPredictionNameCol("Known"), data, "Known (predictionNameCol)");
        assertRefused(
                model(3, 2).setProbabilityCol("Prediction"), data, "prediction (predictionCol)", "column Prediction");
        spark.conf().set("spark.sql.caseSensitive", true);
        try {
            Row row = model(3, 2)
                    .setPredictionCol("KNOWN")
                    .setProbabilityCol("Features")
                    .transform(data)
                    .head();
            assertEquals(0, row.<Integer>getAs("known"));
            assertArrayEquals(
                    new String[] {"known", "features", "rawPrediction", "Features", "KNOWN"},
                    row.schema().fieldNames());
        } finally {
            spark.conf().unset("spark.sql.caseSensitive");
        }
    }

    @Test
    void outputColumnsMayHaveAnyName() {
        SoftmaxClassificationModel model = model(3, 2)
                .setClassNames(names(3))
                .setRawPredictionCol("a.raw")
                .setProbabilityCol("a`b")
                .setPredictionCol("a.b.c")
                .setPredictionNameCol("the name");
        Row row = model.transform(rows(Vectors.dense(1, 2))).head();
        assertEquals(model.predict(Vectors.dense(1, 2)), row.getDouble(4));
        assertEquals(model.predictName(Vectors.dense(1, 2)), row.getString(5));
    }
}
