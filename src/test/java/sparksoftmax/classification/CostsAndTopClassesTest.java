package sparksoftmax.classification;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
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
import org.junit.jupiter.api.io.TempDir;
import sparksoftmax.RandomRows;
import sparksoftmax.SharedSpark;
import sparksoftmax.scorer.SoftmaxScorer;

/** Predictions of least expected cost, and the column of the most probable classes. */
@ExtendWith(SharedSpark.class)
class CostsAndTopClassesTest {
    private static final int NUM_FEATURES = 4;

    private final SparkSession spark;

    CostsAndTopClassesTest(SparkSession spark) {
        this.spark = spark;
    }

    private static SoftmaxClassificationModel model(int numClasses) {
        Random random = new Random(numClasses);
        return new SoftmaxClassificationModel(
                "costs",
                DenseMatrix.randn(numClasses, NUM_FEATURES, random),
                Vectors.dense(random.doubles(numClasses).toArray()));
    }

    /** Rows that tasks compute, not the optimizer. */
    private Dataset<Row> rows() {
        Random random = new Random(7L);
        List<Row> rows = IntStream.range(0, 40)
                .mapToObj(i -> RowFactory.create(
                        Vectors.dense(random.doubles(NUM_FEATURES, -1.0, 1.0).toArray())))
                .toList();
        StructType schema = new StructType().add("features", SQLDataTypes.VectorType());
        return spark.createDataFrame(spark.createDataFrame(rows, schema).toJavaRDD(), schema);
    }

    /** In the form of the definition: the least of Σ_i p_i c_ij. */
    private static int ofLeastCost(Vector p, DenseMatrix costs) {
        return IntStream.range(0, p.size())
                .boxed()
                .min(Comparator.comparingDouble(j -> IntStream.range(0, p.size())
                        .mapToDouble(i -> p.apply(i) * costs.apply(i, j))
                        .sum()))
                .orElseThrow();
    }

    private static SoftmaxClassificationModel without(SoftmaxClassificationModel model, String columns) {
        for (String column : columns.split(" ")) {
            if (!column.isEmpty()) {
                model.set(model.getParam(column + "Col"), "");
            }
        }
        return model;
    }

    @Test
    void everyWayToPredictChoosesTheClassOfLeastExpectedCost(@TempDir Path folder) throws Exception {
        SoftmaxClassificationModel plain = model(5);
        DenseMatrix costs = DenseMatrix.rand(5, 5, new Random(3L));
        for (String without : List.of("", "rawPrediction", "rawPrediction probability", "probability")) {
            SoftmaxClassificationModel model = without(model(5).setCosts(costs), without);
            int numChanged = 0;
            for (Row row : model.transform(rows()).collectAsList()) {
                Vector features = row.getAs("features");
                Vector p = plain.predictProbability(features);
                assertEquals(ofLeastCost(p, costs), row.<Double>getAs("prediction"));
                assertEquals(row.<Double>getAs("prediction"), model.predict(features));
                assertEquals(row.<Double>getAs("prediction"), model.probability2prediction(p));
                assertEquals(p, model.predictProbability(features));
                numChanged += p.argmax() == model.predict(features) ? 0 : 1;
            }
            assertTrue(numChanged > 5, "the costs must matter: " + numChanged);
        }
        // The cost of an error is that of the truth's row: transposed, costs are others.
        SoftmaxClassificationModel model = model(5).setCosts(costs);
        SoftmaxClassificationModel transposed = model(5).setCosts(costs.transpose());
        List<Row> rows = rows().collectAsList();
        assertTrue(rows.stream().anyMatch(row -> model.predict(row.getAs(0)) != transposed.predict(row.getAs(0))));
        model.save(folder.resolve("model").toString());
        SoftmaxClassificationModel loaded =
                SoftmaxClassificationModel.load(folder.resolve("model").toString());
        assertEquals(costs, loaded.getCosts());
        model.exportJson(folder.resolve("model.json").toString());
        SoftmaxScorer scorer = SoftmaxScorer.load(folder.resolve("model.json"));
        for (Row row : rows) {
            Vector features = row.getAs(0);
            assertEquals(model.predict(features), loaded.predict(features));
            assertEquals(model.predict(features), scorer.predict(features.toArray()));
        }
    }

    @Test
    void costsOfOneForEveryErrorPredictTheMostProbableClass() {
        DenseMatrix costs = DenseMatrix.ones(3, 3);
        for (int k = 0; k < 3; k++) {
            costs.update(k, k, 0.0);
        }
        for (Row row : model(3).setCosts(costs).transform(rows()).collectAsList()) {
            assertEquals(row.<Vector>getAs("probability").argmax(), row.<Double>getAs("prediction"));
        }
    }

    @Test
    void costsCountInEvaluationsAndAreKeptByFits() {
        Dataset<Row> data = new RandomRows(60, 3, 3, 1L).toDataset(spark, 2);
        // Only class 2 costs nothing, whatever the truth.
        DenseMatrix costs = new DenseMatrix(3, 3, new double[] {1, 1, 1, 1, 1, 1, 0, 0, 0});
        SoftmaxClassificationModel model =
                new SoftmaxClassifier().setMaxIter(2).setCosts(costs).fit(data);
        assertEquals(costs, model.getCosts());
        assertEquals(data.filter("label = 2").count(), model.evaluate(data).accuracy() * 60, 1e-9);
        assertEquals(model.evaluate(data).accuracy(), model.summary().accuracy());
    }

