package sparksoftmax.classification;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.feature.StandardScaler;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.SparseMatrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.ml.tuning.TrainValidationSplit;
import org.apache.spark.ml.tuning.TrainValidationSplitModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import sparksoftmax.GeneratedRows;
import sparksoftmax.OwnSession;
import sparksoftmax.PlainObjective;

/**
 * Everything that travels is registered with Kryo: under {@code spark.kryo.registrationRequired} an object of any other
 * class fails the fit. The models are compared with first-order conditions and objectives that plain loops compute.
 */
@OwnSession({
    "spark.serializer=org.apache.spark.serializer.KryoSerializer",
    "spark.kryo.registrationRequired=true",
    "spark.kryo.registrator=sparksoftmax.cluster.SoftmaxKryoRegistrator",
    // So little that wide models are added up in a tree.
    "spark.driver.maxResultSize=32m"
})
class KryoTest {
    private static final double REG_PARAM = 0.01;

    /** Of the first-order conditions, where training is to the optimum. */
    private static final double VIOLATION = 1e-4;

    /** Kinds of rows; those that are not tiny are too many for the driver, the large ones enough for local steps. */
    enum Rows {
        TINY(GeneratedRows.dense(300, 6, 3, 1L)),
        DENSE(GeneratedRows.dense(10_000, 30, 6, 2L)),
        DENSE_LARGE(GeneratedRows.dense(20_000, 100, 20, 3L)),
        SPARSE_5_PERCENT(GeneratedRows.sparse(20_000, 200, 8, 10, 4L)),
        SPARSE_18_PERCENT(GeneratedRows.sparse(10_000, 100, 8, 18, 5L)),
        SPARSE_LARGE(GeneratedRows.sparse(60_000, 600, 20, 30, 6L)),
        SPARSE_WIDE(GeneratedRows.sparse(20_000, 2_000, 6, 20, 7L));

        final GeneratedRows rows;

        Rows(GeneratedRows rows) {
            this.rows = rows;
        }
    }

    private static final Map<Rows, PlainObjective> OBJECTIVES = new EnumMap<>(Rows.class);
    private static final Map<Rows, Double> OPTIMA = new EnumMap<>(Rows.class);

    private final SparkSession spark;

    KryoTest(SparkSession spark) {
        this.spark = spark;
    }

    private static PlainObjective objective(Rows kind) {
        return OBJECTIVES.computeIfAbsent(kind, key -> new PlainObjective(key.rows).penalized(REG_PARAM, 0.0));
    }

    /** The least objective, from a model that meets the first-order conditions. */
    private double optimum(Rows kind) {
        Double known = OPTIMA.get(kind);
        if (known == null) {
            SoftmaxClassificationModel model = fit(Way.L_BFGS.classifier().setTol(1e-7), kind);
            assertOptimal(objective(kind), model);
            known = value(objective(kind), model);
            OPTIMA.put(kind, known);
        }
        return known;
    }

    private SoftmaxClassificationModel fit(SoftmaxClassifier classifier, Rows kind) {
        return classifier.setRegParam(REG_PARAM).fit(kind.rows.toDataset(spark, 2));
    }

    private static double value(PlainObjective objective, SoftmaxClassificationModel model) {
        return objective.at(model.coefficientMatrix(), model.interceptVector());
    }

    private static void assertOptimal(PlainObjective objective, SoftmaxClassificationModel model) {
        double violation = objective.violation(
                model.coefficientMatrix(), model.interceptVector(), model.getFitIntercept(), Double.NEGATIVE_INFINITY);
        assertTrue(violation < VIOLATION, () -> "the gradient is " + violation);
    }

    private static double last(SoftmaxClassificationModel model) {
        double[] history = model.summary().objectiveHistory();
        return history[history.length - 1];
    }

