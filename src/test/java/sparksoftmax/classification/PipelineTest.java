package sparksoftmax.classification;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.classification.OneVsRest;
import org.apache.spark.ml.classification.OneVsRestModel;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.feature.IndexToString;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.ml.tuning.TrainValidationSplit;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sparksoftmax.RandomRows;
import sparksoftmax.SharedSpark;

/** The estimator among Spark ML's own stages, and what models do with new rows. */
@ExtendWith(SharedSpark.class)
@Tag("many-queries")
class PipelineTest {
    private final SparkSession spark;
    private final RandomRows rows = new RandomRows(300, 4, 3, 1L);
    private final Dataset<Row> data;

    PipelineTest(SparkSession spark) {
        this.spark = spark;
        data = rows.toDataset(spark, 2);
    }

    private static MulticlassClassificationEvaluator accuracy() {
        return new MulticlassClassificationEvaluator().setMetricName("accuracy");
    }

    @Test
    void irisThroughAPipelineOfStringLabels() {
        Dataset<Row> iris =
                spark.read().option("header", true).option("inferSchema", true).csv("src/test/resources/iris.csv");
        Pipeline pipeline = new Pipeline().setStages(new PipelineStage[] {
            new StringIndexer().setInputCol("species").setOutputCol("label"),
            new VectorAssembler()
                    .setInputCols(new String[] {"sepal_length", "sepal_width", "petal_length", "petal_width"})
                    .setOutputCol("features"),
            new SoftmaxClassifier().setOptimizer("nesterov"),
            new IndexToString()
                    .setInputCol("prediction")
                    .setOutputCol("predicted")
                    .setLabels(new String[] {"setosa", "versicolor", "virginica"})
        });
        Dataset<Row> predictions = pipeline.fit(iris).transform(iris);
        assertEquals(150, predictions.count());
        assertTrue(predictions.filter("predicted = species").count() >= 145);
    }

    @Test
    void crossValidationPicksTheBetterSetting() {
        SoftmaxClassifier classifier = new SoftmaxClassifier().setMaxIter(50);
        ParamMap[] grid = new ParamGridBuilder()
                .addGrid(classifier.regParam(), new double[] {100.0, 0.001})
                .build();
        CrossValidatorModel model = new CrossValidator()
                .setEstimator(classifier)
                .setEvaluator(accuracy())
                .setEstimatorParamMaps(grid)
                .setNumFolds(3)
                .setParallelism(2)
                .fit(data);
        assertTrue(model.avgMetrics()[1] > model.avgMetrics()[0] - 1e-9);
        assertEquals(0.001, ((SoftmaxClassificationModel) model.bestModel()).getRegParam());
    }

    @Test
    void trainValidationSplitWorksOnAPipeline() {
        SoftmaxClassifier classifier = new SoftmaxClassifier().setMaxIter(20);
        ParamMap[] grid =
                new ParamGridBuilder().addGrid(classifier.fitIntercept()).build();
        PipelineModel best = (PipelineModel) new TrainValidationSplit()
                .setEstimator(new Pipeline().setStages(new PipelineStage[] {classifier}))
                .setEvaluator(accuracy())
                .setEstimatorParamMaps(grid)
                .fit(data)
                .bestModel();
        assertEquals(1, best.stages().length);
        assertTrue(accuracy().evaluate(best.transform(data)) > 0.6);
    }

    @Test
    void oneVsRestTrainsItOnTwoClassesEach() {
        OneVsRestModel model = new OneVsRest()
                .setClassifier(new SoftmaxClassifier().setMaxIter(50))
                .fit(data);
        assertEquals(3, model.models().length);
        double ours = accuracy().evaluate(model.transform(data));
        double direct = accuracy().evaluate(new SoftmaxClassifier().fit(data).transform(data));
        assertTrue(ours > direct - 0.05, ours + " against " + direct);
    }

