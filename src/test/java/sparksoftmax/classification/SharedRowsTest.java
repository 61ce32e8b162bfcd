package sparksoftmax.classification;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.storage.RDDInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scala.jdk.javaapi.CollectionConverters;
import sparksoftmax.RandomRows;
import sparksoftmax.RecordedJobs;
import sparksoftmax.SharedSpark;

/** Several settings read and pack the data once. */
@ExtendWith(SharedSpark.class)
@Tag("many-queries")
class SharedRowsTest {
    private final SparkSession spark;
    private final Dataset<Row> data;

    SharedRowsTest(SparkSession spark) {
        this.spark = spark;
        data = new RandomRows(400, 5, 3, 61L).toDataset(spark, 2);
    }

    /** The packed data sets of a run, of any estimator. */
    private Set<Integer> packed(Runnable run) throws Exception {
        Set<Integer> ids = ConcurrentHashMap.newKeySet();
        SparkListener listener = new SparkListener() {
            @Override
            public void onStageSubmitted(SparkListenerStageSubmitted submitted) {
                for (RDDInfo rdd :
                        CollectionConverters.asJava(submitted.stageInfo().rddInfos())) {
                    if (rdd.name().matches("training blocks of \\S+")) {
                        ids.add(rdd.id());
                    }
                }
            }
        };
        spark.sparkContext().addSparkListener(listener);
        try {
            run.run();
            spark.sparkContext().listenerBus().waitUntilEmpty();
        } finally {
            spark.sparkContext().removeSparkListener(listener);
        }
        return ids;
    }

    private static ParamMap[] settings(SoftmaxClassifier classifier) {
        return new ParamGridBuilder()
                .addGrid(classifier.regParam(), new double[] {0.0, 0.1, 1.0})
                .addGrid(classifier.solver(), CollectionConverters.asScala(List.of("auto", "sgd")))
                .build();
    }

    private int cachedRdds() {
        return spark.sparkContext().getPersistentRDDs().size();
    }

    /** What models remember of the rows depends on the rows only. */
    @Test
    void whatIsRememberedIsSummedOnce() throws Exception {
        SoftmaxClassifier classifier = new SoftmaxClassifier().setMaxDriverDataInMB(0.0);
        ParamMap[] settings = settings(classifier);
        long sums = RecordedJobs.of(spark, () -> classifier.fit(data, settings)).stream()
                .filter(job -> job.description() != null && job.description().contains("what is to be remembered"))
                .count();
        assertEquals(1, sums);
    }

    @Test
    void severalSettingsOfOneCall() throws Exception {
        SoftmaxClassifier classifier = new SoftmaxClassifier();
        ParamMap[] settings = settings(classifier);
        int cached = cachedRdds();
        assertEquals(
                1,
                packed(() -> {
                                    List<SoftmaxClassificationModel> models = classifier.fit(data, settings);
                                    assertEquals(6, models.size());
                                    for (int i = 0; i < 6; i++) {
                                        SoftmaxClassificationModel alone = classifier.fit(data, settings[i]);
                                        assertEquals(
                                                alone.coefficientMatrix(),
                                                models.get(i).coefficientMatrix());
                                        assertArrayEquals(
                                                alone.summary().objectiveHistory(),
                                                models.get(i).summary().objectiveHistory());
                                        assertEquals(
                                                alone.getRegParam(),
                                                models.get(i).getRegParam());
                                        assertEquals(
                                                classifier.uid(),
                                                models.get(i).parent().uid());
                                    }
                                })
                                .size()
                        - 6);
        assertEquals(cached, cachedRdds(), "nothing stays cached");
    }

    @Test
    void settingsThatReadOtherwiseReadForThemselves() throws Exception {
        SoftmaxClassifier classifier = new SoftmaxClassifier().setMaxIter(3);
        ParamMap[] settings = {
            new ParamMap(),
            new ParamMap().put(classifier.weightCol(), "weight"),
            new ParamMap().put(classifier.maxIter(), 5),
            new ParamMap().put(classifier.weightCol(), "weight").put(classifier.classWeighting(), "balanced")
        };
        assertEquals(
                2,
                packed(() -> {
                            List<SoftmaxClassificationModel> models = classifier.fit(data, settings);
                            assertEquals(5, models.get(2).summary().totalIterations());
                        })
                        .size());
        assertThrows(
                IllegalArgumentException.class,
                () -> classifier.fit(data.withColumn("label", functions.lit(-1.0)), settings));
    }

    private CrossValidator crossValidator(SoftmaxClassifier classifier) {
        return new CrossValidator()
                .setEstimator(classifier)
                .setEvaluator(new MulticlassClassificationEvaluator())
                .setEstimatorParamMaps(settings(classifier))
                .setNumFolds(3)
                .setSeed(1L);
    }

    /** Spark fits each setting by itself: six on each of three folds, and the best one on all rows. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void crossValidationReadsForEachSetting(int parallelism) throws Exception {
        SoftmaxClassifier classifier = new SoftmaxClassifier().setMaxIter(20);
        int cached = cachedRdds();
        CrossValidatorModel[] found = new CrossValidatorModel[1];
        Set<Integer> packed = packed(() -> found[0] =
                crossValidator(classifier).setParallelism(parallelism).fit(data));
        assertEquals(19, packed.size());
        assertEquals(cached, cachedRdds(), "nothing stays cached");
        // In a pipeline the same comes out.
        Pipeline pipeline = new Pipeline().setStages(new PipelineStage[] {classifier});
        CrossValidatorModel expected =
                crossValidator(classifier).setEstimator(pipeline).fit(data);
        assertArrayEquals(expected.avgMetrics(), found[0].avgMetrics(), 1e-12);
        assertTrue(found[0].bestModel() instanceof SoftmaxClassificationModel);
    }

    @Test
    void fitsThatNobodyTunesShareNothing() throws Exception {
        SoftmaxClassifier classifier = new SoftmaxClassifier().setMaxIter(3);
        assertEquals(
                2,
                packed(() -> {
                            classifier.fit(data);
                            classifier.fit(data);
                        })
                        .size());
    }

    /** A listener may fit something else: on its own rows. */
    @Test
    void aFitInsideAFitReadsItsOwnRows() {
        Dataset<Row> other = new RandomRows(100, 7, 4, 62L).toDataset(spark, 1);
        List<Integer> features = new java.util.concurrent.CopyOnWriteArrayList<>();
        SoftmaxClassifier classifier = new SoftmaxClassifier()
                .setMaxIter(1)
                .setListener(pass -> features.add(
                        new SoftmaxClassifier().setMaxIter(1).fit(other).numFeatures()));
        classifier.fit(data, new ParamMap[] {new ParamMap(), new ParamMap()});
        assertEquals(List.of(7, 7, 7, 7), features);
    }
}