    private static void assertSameBits(SoftmaxClassificationModel expected, SoftmaxClassificationModel found) {
        assertArrayEquals(
                expected.coefficientMatrix().toArray(),
                found.coefficientMatrix().toArray());
        assertArrayEquals(
                expected.interceptVector().toArray(), found.interceptVector().toArray());
    }

    static Stream<Arguments> rowsAndWays() {
        return Stream.of(Rows.TINY, Rows.DENSE, Rows.SPARSE_5_PERCENT, Rows.SPARSE_18_PERCENT)
                .flatMap(rows -> Arrays.stream(Way.values())
                        .filter(way -> rows != Rows.SPARSE_18_PERCENT || way == Way.L_BFGS || way == Way.LOCAL_SGD)
                        .map(way -> Arguments.of(rows, way)));
    }

    @ParameterizedTest
    @MethodSource("rowsAndWays")
    void everySolverComesNearTheOptimum(Rows kind, Way way) {
        SoftmaxClassificationModel model = fit(way.classifier(), kind);
        double found = value(objective(kind), model);
        assertTrue(found <= optimum(kind) * way.nearness, () -> found + " against " + optimum(kind));
        assertEquals(found, last(model), 1e-5 * found);
        if (kind == Rows.DENSE || kind == Rows.SPARSE_5_PERCENT) {
            assertSameBits(model, fit(way.classifier(), kind));
        }
    }

    /** The optimum is less than the objective of the coefficients that the labels were drawn by. */
    @ParameterizedTest
    @CsvSource({"DENSE_LARGE, AUTO", "SPARSE_LARGE, AUTO", "DENSE_LARGE, LOCAL_SGD", "SPARSE_LARGE, LOCAL_SGD"})
    void aFewPassesOverManyRowsFitThemBetterThanTheTruth(Rows kind, Way way) {
        PlainObjective loss = OBJECTIVES.computeIfAbsent(kind, key -> new PlainObjective(key.rows));
        SoftmaxClassificationModel model = way.classifier().setMaxIter(6).fit(kind.rows.toDataset(spark, 2));
        double truth = loss.at(kind.rows.trueCoefficients(), Vectors.zeros(kind.rows.numClasses()));
        double found = value(loss, model);
        assertTrue(found < truth, () -> found + " against " + truth);
        assertEquals(found, last(model), 1e-5 * found);
    }

    @ParameterizedTest
    @EnumSource(names = {"DENSE", "SPARSE_18_PERCENT"})
    void partitionsOfOneClassEachExchangeTheirRows(Rows kind) {
        SoftmaxClassificationModel model =
                Way.LOCAL_SGD.classifier().setRegParam(REG_PARAM).fit(kind.rows.toDatasetByLabel(spark, 4));
        double found = value(objective(kind), model);
        assertTrue(found <= optimum(kind) * Way.LOCAL_SGD.nearness, () -> found + " against " + optimum(kind));
    }

    @ParameterizedTest
    @EnumSource(names = {"DENSE", "SPARSE_5_PERCENT"})
    void balancedClassesWeighTheSame(Rows kind) {
        PlainObjective objective = new PlainObjective(kind.rows);
        double numClasses = kind.rows.numClasses();
        double[] weights = IntStream.range(0, kind.rows.numClasses())
                .mapToDouble(k -> kind.rows.numRows() / (numClasses * objective.count(k)))
                .toArray();
        objective.weighted(i -> weights[objective.label(i)]);
        SoftmaxClassificationModel model = fitTo(Way.L_BFGS.classifier().setClassWeighting("balanced"), kind);
        assertOptimal(objective, model);
        assertEquals(value(objective, model), last(model), 1e-6);
    }

    @ParameterizedTest
    @EnumSource(names = {"TINY", "SPARSE_5_PERCENT"})
    void thePenaltyIsChosenByCrossValidation(Rows kind) {
        SoftmaxClassificationModel model = new SoftmaxClassifierCV()
                .setRegParams(new double[] {100.0, REG_PARAM})
                .setSolver("l-bfgs")
                .setTol(1e-7)
                .setMaxIter(300)
                .fit(kind.rows.toDataset(spark, 2));
        assertEquals(REG_PARAM, model.getRegParam());
        assertOptimal(objective(kind), model);
    }

