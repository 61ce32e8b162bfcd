package sparksoftmax.classification;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.Trigger;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sparksoftmax.RandomRows;
import sparksoftmax.SharedSpark;

/** Features that are arrays, or several columns, give what VectorAssembler and a fit of its vectors give. */
@ExtendWith(SharedSpark.class)
@Tag("many-queries")
class FeaturesColsTest {
    private static final String[] COLUMNS = {"x0", "x1", "x2", "x3", "x4", "x5"};
    private static final String[] TYPED = {"t0", "t1", "t2", "t3", "t4", "t5"};
    private static final String[] MIXED = {"x0", "pair", "tail"};

    private final SparkSession spark;

    FeaturesColsTest(SparkSession spark) {
        this.spark = spark;
    }

    /** Rows with the same features in several forms; all values are multiples of 1/8, the last column is 0 or 1. */
    private Dataset<Row> rows(double density) {
        RandomRows rows = new RandomRows(150, 6, 3, density, 11L).weighted(3L);
        for (double[] x : rows.x) {
            for (int j = 0; j < 4; j++) {
                x[j] = Math.rint(8.0 * x[j]) / 8.0;
            }
            x[4] = Math.rint(4.0 * x[4]);
            x[5] = x[5] > 0.0 ? 1.0 : 0.0;
        }
        Dataset<Row> columns = rows.toDataset(spark, 2)
                .withColumn("a", org.apache.spark.ml.functions.vector_to_array(col("features"), "float64"))
                .drop("features");
        for (int j = 0; j < COLUMNS.length; j++) {
            columns = columns.withColumn(COLUMNS[j], col("a").getItem(j));
        }
        List<String> types = List.of("float", "decimal(10,3)", "double", "float", "smallint", "boolean");
        for (int j = 0; j < TYPED.length; j++) {
            columns = columns.withColumn(TYPED[j], col(COLUMNS[j]).cast(types.get(j)));
        }
        Dataset<Row> vectors = assembler("pair", "x1", "x2")
                .transform(assembler("features", COLUMNS).transform(columns));
        return vectors.withColumn(
                        "doubles",
                        array(Arrays.stream(COLUMNS).map(name -> col(name)).toArray(Column[]::new)))
                .withColumn("floats", col("doubles").cast("array<float>"))
                .withColumn("decimals", col("doubles").cast("array<decimal(10,3)>"))
                .withColumn("tail", expr("array(x3, x4, x5)").cast("array<float>"))
                .drop("a");
    }

    private static VectorAssembler assembler(String output, String... inputs) {
        return new VectorAssembler().setInputCols(inputs).setOutputCol(output);
    }

    private static SoftmaxClassifier classifier() {
        return new SoftmaxClassifier().setRegParam(0.01).setMaxIter(15).setSolver("l-bfgs");
    }

    private static double[] coefficients(SoftmaxClassificationModel model) {
        return model.coefficientMatrix().toArray();
    }

    private static void assertSameModel(SoftmaxClassificationModel expected, SoftmaxClassificationModel found) {
        assertArrayEquals(coefficients(expected), coefficients(found));
        assertEquals(expected.interceptVector(), found.interceptVector());
        assertArrayEquals(expected.summary().objectiveHistory(), found.summary().objectiveHistory());
    }

    private static List<Row> predictions(SoftmaxClassificationModel model, Dataset<Row> rows) {
        return model.transform(rows)
                .select("rawPrediction", "probability", "prediction")
                .collectAsList();
    }

    private static String messageOf(org.junit.jupiter.api.function.Executable action) {
        return assertThrows(IllegalArgumentException.class, action).getMessage();
    }

    private static void assertSays(String message, String... words) {
        for (String word : words) {
            assertTrue(message.contains(word), message);
        }
    }