    @Test
    void costsOfTheWrongSizeOrBesideThresholdsAreRefused() {
        SoftmaxClassificationModel model = model(3);
        assertSays(() -> model.setCosts(DenseMatrix.zeros(2, 2)), "costs", "each of the 3 classes", "2 x 2");
        model.set(model.costs(), DenseMatrix.zeros(2, 2));
        Dataset<Row> rows = rows();
        assertSays(() -> model.transform(rows), "numClasses=3", "costs has size 2 x 2");
        assertSays(() -> model.predict(Vectors.zeros(NUM_FEATURES)), "numClasses=3", "costs has size 2 x 2");
        model.setCosts(DenseMatrix.zeros(3, 3)).setThresholds(new double[] {0.5, 0.5, 0.5});
        assertSays(() -> model.transform(rows), "thresholds and costs must not both be set", "clear one of them");
        assertSays(() -> model.transformSchema(rows.schema()), "thresholds and costs");
        assertSays(() -> model.predict(Vectors.zeros(NUM_FEATURES)), "thresholds and costs");
        assertSays(
                () -> model(3).setCosts(DenseMatrix.zeros(3, 3)).toLogisticRegressionModel(),
                "costs must not be set for a LogisticRegressionModel");
    }

    private static void assertSays(Runnable action, String... words) {
        String message =
                assertThrows(IllegalArgumentException.class, action::run).getMessage();
        for (String word : words) {
            assertTrue(message.contains(word), message);
        }
    }

    private static void assertTop(Row row, int number, Vector probabilities, String[] names) {
        List<Row> top = row.getList(row.fieldIndex("top"));
        int[] expected = IntStream.range(0, probabilities.size())
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(k -> -probabilities.apply(k))
                        .thenComparingInt(k -> k))
                .limit(number)
                .mapToInt(k -> k)
                .toArray();
        assertArrayEquals(
                expected, top.stream().mapToInt(entry -> entry.getInt(0)).toArray());
        for (Row entry : top) {
            int k = entry.<Integer>getAs("class");
            assertEquals(probabilities.apply(k), entry.<Double>getAs("probability"));
            if (names == null) {
                assertNull(entry.getAs("className"));
            } else {
                assertEquals(names[k], entry.<String>getAs("className"));
            }
        }
    }

    @Test
    void theMostProbableClassesAreThoseOfTheProbabilities() {
        String[] names = {"a", "b", "ü", "d", "e", "f"};
        for (String without : List.of("", "rawPrediction", "rawPrediction probability", "probability", "prediction")) {
            for (boolean named : new boolean[] {false, true}) {
                SoftmaxClassificationModel model =
                        without(model(6), without).setTopKCol("top").setTopK(3);
                // Classes 1 and 4 are always equally probable.
                model.interceptVector().toArray()[4] = model.interceptVector().apply(1);
                for (int j = 0; j < NUM_FEATURES; j++) {
                    ((DenseMatrix) model.coefficientMatrix())
                            .update(4, j, model.coefficientMatrix().apply(1, j));
                }
                if (named) {
                    // To choose a class by costs must leave the margins as they are.
                    model.setClassNames(names).setCosts(DenseMatrix.rand(6, 6, new Random(3L)));
                }
                Dataset<Row> predicted = model.transform(rows());
                assertEquals(
                        model.transformSchema(rows().schema()).apply("top"),
                        predicted.schema().apply("top"));
                assertEquals("top", predicted.columns()[predicted.columns().length - 1]);
                for (Row row : predicted.collectAsList()) {
                    assertTop(row, 3, model.predictProbability(row.getAs("features")), named ? names : null);
                }
            }
        }
    }

    @Test
    void theMostProbableClassesDoNotDependOnGeneratedCodeAndAreUsedInQueries() {
        SoftmaxClassificationModel model = model(3).setTopKCol("top");
        for (Map.Entry<String, String> setting : Map.of(
                        "spark.sql.codegen.wholeStage", "false", "spark.sql.codegen.factoryMode", "NO_CODEGEN")
                .entrySet()) {
            spark.conf().set(setting.getKey(), setting.getValue());
            try {
                for (Row row : model.transform(rows()).collectAsList()) {
                    // The default is 5, which is more than there are.
                    assertTop(row, 3, row.getAs("probability"), null);
                }
            } finally {
                spark.conf().unset(setting.getKey());
            }
        }
        List<Row> exploded = model.transform(rows())
                .selectExpr("prediction", "inline(top)")
                .filter("class = prediction")
                .collectAsList();
        assertEquals(40, exploded.size());
    }

    @Test
    void thereIsNoSuchColumnUnlessItIsAskedFor() {
        assertArrayEquals(
                new String[] {"features", "rawPrediction", "probability", "prediction"},
                model(3).setTopKCol("").transform(rows()).columns());
        Dataset<Row> rows = rows();
        assertSays(() -> model(3).setTopKCol("features").transform(rows), "features", "already exists");
        assertSays(() -> model(3).setTopKCol("Features").transform(rows), "Features (topKCol)", "features");
        assertSays(() -> model(3).setTopKCol(null), "topKCol", "must be a column name");
        assertSays(() -> model(3).setTopK(0), "topK", "must be >= 1");
        StructType labeled = rows.schema().add("label", "double");
        StructType ofEstimator = new SoftmaxClassifier().setTopKCol("top").transformSchema(labeled);
        assertSame(
                model(3).setTopKCol("top")
                        .transformSchema(labeled)
                        .apply("top")
                        .dataType()
                        .getClass(),
                ofEstimator.apply("top").dataType().getClass());
        assertEquals(
                "array<struct<class:int,className:string,probability:double>>",
                ofEstimator.apply("top").dataType().catalogString());
        assertTrue(Arrays.asList(ofEstimator.fieldNames()).contains("prediction"));
    }
}