    /** To the optimum without a penalty. */
    private SoftmaxClassificationModel fitTo(SoftmaxClassifier classifier, Rows kind) {
        return classifier.setTol(1e-7).setMaxIter(300).fit(kind.rows.toDataset(spark, 2));
    }

    @ParameterizedTest
    @CsvSource({"TINY, AUTO", "DENSE, L_BFGS", "SPARSE_5_PERCENT, SGD"})
    void validationEndsTrainingAfterItsPatience(Rows kind, Way way) {
        Dataset<Row> data = kind.rows.toDataset(spark, 2).withColumn("held", functions.expr("id % 5 = 0"));
        SoftmaxClassificationModel model = way.classifier()
                .setTol(0.0)
                .setMaxIter(8)
                .setValidationIndicatorCol("held")
                .setPatience(2)
                .fit(data);
        double[] validation = model.summary().validationHistory();
        assertEquals(model.summary().objectiveHistory().length, validation.length);
        double best = Arrays.stream(validation).min().orElseThrow();
        assertTrue(best < validation[0], Arrays.toString(validation));
        assertEquals(best, model.evaluate(data.filter("held")).logLoss(), 1e-5);
    }

    @ParameterizedTest
    @EnumSource(names = {"TINY", "DENSE", "SPARSE_5_PERCENT"})
    void elasticNetReachesItsOptimum(Rows kind) {
        SoftmaxClassificationModel model =
                fitTo(Way.L_BFGS.classifier().setRegParam(0.02).setElasticNetParam(0.5), kind);
        assertOptimal(new PlainObjective(kind.rows).penalized(0.02, 0.5), model);
        assertTrue(Arrays.stream(model.coefficientMatrix().toArray()).anyMatch(w -> w == 0.0));
    }

    @ParameterizedTest
    @EnumSource(names = {"TINY", "DENSE", "SPARSE_5_PERCENT"})
    void boundsAreKept(Rows kind) {
        SoftmaxClassificationModel model = fitTo(
                Way.AUTO
                        .classifier()
                        .setRegParam(REG_PARAM)
                        .setLowerBoundsOnCoefficients(
                                DenseMatrix.zeros(kind.rows.numClasses(), kind.rows.numFeatures())),
                kind);
        assertTrue(Arrays.stream(model.coefficientMatrix().toArray()).allMatch(w -> w >= 0.0));
        double violation = objective(kind).violation(model.coefficientMatrix(), model.interceptVector(), true, 0.0);
        assertTrue(violation < 1e-3, () -> "the gradient is " + violation);
    }

    @ParameterizedTest
    @EnumSource(names = {"TINY", "DENSE", "SPARSE_18_PERCENT"})
    void withoutInterceptsTheyAreZero(Rows kind) {
        SoftmaxClassificationModel model =
                fitTo(Way.L_BFGS.classifier().setRegParam(REG_PARAM).setFitIntercept(false), kind);
        assertOptimal(objective(kind), model);
        assertArrayEquals(
                new double[kind.rows.numClasses()], model.interceptVector().toArray());
    }

    @Test
    void rowsThatRepeatCountAsOftenAsTheyOccur() {
        GeneratedRows rows = new GeneratedRows(60_000, 40, 4, 6, 50, 7L);
        SoftmaxClassificationModel model = Way.L_BFGS
                .classifier()
                .setRegParam(REG_PARAM)
                .setTol(1e-7)
                .setMaxIter(300)
                .fit(rows.toDataset(spark, 2));
        PlainObjective objective = new PlainObjective(rows).penalized(REG_PARAM, 0.0);
        assertEquals(value(objective, model), last(model), 1e-6);
        assertOptimal(objective, model);
    }