    @ParameterizedTest
    @CsvSource({"1.0, l-bfgs", "0.1, auto"})
    void everyFormOfFeaturesGivesTheModelOfVectorAssembler(double density, String solver) {
        Dataset<Row> made = rows(density);
        // Rows that the optimizer does not compute, so that tasks read columns by generated code.
        Dataset<Row> rows = spark.createDataFrame(
                JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(made.collectAsList(), 2),
                made.schema());
        SoftmaxClassifier ofVectors = classifier().setSolver(solver).setWeightCol("weight");
        SoftmaxClassificationModel expected = ofVectors.fit(rows);
        List<Row> predicted = predictions(expected, rows);
        SoftmaxClassificationModel next = expected.partialFit(rows);
        double logLoss = expected.evaluate(rows).logLoss();
        List<SoftmaxClassifier> forms = List.of(
                ofVectors.copy(ParamMap.empty()).setFeaturesCol("doubles"),
                ofVectors.copy(ParamMap.empty()).setFeaturesCol("floats"),
                ofVectors.copy(ParamMap.empty()).setFeaturesCol("decimals"),
                ofVectors.copy(ParamMap.empty()).setFeaturesCols(COLUMNS),
                ofVectors.copy(ParamMap.empty()).setFeaturesCols(TYPED),
                ofVectors.copy(ParamMap.empty()).setFeaturesCols(MIXED));
        List<SoftmaxClassificationModel> models =
                forms.stream().map(form -> form.fit(rows)).toList();
        for (SoftmaxClassificationModel model : models) {
            assertSameModel(expected, model);
            assertEquals(predicted, predictions(model, rows));
        }
        for (SoftmaxClassificationModel model : List.of(models.get(1), models.get(5))) {
            assertEquals(logLoss, model.evaluate(rows).logLoss());
            assertEquals(logLoss, model.summary().logLoss());
            assertSameModel(next, model.partialFit(rows));
        }
        // Outputs that are computed of the features themselves.
        SoftmaxClassificationModel last = models.get(5);
        last.setRawPredictionCol("").setProbabilityCol("");
        assertEquals(
                predicted.stream().map(row -> row.getDouble(2)).toList(),
                last.transform(rows).select("prediction").collectAsList().stream()
                        .map(row -> row.getDouble(0))
                        .toList());
    }

    @Test
    void anInitialModelMayBeOfAnotherForm() {
        Dataset<Row> rows = rows(1.0);
        SoftmaxClassificationModel ofVectors = classifier().fit(rows);
        SoftmaxClassificationModel ofColumns =
                classifier().setFeaturesCols(COLUMNS).fit(rows);
        SoftmaxClassifier next = classifier().setMaxIter(2);
        assertSameModel(
                next.setInitialModel(ofVectors).fit(rows),
                next.copy(ParamMap.empty())
                        .setInitialModel(ofColumns)
                        .setFeaturesCols(COLUMNS)
                        .fit(rows));
        String[] reversed = {"x5", "x4", "x3", "x2", "x1", "x0"};
        assertSays(
                messageOf(() -> next.setFeaturesCols(reversed).fit(rows)),
                "feature 0 is 'x0' in the model and 'x5' in columns 'x5', 'x4', 'x3', 'x2', 'x1' and 1 other");
        assertSays(
                messageOf(() -> ofColumns
                        .copy(ParamMap.empty())
                        .setFeaturesCols(reversed)
                        .partialFit(rows)),
                "feature 0 is 'x0' in the model");
    }

    @Test
    void featuresHaveTheNamesThatVectorAssemblerGivesThem() {
        Dataset<Row> rows = rows(1.0);
        assertArrayEquals(
                COLUMNS,
                classifier().setFeaturesCols(COLUMNS).setMaxIter(0).fit(rows).getFeatureNames());
        String[] inputs = {"x0", "pair", "x3"};
        assertArrayEquals(
                classifier()
                        .setMaxIter(0)
                        .setFeaturesCol("assembled")
                        .fit(assembler("assembled", inputs).transform(rows))
                        .getFeatureNames(),
                classifier().setFeaturesCols(inputs).setMaxIter(0).fit(rows).getFeatureNames());
        assertArrayEquals(
                new String[] {"x0", "pair_x1", "pair_x2", "tail_0", "tail_1", "tail_2"},
                classifier().setFeaturesCols(MIXED).setMaxIter(0).fit(rows).getFeatureNames());
        SoftmaxClassificationModel ofArrays =
                classifier().setFeaturesCol("doubles").setMaxIter(0).fit(rows);
        assertFalse(ofArrays.isDefined(ofArrays.featureNames()));
        assertEquals(6, numFeatures(classifier().setFeaturesCols(COLUMNS), rows));
        assertEquals(6, numFeatures(classifier().setFeaturesCols(MIXED), rows));
        assertEquals(6, numFeatures(classifier().setFeaturesCol("floats"), rows));
    }

