package sparksoftmax.classification;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import sparksoftmax.SharedSpark;

/** The columns that {@code transform} adds are what single predictions return, and each is computed once, if at all. */
@ExtendWith(SharedSpark.class)
class TransformTest {
    private static final int NUM_FEATURES = 9;

    private final SparkSession spark;

    TransformTest(SparkSession spark) {
        this.spark = spark;
    }

    private static SoftmaxClassificationModel model(int numClasses) {
        Random random = new Random(numClasses);
        return new SoftmaxClassificationModel(
                        "transform",
                        DenseMatrix.randn(numClasses, NUM_FEATURES, random),
                        Vectors.dense(random.doubles(numClasses).toArray()))
                .setClassNames(
                        random.ints(numClasses).mapToObj(Integer::toString).toArray(String[]::new));
    }

    private static double[] thresholds(int numClasses) {
        return new Random(1L).doubles(numClasses, 0.01, 0.1).toArray();
    }

    /** Random vectors, each dense and then sparse, and unusual ones. */
    private static List<Vector> vectors() {
        Random random = new Random(8L);
        List<Vector> vectors = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            double[] values = random.doubles(NUM_FEATURES, -3.0, 3.0).toArray();
            for (int j = 0; j < NUM_FEATURES; j++) {
                if (random.nextInt(10) < i / 3) {
                    values[j] = 0.0;
                }
            }
            vectors.add(Vectors.dense(values));
            vectors.add(Vectors.dense(values).toSparse());
        }
        double[] extreme = {-0.0, 1e300, -1e-320, 5.0, 0.0, 1e-3, 0.0, 7.0, 1.0};
        vectors.add(Vectors.dense(extreme));
        vectors.add(Vectors.dense(extreme).toSparse());
        vectors.add(Vectors.sparse(NUM_FEATURES, new int[0], new double[0]));
        vectors.add(Vectors.sparse(NUM_FEATURES, new int[] {0, 3, 8}, new double[] {0.0, 2.0, 0.0}));
        return vectors;
    }

    private static final StructType SCHEMA = new StructType().add("features", SQLDataTypes.VectorType());

    private Dataset<Row> rows() {
        return spark.createDataFrame(vectors().stream().map(RowFactory::create).toList(), SCHEMA);
    }

    /** Rows that the optimizer cannot compute. */
    private Dataset<Row> rowsOfTasks() {
        return spark.createDataFrame(rows().toJavaRDD(), SCHEMA);
    }

    private static void assertSinglePredictions(SoftmaxClassificationModel model, Dataset<Row> rows) {
        List<Vector> vectors = vectors();
        List<Row> predicted = model.transform(rows).collectAsList();
        assertEquals(vectors.size(), predicted.size());
        for (int i = 0; i < vectors.size(); i++) {
            Vector x = vectors.get(i);
            Row row = predicted.get(i);
            assertEquals(x, row.<Vector>getAs("features"));
            if (!model.getRawPredictionCol().isEmpty()) {
                assertBits(model.predictRaw(x), row.getAs(model.getRawPredictionCol()));
            }
            if (!model.getProbabilityCol().isEmpty()) {
                assertBits(model.predictProbability(x), row.getAs(model.getProbabilityCol()));
            }
            assertEquals(model.predict(x), row.<Double>getAs("prediction"));
            assertEquals(model.predictName(x), row.<String>getAs("predictedName"));
        }
        for (int i = 0; i < 30; i++) {
            // The sparse form of the same values.
            assertBits(model.predictRaw(vectors.get(2 * i)), model.predictRaw(vectors.get(2 * i + 1)));
        }
    }

    private static void assertBits(Vector expected, Vector found) {
        assertArrayEquals(
                Arrays.stream(expected.toArray())
                        .mapToLong(Double::doubleToLongBits)
                        .toArray(),
                Arrays.stream(found.toArray())
                        .mapToLong(Double::doubleToLongBits)
                        .toArray());
    }

    @Test
    void columnsAreSinglePredictionsToTheBit() {
        for (int numClasses : new int[] {2, 3, 10, 41}) {
            for (String without : List.of("", "rawPrediction", "rawPrediction probability", "probability")) {
                SoftmaxClassificationModel model = model(numClasses).setPredictionNameCol("predictedName");
                for (String column : without.split(" ")) {
                    if (!column.isEmpty()) {
                        model.set(model.getParam(column + "Col"), "");
                    }
                }
                assertSinglePredictions(model, rows());
                model.setThresholds(thresholds(numClasses));
                assertSinglePredictions(model, rowsOfTasks());
            }
        }
    }

    /** Values are multiplied in parts, and those of parts without zeros in another way. */
    @Test
    void longDenseVectorsGiveTheBitsOfSparseOnes() {
        int numFeatures = 3_001;
        Random random = new Random(9L);
        for (int numClasses : new int[] {2, 3, 10, 24, 41}) {
            SoftmaxClassificationModel model = new SoftmaxClassificationModel(
                    "long", DenseMatrix.randn(numClasses, numFeatures, random), Vectors.dense(new double[numClasses]));
            for (int zero : new int[] {-1, 0, 1_023, 1_024, 2_047, 2_048, 3_000}) {
                double[] values = random.doubles(numFeatures, 0.1, 1.0).toArray();
                if (zero >= 0) {
                    values[zero] = 0.0;
                }
                Vector dense = Vectors.dense(values);
                Vector sparse = Vectors.sparse(
                        numFeatures, IntStream.range(0, numFeatures).toArray(), values);
                assertBits(model.predictRaw(sparse), model.predictRaw(dense));
                assertBits(model.predictRaw(dense.toSparse()), model.predictRaw(dense));
            }
        }
    }

    @Test
    void columnsDoNotDependOnGeneratedCode() {
        SoftmaxClassificationModel model = model(10).setPredictionNameCol("predictedName");
        for (Map.Entry<String, String> setting : Map.of(
                        "spark.sql.codegen.wholeStage", "false", "spark.sql.codegen.factoryMode", "NO_CODEGEN")
                .entrySet()) {
            String before = spark.conf().get(setting.getKey());
            spark.conf().set(setting.getKey(), setting.getValue());
            try {
                for (String invalid : List.of("keep", "error", "skip")) {
                    assertSinglePredictions(model.setHandleInvalid(invalid), rowsOfTasks());
                }
            } finally {
                spark.conf().set(setting.getKey(), before);
            }
        }
    }

    private static int occurrences(Dataset<Row> dataset, String function) {
        String plan = dataset.queryExecution().executedPlan().toString();
        return plan.split("softmax_" + function + "\\(", -1).length - 1;
    }

    private static void assertComputes(Dataset<Row> dataset, String... functions) {
        for (String function :
                List.of("margins", "softmax", "probabilities", "predictMargins", "predictProbabilities", "name")) {
            int expected = Arrays.asList(functions).contains(function) ? 1 : 0;
            assertEquals(
                    expected,
                    occurrences(dataset, function),
                    () -> function + " in " + dataset.queryExecution().executedPlan());
        }
    }

    @Test
    void everyFunctionIsEvaluatedOnceForARowIfItsColumnIsAskedFor() {
        Dataset<Row> rows = rowsOfTasks();
        SoftmaxClassificationModel model = model(3).setPredictionNameCol("predictedName");
        Dataset<Row> predicted = model.transform(rows);
        assertComputes(predicted, "margins", "softmax", "predictMargins", "name");
        assertComputes(predicted.select("features"));
        assertComputes(predicted.select("prediction"), "margins", "predictMargins");
        assertComputes(predicted.select("probability"), "margins", "softmax");
        assertComputes(predicted.select("rawPrediction"), "margins");
        assertComputes(predicted.select("rawPrediction", "prediction"), "margins", "predictMargins");
        model.setThresholds(thresholds(3));
        assertComputes(model.transform(rows), "margins", "softmax", "predictProbabilities", "name");
        assertFalse(predicted.queryExecution().executedPlan().toString().contains("UDF"));
    }

    /** A data set that was cached is found again by the same transformation of the same model. */
    @Test
    void cachedPredictionsAreFoundAgain() {
        Dataset<Row> rows = rowsOfTasks();
        SoftmaxClassificationModel model = model(3);
        Dataset<Row> cached = model.transform(rows).cache();
        try {
            assertTrue(model.transform(rows)
                    .queryExecution()
                    .withCachedData()
                    .toString()
                    .contains("InMemoryRelation"));
            assertFalse(model(3).transform(rows)
                    .queryExecution()
                    .withCachedData()
                    .toString()
                    .contains("InMemoryRelation"));
        } finally {
            cached.unpersist(true);
        }
    }

    private static long allocated(Runnable calls) {
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        calls.run();
        return threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
    }

    @Test
    void singlePredictionsAllocateLittleBesideTheirResult() {
        SoftmaxClassificationModel model = model(3);
        Vector dense = vectors().get(0);
        Vector sparse = vectors().get(1);
        Runnable calls = () -> {
            for (int i = 0; i < 1_000; i++) {
                model.predictRaw(dense);
                model.predictRaw(sparse);
            }
        };
        calls.run();
        // A result takes 56 bytes, an object for the vector's arrays 32 where it is not compiled.
        long perCall = allocated(calls) / 2_000;
        assertTrue(perCall <= 100, perCall + " bytes");
    }
}