    @ParameterizedTest
    @EnumSource(names = {"DENSE", "SPARSE_5_PERCENT"})
    void smoothedLabelsReachTheirOptimum(Rows kind) {
        SoftmaxClassificationModel model =
                fitTo(Way.L_BFGS.classifier().setRegParam(REG_PARAM).setLabelSmoothing(0.1), kind);
        assertOptimal(new PlainObjective(kind.rows).penalized(REG_PARAM, 0.0).smoothed(0.1), model);
    }

    @ParameterizedTest
    @CsvSource({
        "logSoftmaxNll, DENSE, L_BFGS",
        "logSoftmaxNll, SPARSE_5_PERCENT, LOCAL_SGD",
        "lowLevel, TINY, L_BFGS",
        "lowLevel, DENSE, LOCAL_SGD",
        "lowLevel, SPARSE_5_PERCENT, L_BFGS"
    })
    void otherVariantsOfTheLossLearnAsTheFusedOne(String variant, Rows kind, Way way) {
        SoftmaxClassifier classifier = way.classifier().setMaxIter(5);
        double expected = value(objective(kind), fit(classifier, kind));
        double found = value(objective(kind), fit(classifier.setLossVariant(variant), kind));
        assertEquals(expected, found, 1e-4 * expected);
    }

    @ParameterizedTest
    @CsvSource({"TINY, SGD", "SPARSE_5_PERCENT, L_BFGS", "DENSE, LOCAL_SGD"})
    void theDoubleSoftmaxLearnsToo(Rows kind, Way way) {
        SoftmaxClassificationModel model =
                fit(way.classifier().setLossVariant("doubleSoftmax").setMaxIter(5), kind);
        double[] history = model.summary().objectiveHistory();
        assertEquals(Math.log(kind.rows.numClasses()), history[0], 0.1);
        assertTrue(last(model) < 0.99 * history[0], Arrays.toString(history));
        assertTrue(value(objective(kind), model) < Math.log(kind.rows.numClasses()));
    }

    private static ParamMap[] penalties(SoftmaxClassifier classifier) {
        return new ParamGridBuilder()
                .addGrid(classifier.regParam(), new double[] {0.001, 10.0})
                .build();
    }

    @ParameterizedTest
    @CsvSource({"TINY, AUTO", "DENSE, L_BFGS", "SPARSE_18_PERCENT, LOCAL_SGD"})
    void severalSettingsGiveTheModelsOfOneEach(Rows kind, Way way) {
        SoftmaxClassifier classifier = way.classifier().setMaxIter(5);
        Dataset<Row> data = kind.rows.toDataset(spark, 2);
        List<SoftmaxClassificationModel> models = classifier.fit(data, penalties(classifier));
        assertSameBits(classifier.setRegParam(0.001).fit(data), models.get(0));
        assertSameBits(classifier.setRegParam(10.0).fit(data), models.get(1));
        assertNotEquals(models.get(0).coefficientMatrix(), models.get(1).coefficientMatrix());
    }

    @ParameterizedTest
    @EnumSource(names = "DENSE")
    void crossValidationFindsTheBetterSetting(Rows kind) {
        SoftmaxClassifier classifier = Way.AUTO.classifier().setMaxIter(5);
        CrossValidatorModel tuned = new CrossValidator()
                .setEstimator(classifier)
                .setEvaluator(new MulticlassClassificationEvaluator().setMetricName("logLoss"))
                .setEstimatorParamMaps(penalties(classifier))
                .setNumFolds(2)
                .setParallelism(2)
                .setSeed(1L)
                .fit(kind.rows.toDataset(spark, 2));
        assertTrue(tuned.avgMetrics()[0] < 0.9 * tuned.avgMetrics()[1], Arrays.toString(tuned.avgMetrics()));
        assertEquals(0.001, ((SoftmaxClassificationModel) tuned.bestModel()).getRegParam());
    }