    private static long numFeatures(SoftmaxClassifier classifier, Dataset<Row> rows) {
        return new InputFeatures(classifier).in(rows).numFeatures(rows);
    }

    @Test
    void namesAreResolvedAsSparkDoes() {
        Dataset<Row> rows = rows(1.0);
        SoftmaxClassificationModel expected = classifier()
                .setFeaturesCols(new String[] {"x0", "x1", "doubles"})
                .fit(rows);
        Dataset<Row> renamed = rows.withColumnRenamed("x0", "a.b")
                .withColumnRenamed("x1", "Other Name")
                .withColumn("s", expr("named_struct('Inner', doubles)"));
        String[] names = {"`A.b`", "other name", "S.inner"};
        SoftmaxClassificationModel found = classifier().setFeaturesCols(names).fit(renamed);
        assertSameModel(expected, found);
        assertEquals(predictions(expected, rows), predictions(found, renamed));
        assertEquals("A.b", found.getFeatureNames()[0]);
        assertEquals("S.inner_5", found.getFeatureNames()[7]);
        assertSays(
                messageOf(
                        () -> classifier().setFeaturesCols(new String[] {"a.b"}).fit(renamed)),
                "must have column 'a.b' (featuresCols)",
                "written in backticks: `a.b`");
        SoftmaxClassificationModel array =
                classifier().setFeaturesCol("s.INNER").fit(renamed);
        assertEquals(predictions(array, renamed), predictions(array.setFeaturesCol("S.inner"), renamed));
    }

    @Test
    void wrongColumnsAreRefusedBeforeRowsAreRead() {
        Dataset<Row> rows = rows(1.0).withColumn("text", expr("'a'"));
        SoftmaxClassifier text = classifier().setFeaturesCols(new String[] {"x0", "text"});
        String expected =
                "featuresCols must be numeric, boolean, vector or array columns, but column 'text' is of type string.";
        assertSays(messageOf(() -> text.fit(rows)), expected, "StringIndexer");
        assertSays(messageOf(() -> text.transformSchema(rows.schema())), expected);
        SoftmaxClassificationModel model = classifier().setMaxIter(0).fit(rows);
        model.setFeaturesCols(text.getFeaturesCols());
        assertSays(messageOf(() -> model.transform(rows)), expected);
        assertSays(messageOf(() -> model.transformSchema(rows.schema())), expected);
        assertSays(messageOf(() -> model.evaluate(rows)), expected);
        assertSays(messageOf(() -> model.partialFit(rows)), expected);
        assertSays(
                messageOf(() -> classifier().setFeaturesCol("x0").fit(rows)), "column 'x0' is of type double. To use");
        assertSays(
                messageOf(() -> classifier()
                        .setFeaturesCols(new String[] {"x0", "nope"})
                        .fit(rows)),
                "column 'nope' (featuresCols)");
        assertSays(messageOf(() -> classifier().setFeaturesCols(new String[0])), "at least one column name");
        assertSays(messageOf(() -> classifier().setFeaturesCols(new String[] {null})), "none null");
        assertSays(
                messageOf(() -> classifier()
                        .setFeaturesCols(new String[] {"x0"})
                        .setPredictionCol("x0")
                        .fit(rows)),
                "x0 already exists");
    }

