package sparksoftmax.classification;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.SparseMatrix;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import sparksoftmax.LocalSaving;
import sparksoftmax.RandomRows;
import sparksoftmax.SharedSpark;

/** What is saved comes back, alone and inside pipelines. */
@ExtendWith(SharedSpark.class)
@Tag("many-queries")
class PersistenceTest {
    @TempDir
    private Path folder;

    private final Dataset<Row> data;

    PersistenceTest(SparkSession spark) {
        data = new RandomRows(200, 6, 3, 1L).toDataset(spark, 2);
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    /** An estimator with every Param at another value than its default. */
    private static SoftmaxClassifier unusual() {
        return new SoftmaxClassifier("unusual")
                .setLabelCol("label")
                .setWeightCol("weight")
                .setPredictionCol("p")
                .setRawPredictionCol("r")
                .setProbabilityCol("q")
                .setThresholds(new double[] {0.2, 0.3, 0.5})
                .setTopKCol("top")
                .setTopK(2)
                .setMaxIter(7)
                .setTol(0.125)
                .setRegParam(0.2)
                .setElasticNetParam(1.0)
                .setStandardization(false)
                .setAggregationDepth(3)
                .setMaxBlockSizeInMB(0.5)
                .setSeed(1234567890123456789L)
                .setLossVariant("logSoftmaxNll")
                .setSolver("sgd")
                .setOptimizer("nesterov")
                .setStepSize(0.0625)
                .setLearningRateSchedule("cosine")
                .setMiniBatchFraction(0.5)
                .setInitialization("uniform")
                .setInitialCoefficients(DenseMatrix.rand(3, 6, new java.util.Random(1L)))
                .setInitialIntercepts(Vectors.dense(1, 0, -1.5));
    }

    private static void assertSameParams(Params expected, Params found) {
        assertEquals(expected.uid(), found.uid());
        for (Param<?> param : expected.params()) {
            Param<Object> other = found.getParam(param.name());
            assertEquals(expected.isSet(param), found.isSet(other), param.name());
            assertEquals(text(expected, param), text(found, other), param.name());
            assertEquals(expected.hasDefault(param), found.hasDefault(other), param.name());
        }
    }

    private static <T> String text(Params owner, Param<T> param) {
        return owner.isDefined(param) ? param.jsonEncode(owner.getOrDefault(param)) : "undefined";
    }

    @Test
    void theEstimatorComesBackWithAllItsParams() throws IOException {
        SoftmaxClassifier estimator = unusual();
        estimator.save(path("estimator"));
        assertSameParams(estimator, SoftmaxClassifier.load(path("estimator")));
        new SoftmaxClassifier("plain").save(path("plain"));
        assertSameParams(new SoftmaxClassifier("plain"), SoftmaxClassifier.load(path("plain")));
    }

    @Test
    void boundsComeBackInfiniteOnesToo() throws IOException {
        double inf = Double.POSITIVE_INFINITY;
        SoftmaxClassifier estimator = new SoftmaxClassifier()
                .setLowerBoundsOnCoefficients(new DenseMatrix(3, 1, new double[] {0.0, -inf, -1.5}))
                .setUpperBoundsOnCoefficients(new DenseMatrix(3, 1, new double[] {inf, 1.0, 2.0}))
                .setLowerBoundsOnIntercepts(Vectors.dense(-inf, 0, 0))
                .setUpperBoundsOnIntercepts(Vectors.dense(inf, 1, inf));
        estimator.save(path("bounds"));
        SoftmaxClassifier loaded = SoftmaxClassifier.load(path("bounds"));
        assertEquals(estimator.getLowerBoundsOnCoefficients(), loaded.getLowerBoundsOnCoefficients());
        assertEquals(estimator.getUpperBoundsOnCoefficients(), loaded.getUpperBoundsOnCoefficients());
        assertEquals(estimator.getLowerBoundsOnIntercepts(), loaded.getLowerBoundsOnIntercepts());
        assertEquals(estimator.getUpperBoundsOnIntercepts(), loaded.getUpperBoundsOnIntercepts());
    }

    @Test
    void theModelComesBackAndPredictsTheSame() throws IOException {
        SoftmaxClassificationModel model = unusual().setHandleInvalid("skip").fit(data);
        model.save(path("model"));
        SoftmaxClassificationModel loaded = SoftmaxClassificationModel.load(path("model"));
        assertSameParams(model, loaded);
        assertSameModel(model, loaded);
        assertArrayEquals(model.summary().objectiveHistory(), loaded.summary().objectiveHistory());
    }

    private void assertSameModel(SoftmaxClassificationModel expected, SoftmaxClassificationModel found) {
        assertEquals(expected.coefficientMatrix(), found.coefficientMatrix());
        assertEquals(expected.interceptVector(), found.interceptVector());
        assertEquals(
                expected.transform(data).collectAsList(), found.transform(data).collectAsList());
    }

    @Test
    void sparseCoefficientsComeBackSparse() throws IOException {
        SoftmaxClassificationModel model = new SoftmaxClassifier()
                .setRegParam(0.15)
                .setElasticNetParam(1.0)
                .fit(data);
        assertTrue(model.coefficientMatrix() instanceof SparseMatrix, "the penalty made zeros");
        model.save(path("model"));
        SoftmaxClassificationModel loaded = SoftmaxClassificationModel.load(path("model"));
        assertTrue(loaded.coefficientMatrix() instanceof SparseMatrix);
        assertSameModel(model, loaded);
    }

    @Test
    void pipelinesSaveAndLoadBoth() throws IOException {
        SoftmaxClassifier estimator = new SoftmaxClassifier().setMaxIter(5);
        Pipeline pipeline = new Pipeline().setStages(new PipelineStage[] {estimator});
        pipeline.save(path("pipeline"));
        assertSameParams(
                estimator, (SoftmaxClassifier) Pipeline.load(path("pipeline")).getStages()[0]);
        PipelineModel fitted = pipeline.fit(data);
        fitted.save(path("fitted"));
        assertSameModel((SoftmaxClassificationModel) fitted.stages()[0], (SoftmaxClassificationModel)
                PipelineModel.load(path("fitted")).stages()[0]);
    }

    @Test
    void theLocalFileSystemWithoutASessionWorksToo() throws IOException {
        SoftmaxClassificationModel model = unusual().fit(data);
        LocalSaving.assume();
        model.write().saveToLocal(path("local"));
        SoftmaxClassificationModel loaded = SoftmaxClassificationModel.read().loadFromLocal(path("local"));
        assertSameParams(model, loaded);
        assertSameModel(model, loaded);
        unusual().write().saveToLocal(path("estimator"));
        assertSameParams(unusual(), SoftmaxClassifier.read().loadFromLocal(path("estimator")));
    }

    @Test
    void whatIsSavedIsOnlyOverwrittenOnDemand() throws IOException {
        SoftmaxClassificationModel first = new SoftmaxClassifier().setMaxIter(1).fit(data);
        SoftmaxClassificationModel second =
                new SoftmaxClassifier().setMaxIter(9).fit(data);
        first.save(path("model"));
        String message = assertThrows(IOException.class, () -> second.save(path("model")))
                .getMessage();
        assertTrue(message.contains("already exists") && message.contains("overwrite()"), message);
        assertSameModel(first, SoftmaxClassificationModel.load(path("model")));
        second.write().overwrite().save(path("model"));
        assertSameModel(second, SoftmaxClassificationModel.load(path("model")));
    }

    @Test
    void aModelOfAnotherClassIsRefused() throws IOException {
        new SoftmaxClassifier().save(path("estimator"));
        assertThrows(IllegalArgumentException.class, () -> SoftmaxClassificationModel.load(path("estimator")));
    }
}