    @ParameterizedTest
    @EnumSource(names = "SPARSE_5_PERCENT")
    void aTrainValidationSplitFindsTheBetterSetting(Rows kind) {
        SoftmaxClassifier classifier = Way.AUTO.classifier().setMaxIter(5);
        TrainValidationSplitModel tuned = new TrainValidationSplit()
                .setEstimator(classifier)
                .setEvaluator(new MulticlassClassificationEvaluator().setMetricName("logLoss"))
                .setEstimatorParamMaps(penalties(classifier))
                .setSeed(1L)
                .fit(kind.rows.toDataset(spark, 2));
        assertEquals(0.001, ((SoftmaxClassificationModel) tuned.bestModel()).getRegParam());
    }

    @Test
    void aPipelineOfAScalerAndAClassifierPredictsAsTheClassifierOfScaledFeatures() {
        Dataset<Row> data = Rows.DENSE.rows.toDataset(spark, 2);
        StandardScaler scaler = new StandardScaler().setInputCol("features").setOutputCol("scaled");
        SoftmaxClassifier classifier = Way.L_BFGS.classifier().setMaxIter(5).setFeaturesCol("scaled");
        PipelineModel pipeline = new Pipeline()
                .setStages(new PipelineStage[] {scaler, classifier})
                .fit(data);
        SoftmaxClassificationModel expected = classifier.fit(scaler.fit(data).transform(data));
        assertSameBits(expected, (SoftmaxClassificationModel) pipeline.stages()[1]);
        assertEquals(
                expected.summary().accuracy(),
                new MulticlassClassificationEvaluator()
                        .setMetricName("accuracy")
                        .evaluate(pipeline.transform(data)),
                1e-12);
    }

    @ParameterizedTest
    @EnumSource(names = {"TINY", "DENSE", "SPARSE_5_PERCENT"})
    void metricsAreThoseOfTheModelsPredictions(Rows kind) {
        Dataset<Row> data = kind.rows.toDataset(spark, 2);
        SoftmaxClassificationModel model = Way.AUTO.classifier().setMaxIter(5).fit(data);
        PlainObjective rows = new PlainObjective(kind.rows);
        double accuracy = IntStream.range(0, kind.rows.numRows())
                        .filter(i -> model.predict(rows.features(i)) == rows.label(i))
                        .count()
                / (double) kind.rows.numRows();
        assertEquals(accuracy, model.summary().accuracy(), 1e-12);
        SoftmaxSummary evaluated = model.evaluate(data);
        assertEquals(accuracy, evaluated.accuracy(), 1e-12);
        assertEquals(value(rows, model), evaluated.logLoss(), 1e-9);
        assertEquals(kind.rows.numRows(), evaluated.numRows());
        double correct = 0.0;
        for (int k = 0; k < kind.rows.numClasses(); k++) {
            correct += evaluated.confusionMatrix().apply(k, k);
        }
        assertEquals(accuracy * kind.rows.numRows(), correct, 1e-6);
    }

    @ParameterizedTest
    @EnumSource(names = "SPARSE_5_PERCENT")
    void aSavedModelIsTheSameWhenLoaded(Rows kind, @TempDir Path folder) throws Exception {
        SoftmaxClassificationModel model = fit(Way.AUTO.classifier().setMaxIter(5), kind);
        String path = folder.resolve("model").toString();
        model.save(path);
        SoftmaxClassificationModel loaded = SoftmaxClassificationModel.load(path);
        assertSameBits(model, loaded);
        assertArrayEquals(model.summary().objectiveHistory(), loaded.summary().objectiveHistory());
    }