    @Test
    void featuresColsCountBeforeFeaturesColUntilTheyAreCleared() {
        Dataset<Row> rows = rows(1.0);
        SoftmaxClassifier both = classifier().setFeaturesCols(new String[] {"x0", "x1"});
        SoftmaxClassificationModel model = both.fit(rows);
        assertEquals(2, model.numFeatures());
        both.clear(both.featuresCols());
        assertEquals(6, both.fit(rows).numFeatures());
        // The model of columns predicts from vectors, if it is told so.
        SoftmaxClassificationModel ofVectors = model.copy(ParamMap.empty());
        ofVectors.clear(ofVectors.featuresCols());
        ofVectors.setFeaturesCol("two");
        assertEquals(
                predictions(model, rows),
                predictions(ofVectors, assembler("two", "x0", "x1").transform(rows)));
    }

    private Dataset<Row> withHoles(String... features) {
        return spark.range(0, features.length, 1, 1)
                .selectExpr(
                        "id",
                        "CAST(id % 2 AS DOUBLE) AS label",
                        "element_at(array(" + String.join(", ", features) + "), CAST(id + 1 AS INT)) AS s")
                .selectExpr("id", "label", "s.*");
    }

    private static String row(String x, String y, String a) {
        return "named_struct('x', CAST(" + x + " AS DOUBLE), 'y', CAST(" + y + " AS INT), 'a', CAST(" + a
                + " AS ARRAY<DOUBLE>))";
    }

    private static final String GOOD = row("1", "2", "array(1, 2)");
    private static final String OTHER = row("-1", "5", "array(3, 1)");