    @Test
    void allCombinationsOfOutputColumns() {
        SoftmaxClassificationModel model =
                new SoftmaxClassifier().setMaxIter(20).fit(data);
        Dataset<Row> full = model.transform(data);
        List<Row> expected =
                full.select("rawPrediction", "probability", "prediction").collectAsList();
        for (int mask = 0; mask < 8; mask++) {
            String raw = (mask & 1) != 0 ? "rawPrediction" : "";
            String probability = (mask & 2) != 0 ? "probability" : "";
            String prediction = (mask & 4) != 0 ? "prediction" : "";
            SoftmaxClassificationModel copy = model.copy(ParamMap.empty())
                    .setRawPredictionCol(raw)
                    .setProbabilityCol(probability)
                    .setPredictionCol(prediction);
            Dataset<Row> transformed = copy.transform(data);
            Set<String> columns = new TreeSet<>(Arrays.asList(transformed.columns()));
            Set<String> wanted = new TreeSet<>(List.of("label", "weight", "features"));
            List<Integer> positions = new ArrayList<>();
            for (String column : List.of(raw, probability, prediction)) {
                if (!column.isEmpty()) {
                    wanted.add(column);
                    positions.add(List.of("rawPrediction", "probability", "prediction")
                            .indexOf(column));
                }
            }
            assertEquals(wanted, columns);
            List<Row> found = transformed.collectAsList();
            for (int i = 0; i < expected.size(); i++) {
                for (int position : positions) {
                    String column = List.of("rawPrediction", "probability", "prediction")
                            .get(position);
                    assertEquals(expected.get(i).get(position), found.get(i).<Object>getAs(column));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void singlePredictionsEqualTransformOnDenseAndSparseVectors(boolean fitIntercept) {
        // L1 makes the coefficient matrix sparse.
        SoftmaxClassificationModel model = new SoftmaxClassifier()
                .setMaxIter(100)
                .setRegParam(fitIntercept ? 0.0 : 0.2)
                .setElasticNetParam(1.0)
                .setFitIntercept(fitIntercept)
                .fit(data);
        double[][] w = new double[3][4];
        for (int k = 0; k < 3; k++) {
            for (int j = 0; j < 4; j++) {
                w[k][j] = model.coefficientMatrix().apply(k, j);
            }
        }
        for (Row row : model.transform(data).collectAsList()) {
            Vector features = row.getAs("features");
            Vector raw = row.getAs("rawPrediction");
            Vector probability = row.getAs("probability");
            assertEquals(raw, model.predictRaw(features));
            assertEquals(probability, model.predictProbability(features));
            assertEquals(row.<Double>getAs("prediction"), model.predict(features));
            assertEquals(raw, model.predictRaw(features.toSparse()));
            double sum = 0.0;
            for (int k = 0; k < 3; k++) {
                double margin = model.interceptVector().apply(k);
                for (int j = 0; j < 4; j++) {
                    margin += w[k][j] * features.apply(j);
                }
                assertEquals(margin, raw.apply(k), 1e-12);
                sum += Math.exp(margin);
            }
            for (int k = 0; k < 3; k++) {
                assertEquals(Math.exp(raw.apply(k)) / sum, probability.apply(k), 1e-12);
            }
            assertEquals(probability.argmax(), (int) model.predict(features));
        }
    }

    @Test
    void thresholdsMoveThePrediction() {
        SoftmaxClassificationModel model =
                new SoftmaxClassifier().setMaxIter(20).fit(data);
        Dataset<Row> never2 = model.copy(ParamMap.empty())
                .setThresholds(new double[] {1e-9, 1.0, 1.0})
                .transform(data);
        assertEquals(300, never2.filter("prediction = 0.0").count());
    }

    @Test
    void hugeMarginsGiveProbabilities() {
        SoftmaxClassificationModel model =
                new SoftmaxClassifier().setMaxIter(20).fit(data);
        Vector probability = model.predictProbability(Vectors.dense(1e5, -1e5, 1e5, -1e5));
        assertEquals(1.0, Arrays.stream(probability.toArray()).sum(), 1e-12);
    }

    @Test
    void aVectorOfTheWrongSizeIsRefused() {
        SoftmaxClassificationModel model = new SoftmaxClassifier().setMaxIter(2).fit(data);
        String message = assertThrows(IllegalArgumentException.class, () -> model.predict(Vectors.dense(1, 2)))
                .getMessage();
        assertTrue(message.contains("must have size 4") && message.contains("has size 2"), message);
    }

    @Test
    void aStreamGivesTheSamePredictionsAsABatch(@TempDir Path folder) throws Exception {
        SoftmaxClassificationModel model =
                new SoftmaxClassifier().setMaxIter(20).fit(data);
        String path = folder.resolve("rows").toString();
        data.write().parquet(path);
        Dataset<Row> stream = spark.readStream().schema(data.schema()).parquet(path);
        StreamingQuery query = model.transform(stream)
                .writeStream()
                .format("memory")
                .queryName("streamed")
                .option("checkpointLocation", folder.resolve("checkpoint").toString())
                .trigger(Trigger.AvailableNow())
                .start();
        query.awaitTermination();
        List<String> streamed = sorted(spark.table("streamed"));
        assertEquals(300, streamed.size());
        assertEquals(sorted(model.transform(data)), streamed);
    }

    private static List<String> sorted(Dataset<Row> predictions) {
        return predictions.select("features", "probability", "prediction").collectAsList().stream()
                .map(Row::toString)
                .sorted()
                .toList();
    }

    @Test
    void transformSchemaAddsTheOutputColumns() {
        SoftmaxClassifier classifier = new SoftmaxClassifier();
        List<String> columns =
                Arrays.asList(classifier.transformSchema(data.schema()).fieldNames());
        assertTrue(columns.containsAll(List.of("prediction", "rawPrediction", "probability")));
        SoftmaxClassificationModel model = classifier.setMaxIter(2).fit(data);
        assertEquals(
                model.transformSchema(data.schema()).fieldNames().length,
                model.transform(data).columns().length);
    }

    @Test
    void coefficientsOfUnpenalisedModelsHaveMeanZeroOverTheClasses() {
        SoftmaxClassificationModel model = new SoftmaxClassifier()
                .setInitialization("uniform")
                .setMaxIter(20)
                .fit(data);
        for (int j = 0; j < 4; j++) {
            double sum = 0.0;
            for (int k = 0; k < 3; k++) {
                sum += model.coefficientMatrix().apply(k, j);
            }
            assertEquals(0.0, sum, 1e-12);
        }
        assertEquals(0.0, Arrays.stream(model.interceptVector().toArray()).sum(), 1e-12);
        assertFalse(model.interceptVector().apply(0) == 0.0);
        assertArrayEquals(
                new double[3],
                new SoftmaxClassifier()
                        .setFitIntercept(false)
                        .setMaxIter(5)
                        .fit(data)
                        .interceptVector()
                        .toArray());
    }
}