    @ParameterizedTest
    @CsvSource({"TINY, SGD", "DENSE, L_BFGS", "SPARSE_5_PERCENT, LOCAL_SGD", "SPARSE_WIDE, AUTO"})
    void partialFitGoesOnFromTheCoefficients(Rows kind, Way way) {
        SoftmaxClassificationModel first = fit(way.classifier().setMaxIter(2), kind);
        Dataset<Row> rows = kind.rows.toDataset(spark, 2);
        SoftmaxClassificationModel remembering = first.partialFit(rows);
        assertTrue(value(objective(kind), remembering) < value(objective(kind), first));
        SoftmaxClassificationModel second =
                first.copy(ParamMap.empty()).setForgettingFactor(0.0).partialFit(rows);
        assertEquals(last(first), second.summary().objectiveHistory()[0], 1e-5);
        assertTrue(value(objective(kind), second) < value(objective(kind), first));
    }

    @Test
    void arraysAndColumnsTravelAsVectorsDo() {
        Dataset<Row> rows = Rows.TINY
                .rows
                .toDataset(spark, 2)
                .withColumn(
                        "doubles", org.apache.spark.ml.functions.vector_to_array(functions.col("features"), "float64"));
        for (int j = 0; j < 6; j++) {
            rows = rows.withColumn("x" + j, functions.col("doubles").getItem(j));
        }
        rows = rows.withColumn("rest", functions.expr("slice(doubles, 3, 4)"));
        SoftmaxClassifier classifier =
                Way.L_BFGS.classifier().setRegParam(REG_PARAM).setMaxIter(5);
        SoftmaxClassificationModel expected = classifier.fit(rows);
        List<Row> predicted = expected.transform(rows).select("probability").collectAsList();
        for (SoftmaxClassifier form : List.of(
                classifier.copy(ParamMap.empty()).setFeaturesCol("doubles"),
                classifier.copy(ParamMap.empty()).setFeaturesCols(new String[] {"x0", "x1", "x2", "x3", "x4", "x5"}),
                classifier.copy(ParamMap.empty()).setFeaturesCols(new String[] {"x0", "x1", "rest"}))) {
            SoftmaxClassificationModel found = form.fit(rows);
            assertSameBits(expected, found);
            assertEquals(predicted, found.transform(rows).select("probability").collectAsList());
        }
    }

    @Test
    void standardErrorsAndTemperaturesAreThoseOfAnyPartitioning() {
        GeneratedRows rows = Rows.TINY.rows;
        Dataset<Row> one = rows.toDataset(spark, 1);
        Dataset<Row> many = rows.toDataset(spark, 200);
        SoftmaxClassificationModel model =
                Way.L_BFGS.classifier().setRegParam(REG_PARAM).setTol(1e-9).fit(one);
        CoefficientStatistics expected = model.coefficientStatistics(one);
        CoefficientStatistics found = model.coefficientStatistics(many);
        assertTrue(found.distanceToOptimum() < 1e-3);
        assertArrayEquals(
                expected.standardErrors().toArray(), found.standardErrors().toArray(), 1e-12);
        assertEquals(21, found.coefficientTable().collectAsList().size());

        SoftmaxClassificationModel calibrated = model.calibrate(many);
        assertEquals(model.calibrate(one).getTemperature(), calibrated.getTemperature(), 1e-8);
        double error = calibrated.evaluate(many).expectedCalibrationError();
        assertEquals(calibrated.evaluate(one).expectedCalibrationError(), error, 1e-9);
    }

    @Test
    void logisticRegressionIsTrained() {
        Dataset<Row> data = Rows.DENSE.rows.toDataset(spark, 5);
        LogisticRegressionModel model = new SoftmaxLogisticRegression()
                .setRegParam(REG_PARAM)
                .setTol(1e-7)
                .fit(data);
        double found = objective(Rows.DENSE).at(model.coefficientMatrix(), model.interceptVector());
        assertEquals(optimum(Rows.DENSE), found, 1e-6);
    }