    private static String failure(SoftmaxClassificationModel model, Dataset<Row> rows) {
        Throwable cause = assertThrows(
                SparkException.class,
                () -> model.transform(rows).select("prediction").collectAsList());
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "NULL | 2 | array(1, 2) | x,y | Feature values MUST NOT be Null, but got null (column 'x')"
                        + " | column 'x' has null:",
                "'NaN' | 2 | array(1, 2) | x,y | Feature values MUST NOT be NaN or Infinity, but got NaN (column 'x')"
                        + " | column 'x' has the value NaN:",
                "1 | 2 | array(1, NULL) | a | Array values MUST NOT be Null, but got null at index 1 of an array of"
                        + " size 2 (column 'a') | column 'a' has null at index 1",
                "1 | 2 | array(1, NULL) | x,a | Array values MUST NOT be Null, but got null at index 1 of an array of"
                        + " size 2 (column 'a') | column 'a' has null at index 1",
                "1 | 2 | array(CAST('Infinity' AS DOUBLE), 1) | a,y | Array values MUST NOT be NaN or Infinity, but got Infinity at index"
                        + " 0 of an array of size 2 (column 'a') | column 'a' has the value Infinity at index 0",
                "1 | 2 | NULL | a | Arrays MUST NOT be Null (column 'a') | column 'a' has null:",
                "1 | 2 | NULL | y,a | Arrays MUST NOT be Null (column 'a') | columns 'y', 'a' has null:",
            })
    void rowsWithHolesAreErrorsOrLeftOut(
            String x, String y, String a, String columns, String fitMessage, String transformMessage) {
        SoftmaxClassifier estimator = classifier().setMaxIter(3);
        String[] names = columns.split(",");
        if (columns.equals("a")) {
            estimator.setFeaturesCol("a");
        } else {
            estimator.setFeaturesCols(names);
        }
        Dataset<Row> rows = withHoles(GOOD, OTHER, row(x, y, a), OTHER, GOOD, OTHER)
                .withColumn("label", expr("CASE WHEN id = 4 THEN 0.0D WHEN id = 2 THEN 7.0D ELSE label END"));
        assertSays(messageOf(() -> estimator.fit(rows)), fitMessage, "set handleInvalid to skip");
        SoftmaxClassificationModel model =
                estimator.copy(ParamMap.empty()).setHandleInvalid("skip").fit(rows);
        assertArrayEquals(
                coefficients(estimator.fit(withHoles(GOOD, OTHER, OTHER, GOOD, OTHER)
                        .withColumn("label", expr("CASE WHEN id % 3 = 0 THEN 0.0D ELSE 1.0D END")))),
                coefficients(model));
        assertEquals(5, model.transform(rows).count());
        assertEquals(5, model.summary().numRows());
        assertSays(failure(model.setHandleInvalid("error"), rows), transformMessage);
        model.setHandleInvalid("keep");
        if (a.equals("NULL")) {
            assertSays(failure(model, rows), transformMessage);
        } else {
            Row kept = model.transform(rows).where("id = 2").head();
            assertTrue(
                    Arrays.stream(kept.<Vector>getAs("rawPrediction").toArray()).noneMatch(Double::isFinite));
        }
    }

    @Test
    void whereAllRowsHaveHolesNoneIsLeft() {
        Dataset<Row> rows = withHoles(row("NULL", "1", "NULL"), row("NULL", "2", "NULL"));
        SoftmaxClassifier estimator =
                classifier().setFeaturesCols(new String[] {"x", "a"}).setHandleInvalid("skip");
        assertSays(messageOf(() -> estimator.fit(rows)), "empty dataset", "left out, since handleInvalid is skip: 2.");
        SoftmaxClassificationModel model =
                estimator.setFeaturesCols(new String[] {"y", "x"}).fit(withHoles(GOOD, OTHER));
        assertSameModelObject(model, model.partialFit(rows));
    }

    private static void assertSameModelObject(SoftmaxClassificationModel expected, SoftmaxClassificationModel found) {
        assertArrayEquals(coefficients(expected), coefficients(found));
    }

    /** In one partition, and in two. */
    @Test
    void sizesMustBeTheSameInEveryRow() {
        String longer = row("1", "2", "array(1, 2, 3)");
        for (String[] columns : new String[][] {{"a"}, {"x", "a"}}) {
            SoftmaxClassifier estimator = classifier().setFeaturesCols(columns);
            Dataset<Row> rows = withHoles(GOOD, OTHER, longer, OTHER);
            for (Dataset<Row> data : List.of(rows, withHoles(GOOD, OTHER).union(withHoles(longer, longer)))) {
                assertSays(messageOf(() -> estimator.fit(data)), "Expecting 2 but got 3 (column 'a')");
            }
            SoftmaxClassificationModel model = estimator.fit(withHoles(GOOD, OTHER));
            assertSays(failure(model, rows), "must have size " + (1 + columns.length), "'a'");
        }
    }

    /** Rows whose parts have other sizes, but the same size together, have other features. */
    @Test
    void sizesOfPartsMustBeTheSameInEveryRow() {
        Dataset<Row> two = withHoles(GOOD, OTHER).withColumn("b", expr("array(1.0D)"));
        Dataset<Row> swapped = two.select(col("id"), col("label"), col("b").as("a"), col("a").as("b"));
        Dataset<Row> both = two.select("id", "label", "a", "b").union(swapped);
        assertSays(
                messageOf(() ->
                        classifier().setFeaturesCols(new String[] {"a", "b"}).fit(both)),
                "Expecting 2 but got 1 (column 'a')");
        assertSays(
                messageOf(() ->
                        classifier().setFeaturesCols(new String[] {"a", "b"}).fit(both.coalesce(1))),
                "Expecting 2 but got 1 (column 'a')");
    }

    @Test
    void savedStagesAndPipelinesKeepTheColumns(@TempDir Path folder) throws Exception {
        Dataset<Row> rows = rows(1.0).withColumn("name", expr("concat('class ', CAST(label AS INT))"));
        SoftmaxClassifier estimator =
                classifier().setFeaturesCols(MIXED).setLabelCol("indexed").setMaxIter(3);
        PipelineStage indexer = new StringIndexer().setInputCol("name").setOutputCol("indexed");
        Pipeline pipeline = new Pipeline().setStages(new PipelineStage[] {indexer, estimator});
        pipeline.write().save(folder.resolve("pipeline").toString());
        PipelineModel expected = pipeline.fit(rows);
        PipelineModel found =
                Pipeline.load(folder.resolve("pipeline").toString()).fit(rows);
        found.write().save(folder.resolve("model").toString());
        PipelineModel loaded = PipelineModel.load(folder.resolve("model").toString());
        assertArrayEquals(MIXED, ((SoftmaxClassificationModel) loaded.stages()[1]).getFeaturesCols());
        List<Row> predicted = expected.transform(rows).select("probability").collectAsList();
        assertEquals(predicted, found.transform(rows).select("probability").collectAsList());
        assertEquals(predicted, loaded.transform(rows).select("probability").collectAsList());
    }

    @Test
    void settingsOfOtherColumnsAreTunedOver() {
        Dataset<Row> rows = rows(1.0);
        SoftmaxClassifier estimator = classifier().setMaxIter(5).setFeaturesCols(new String[] {"x0"});
        ParamMap[] settings = {
            new ParamMap().put(estimator.featuresCols(), new String[] {"x0"}),
            new ParamMap().put(estimator.featuresCols(), COLUMNS)
        };
        List<SoftmaxClassificationModel> models = estimator.fit(rows, settings);
        assertEquals(
                List.of(1, 6), models.stream().map(model -> model.numFeatures()).toList());
        CrossValidatorModel best = new CrossValidator()
                .setEstimator(estimator)
                .setEvaluator(new MulticlassClassificationEvaluator().setMetricName("accuracy"))
                .setEstimatorParamMaps(new ParamGridBuilder()
                        .addGrid(
                                estimator.featuresCols(),
                                scala.jdk.javaapi.CollectionConverters.asScala(List.of(new String[] {"x0"}, COLUMNS)))
                        .build())
                .setNumFolds(2)
                .fit(rows);
        assertArrayEquals(COLUMNS, ((SoftmaxClassificationModel) best.bestModel()).getFeaturesCols());
    }

    @Test
    void streamsArePredictedAsBatches(@TempDir Path folder) throws Exception {
        Dataset<Row> rows = rows(1.0).select("label", "x0", "x1", "t4", "t5", "floats");
        String input = folder.resolve("input").toString();
        rows.coalesce(1).write().parquet(input);
        StructType schema = rows.schema();
        String[] columns = {"x0", "t4", "t5", "floats"};
        SoftmaxClassificationModel model =
                classifier().setMaxIter(3).setFeaturesCols(columns).fit(rows);
        model.transform(spark.readStream().schema(schema).parquet(input))
                .select("probability")
                .writeStream()
                .format("memory")
                .queryName("predicted_columns")
                .outputMode("append")
                .trigger(Trigger.AvailableNow())
                .start()
                .awaitTermination();
        assertEquals(
                model.transform(rows).select("probability").collectAsList().stream()
                        .map(Row::toString)
                        .sorted()
                        .toList(),
                spark.table("predicted_columns").collectAsList().stream()
                        .map(Row::toString)
                        .sorted()
                        .toList());
        spark.catalog().dropTempView("predicted_columns");
    }

    /** Spark generates code for so many columns in several methods. */
    @Test
    void manyColumnsAreRead() {
        int numColumns = 120;
        Column[] selected = IntStream.rangeClosed(-1, numColumns)
                .mapToObj(j -> j < 0
                        ? expr("CAST(id % 3 AS DOUBLE) AS label")
                        : j == numColumns ? col("id") : expr("CAST((id * " + (j + 7) + ") % 11 AS FLOAT) AS c" + j))
                .toArray(Column[]::new);
        String[] names = IntStream.range(0, numColumns).mapToObj(j -> "c" + j).toArray(String[]::new);
        Dataset<Row> rows = spark.range(0, 40, 1, 2).select(selected);
        SoftmaxClassifier estimator = classifier().setMaxIter(2);
        SoftmaxClassificationModel found =
                estimator.copy(ParamMap.empty()).setFeaturesCols(names).fit(rows);
        Dataset<Row> assembled = assembler("features", names).transform(rows);
        SoftmaxClassificationModel expected = estimator.fit(assembled);
        assertSameModel(expected, found);
        assertEquals(predictions(expected, assembled), predictions(found, rows));
    }
}