    @Test
    void aStreamGivesTheSamePredictionsAsABatch(@TempDir Path folder) throws Exception {
        Dataset<Row> data = Rows.TINY.rows.toDataset(spark, 2);
        SoftmaxClassificationModel model = fit(Way.AUTO.classifier(), Rows.TINY);
        String path = folder.resolve("rows").toString();
        data.write().parquet(path);
        // Spark's own memory sink sends a class that it forgot to register.
        List<String> streamed = new CopyOnWriteArrayList<>();
        model.transform(spark.readStream().schema(data.schema()).parquet(path))
                .writeStream()
                .foreachBatch((Dataset<Row> batch, Long id) -> streamed.addAll(predictions(batch)))
                .option("checkpointLocation", folder.resolve("checkpoint").toString())
                .trigger(Trigger.AvailableNow())
                .start()
                .awaitTermination();
        assertEquals(300, streamed.size());
        assertEquals(
                predictions(model.transform(data)), streamed.stream().sorted().toList());
    }

    private static List<String> predictions(Dataset<Row> rows) {
        return rows.select("id", "probability", "prediction").collectAsList().stream()
                .map(Row::toString)
                .sorted()
                .toList();
    }

    @ParameterizedTest
    @EnumSource(names = {"L_BFGS", "LOCAL_SGD"})
    void theDepthOfTheTreeMakesNoDifference(Way way) {
        Dataset<Row> data = Rows.SPARSE_5_PERCENT.rows.toDataset(spark, 40);
        SoftmaxClassifier classifier = way.classifier().setMaxIter(2);
        assertSameBits(
                classifier.setAggregationDepth(2).fit(data),
                classifier.setAggregationDepth(3).fit(data));
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTO", "L_BFGS", "SGD", "LOCAL_SGD"})
    void wideModelsLearn(Way way) {
        GeneratedRows rows = GeneratedRows.sparse(10_000, 20_000, 20, 30, 8L);
        SoftmaxClassificationModel model = way.classifier().setMaxIter(3).fit(rows.toDataset(spark, 4));
        assertTrue(last(model) < 0.95 * Math.log(20), () -> "objective " + last(model));
        assertEquals(value(new PlainObjective(rows), model), last(model), 1e-4);
    }

    /** What the command line does: Spark sends types of columns when it reads the file and the saved stages. */
    @Test
    void aPipelineOnACsvFileIsTheSameWhenLoaded(@TempDir Path folder) throws Exception {
        Dataset<Row> iris =
                spark.read().option("header", true).option("inferSchema", true).csv("src/test/resources/iris.csv");
        String[] inputs = {"sepal_length", "sepal_width", "petal_length", "petal_width"};
        PipelineModel fitted = new Pipeline()
                .setStages(new PipelineStage[] {
                    new StringIndexer().setInputCol("species").setOutputCol("label"),
                    new VectorAssembler().setInputCols(inputs).setOutputCol("features"),
                    new SoftmaxClassifier().setRegParam(REG_PARAM)
                })
                .fit(iris);
        String path = folder.resolve("pipeline").toString();
        fitted.write().save(path);
        assertEquals(
                fitted.transform(iris).select("probability").collectAsList(),
                PipelineModel.load(path).transform(iris).select("probability").collectAsList());
        SoftmaxClassificationModel model = (SoftmaxClassificationModel) fitted.stages()[2];
        assertEquals(
                List.of(inputs),
                model.coefficientsTable().where("class = 0 and feature is not null").collectAsList().stream()
                        .map(row -> row.getString(3))
                        .toList());
    }

    @ParameterizedTest
    @CsvSource({"DENSE, L_BFGS", "SPARSE_5_PERCENT, LOCAL_SGD"})
    void aFitThatWasInterruptedIsResumed(Rows kind, Way way, @TempDir Path folder) {
        SoftmaxClassifier classifier =
                way.classifier().setTol(0.0).setMaxIter(6).setMaxDriverDataInMB(0.0);
        SoftmaxClassificationModel expected = fit(classifier, kind);
        classifier.setCheckpointPath(folder.resolve("states").toString()).setCheckpointInterval(1);
        classifier.setListener(pass -> {
            if (pass.number() == 3) {
                Thread.currentThread().interrupt();
            }
        });
        assertThrows(IllegalStateException.class, () -> fit(classifier, kind));
        assertTrue(Thread.interrupted());
        List<Integer> passes = new CopyOnWriteArrayList<>();
        SoftmaxClassificationModel found = fit(classifier.setListener(pass -> passes.add(pass.number())), kind);
        assertTrue(passes.get(0) > 0, passes::toString);
        assertSameBits(expected, found);
    }

    /** Distributions are packed, exchanged between partitions, weighted by class, and summed over. */
    @Test
    void distributionsOverTheClassesAreTrainedOn() {
        Dataset<Row> data = Rows.TINY
                .rows
                .toDataset(spark, 3)
                .withColumn(
                        "q",
                        org.apache.spark.sql.functions.expr(
                                "transform(array(0, 1, 2), k -> if(k = label, 0.8D, 0.1D))"));
        for (String solver : new String[] {"localSgd", "l-bfgs"}) {
            SoftmaxClassificationModel model = new SoftmaxClassifier()
                    .setLabelDistributionCol("q")
                    .setClassWeights(Vectors.dense(1.0, 2.0, 1.0))
                    .setSolver(solver)
                    .setMaxDriverDataInMB(0.0)
                    .setMaxIter(3)
                    .fit(data);
            assertTrue(last(model) < model.summary().objectiveHistory()[0]);
            assertTrue(model.evaluate(data).accuracy() > 0.5);
        }
    }

    @Test
    void costsAndTheMostProbableClassesAreSent() {
        SoftmaxClassificationModel model = new SoftmaxClassificationModel(
                        "costs", DenseMatrix.rand(3, 6, new Random(1L)), new DenseVector(new double[3]))
                .setCosts(DenseMatrix.rand(3, 3, new Random(2L)))
                .setClassNames(new String[] {"a", "b", "c"})
                .setTopKCol("top")
                .setTopK(2);
        Dataset<Row> data = Rows.TINY.rows.toDataset(spark, 2).limit(10);
        for (Row row : model.transform(data).collectAsList()) {
            assertEquals(model.predict(row.getAs("features")), row.<Double>getAs("prediction"));
            assertEquals(2, row.getList(row.fieldIndex("top")).size());
        }
    }

    @Test
    void modelsOfSeveralPiecesAreSavedAndPredict(@TempDir Path folder) throws Exception {
        Dataset<Row> data = Rows.TINY.rows.toDataset(spark, 2).limit(5);
        int numFeatures = data.head().<Vector>getAs("features").size();
        // As many classes as make several pieces of a few features.
        int numClasses = 100_000;
        for (boolean dense : new boolean[] {true, false}) {
            SoftmaxClassificationModel model = new SoftmaxClassificationModel(
                    "pieces",
                    dense
                            ? DenseMatrix.rand(numClasses, numFeatures, new Random(1L))
                            : SparseMatrix.sprand(numClasses, numFeatures, 0.001, new Random(1L)),
                    new DenseVector(new double[numClasses]));
            model.setClassNames(
                    IntStream.range(0, numClasses).mapToObj(k -> "k" + k).toArray(String[]::new));
            model.setPredictionNameCol("name")
                    .setThresholds(new Random(2L).doubles(numClasses, 0.5, 1.0).toArray());
            String path = folder.resolve(dense ? "dense" : "sparse").toString();
            model.save(path);
            SoftmaxClassificationModel loaded = SoftmaxClassificationModel.load(path);
            assertEquals(model.coefficientMatrix(), loaded.coefficientMatrix());
            for (Row row : loaded.transform(data).collectAsList()) {
                assertEquals(model.predictName(row.getAs("features")), row.<String>getAs("name"));
            }
        }
    }
}
