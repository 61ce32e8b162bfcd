package sparksoftmax.classification;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.feature.StringIndexerModel;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sparksoftmax.LogLines;
import sparksoftmax.RandomRows;
import sparksoftmax.SharedSpark;

/** Training that starts from a model: partialFit and setInitialModel. */
@ExtendWith(SharedSpark.class)
class ContinuedTrainingTest {
    private final Dataset<Row> data;
    private final RandomRows rows = new RandomRows(60, 3, 3, 5L);

    ContinuedTrainingTest(SparkSession spark) {
        data = rows.toDataset(spark, 2);
    }

    private static String messageOf(Runnable action) {
        return assertThrows(IllegalArgumentException.class, action::run).getMessage();
    }

    private static double[] coefficients(SoftmaxClassificationModel model) {
        return model.coefficientMatrix().toArray();
    }

    /** The model of a single class has an infinite intercept, from which no step is possible. */
    @ParameterizedTest
    @ValueSource(strings = {"auto", "sgd", "localSgd", "l-bfgs"})
    void trainingGoesOnFromASingleClass(String solver) {
        SoftmaxClassifier classifier = new SoftmaxClassifier()
                .setNumClasses(3)
                .setSolver(solver)
                .setRegParam(0.01)
                .setForgettingFactor(0.0)
                .setMaxIter(40);
        SoftmaxClassificationModel first = classifier.fit(data.filter("label = 1"));
        assertEquals(Double.POSITIVE_INFINITY, first.interceptVector().apply(1));
        SoftmaxClassificationModel start = first.partialFit(data.limit(0));
        assertEquals(first.interceptVector(), start.interceptVector());
        first.set(first.maxIter(), 0);
        SoftmaxClassificationModel unchanged = first.partialFit(data);
        assertArrayEquals(
                new double[] {1.0 / 1002.0, 1000.0 / 1002.0, 1.0 / 1002.0},
                unchanged.predictProbability(Vectors.dense(1, 2, 3)).toArray(),
                1e-12);
        first.set(first.maxIter(), 40);
        double expected = classifier.fit(data).evaluate(data).logLoss();
        assertEquals(expected, first.partialFit(data).evaluate(data).logLoss(), 0.05 * expected);
        SoftmaxClassifier warm = classifier.setInitialModel(first);
        assertEquals(expected, warm.fit(data).evaluate(data).logLoss(), 0.05 * expected);
        SoftmaxClassificationModel again = first.partialFit(data.filter("label = 1"));
        assertEquals(1.0, again.predict(Vectors.dense(rows.x[0])));
        assertTrue(Arrays.stream(again.interceptVector().toArray()).allMatch(Double::isFinite));
    }

    @Test
    void theModelOfOneClassSaysHowItCouldHaveMore() {
        SoftmaxClassificationModel model = new SoftmaxClassifier().fit(data.filter("label = 0"));
        assertEquals(1, model.numClasses());
        assertEquals(1, model.partialFit(data.filter("label = 0")).numClasses());
        String message = messageOf(() -> model.partialFit(data));
        assertTrue(message.startsWith("Labels MUST be in [0, 1), but got "), message);
        assertTrue(message.contains("has 1 class (for more, set numClasses in its first fit)"), message);
    }

    @Test
    void theOrderOfSettersDoesNotMatter() {
        SoftmaxClassificationModel start = new SoftmaxClassifier().setMaxIter(3).fit(data);
        SoftmaxClassifier first =
                new SoftmaxClassifier().setMaxIter(0).setFitIntercept(false).setInitialModel(start);
        SoftmaxClassifier last =
                new SoftmaxClassifier().setMaxIter(0).setInitialModel(start).setFitIntercept(false);
        for (SoftmaxClassifier estimator : List.of(first, last)) {
            assertEquals(0.0, Vectors.norm(estimator.fit(data).interceptVector(), 2));
        }
        first.setFitIntercept(true);
        assertArrayEquals(
                start.interceptVector().toArray(),
                first.fit(data).interceptVector().toArray(),
                1e-12);
    }

    @Test
    void withoutRowsTheModelStaysAsItIs() {
        SoftmaxClassificationModel model =
                new SoftmaxClassifier().setWeightCol("weight").setMaxIter(3).fit(data);
        for (Dataset<Row> nothing : List.of(data.limit(0), data.withColumn("weight", functions.lit(0)))) {
            try (LogLines log = new LogLines()) {
                SoftmaxClassificationModel same = model.partialFit(nothing);
                assertNotSame(model, same);
                assertEquals(model.coefficientMatrix(), same.coefficientMatrix());
                assertEquals(model.interceptVector(), same.interceptVector());
                assertEquals(3, same.getMaxIter());
                assertTrue(same.hasSummary());
                assertEquals(
                        1,
                        log.with("There is nothing to train on, and the model stays as it is")
                                .size());
            }
        }
        assertTrue(messageOf(() -> model.partialFit(data.withColumn("label", functions.lit(-1))))
                .contains("Labels MUST be in [0, 3)"));
    }

    @Test
    void aBatchWithoutValidationRowsIsAllTrainingRows() {
        Dataset<Row> held = data.withColumn("held", functions.expr("monotonically_increasing_id() % 4 = 0"));
        SoftmaxClassifier classifier = new SoftmaxClassifier().setMaxIter(5).setTol(0.0);
        SoftmaxClassificationModel model =
                classifier.setValidationIndicatorCol("held").fit(held);
        SoftmaxClassificationModel plain = model.copy(ParamMap.empty());
        plain.clear(plain.validationIndicatorCol());
        double[] expected = coefficients(plain.partialFit(data));
        try (LogLines log = new LogLines()) {
            SoftmaxClassificationModel found = model.partialFit(data);
            assertArrayEquals(expected, coefficients(found));
            assertEquals(0, found.summary().validationHistory().length);
            assertEquals(found.evaluate(data).accuracy(), found.summary().accuracy());
            assertEquals(
                    1,
                    log.with("The rows have no column 'held' (validationIndicatorCol): all are training rows")
                            .size());
            assertArrayEquals(expected, coefficients(model.partialFit(data.withColumn("held", functions.lit(false)))));
            assertEquals(
                    1,
                    log.with("Column 'held' (validationIndicatorCol) marks no validation row")
                            .size());
        }
        assertEquals(6, model.partialFit(held).summary().validationHistory().length);
        assertEquals(
                model.coefficientMatrix(),
                model.partialFit(data.withColumn("held", functions.lit(true))).coefficientMatrix());
    }

    private static Dataset<Row> assembled(Dataset<Row> columns, String... names) {
        return new VectorAssembler()
                .setInputCols(names)
                .setOutputCol("features")
                .transform(columns);
    }

    private Dataset<Row> columns() {
        Dataset<Row> columns = data.drop("features")
                .withColumn("height", functions.rand(1L))
                .withColumn("width", functions.rand(2L))
                .withColumn(
                        "kind",
                        functions.concat(
                                functions.lit("k"), functions.col("label").cast("int")));
        return columns.drop("label");
    }

    private static StringIndexerModel indexer(Dataset<Row> rows, String order) {
        return new StringIndexer()
                .setInputCol("kind")
                .setOutputCol("label")
                .setStringOrderType(order)
                .fit(rows);
    }

    @Test
    void classesAndFeaturesMustBeThoseOfTheModel(@TempDir Path folder) throws IOException {
        Dataset<Row> columns = columns();
        StringIndexerModel ascending = indexer(columns, "alphabetAsc");
        Dataset<Row> batch = assembled(ascending.transform(columns), "height", "width");
        SoftmaxClassificationModel model = new SoftmaxClassifier().setMaxIter(3).fit(batch);
        assertArrayEquals(new String[] {"height", "width"}, model.getFeatureNames());
        assertArrayEquals(new String[] {"k0", "k1", "k2"}, model.getLabelNames());
        Dataset<Row> swapped = assembled(ascending.transform(columns), "width", "height");
        Dataset<Row> reindexed = assembled(indexer(columns, "alphabetDesc").transform(columns), "height", "width");
        Dataset<Row> fewer = columns.filter("kind <> 'k2'");
        Dataset<Row> fewerNames = assembled(indexer(fewer, "alphabetAsc").transform(fewer), "height", "width");
        model.save(folder.resolve("model").toString());
        SoftmaxClassificationModel loaded =
                SoftmaxClassificationModel.load(folder.resolve("model").toString());
        SoftmaxClassifier warm = new SoftmaxClassifier().setMaxIter(3).setInitialModel(loaded);
        SoftmaxClassifier copied = warm.copy(ParamMap.empty());
        for (Consumer<Dataset<Row>> training : List.<Consumer<Dataset<Row>>>of(
                model::partialFit, loaded::partialFit, model.partialFit(batch)::partialFit, warm::fit, copied::fit)) {
            training.accept(batch);
            assertEquals(
                    "Features must be those of the training of the model, in the same order, but feature 0 is 'height' in"
                            + " the model and 'width' in column 'features': assemble the same columns in the same order.",
                    messageOf(() -> training.accept(swapped)));
            assertEquals(
                    "Labels must be indexed as in the training of the model, but class 0 is 'k0' in the model and 'k2' in"
                            + " column 'label': use the same StringIndexerModel.",
                    messageOf(() -> training.accept(reindexed)));
            assertTrue(messageOf(() -> training.accept(fewerNames)).contains("number of classes"));
        }
        assertEquals(
                "Labels must be indexed as in the training of the model, but class 0 is 'k0' in the model and 'k2' in column"
                        + " 'label': use the same StringIndexerModel.",
                messageOf(() -> loaded.evaluate(reindexed)));
        assertTrue(messageOf(() -> loaded.evaluate(fewerNames)).contains("the model has names for 3"));
        assertEquals(model.summary().accuracy(), loaded.evaluate(batch).accuracy());
        // Rows without metadata are taken as they are.
        Dataset<Row> unnamed = batch.withColumn("label", functions.col("label").plus(0.0))
                .withColumn(
                        "features",
                        org.apache.spark.ml.functions.array_to_vector(
                                org.apache.spark.ml.functions.vector_to_array(functions.col("features"), "float64")));
        assertEquals(
                model.partialFit(batch).coefficientMatrix(),
                model.partialFit(unnamed).coefficientMatrix());
        SoftmaxClassificationModel unknown =
                new SoftmaxClassifier().setMaxIter(3).fit(unnamed);
        assertFalse(unknown.isDefined(unknown.featureNames()));
        assertArrayEquals(
                new String[] {"height", "width"}, unknown.partialFit(batch).getFeatureNames());
    }

    /** Names for output are not those by which labels are compared. */
    @Test
    void namesForOutputMayDiffer() {
        Dataset<Row> columns = columns();
        Dataset<Row> batch = assembled(indexer(columns, "alphabetAsc").transform(columns), "height", "width");
        SoftmaxClassificationModel model = new SoftmaxClassifier()
                .setMaxIter(3)
                .setClassNames(new String[] {"zero", "one", "two"})
                .fit(batch);
        assertEquals(model.summary().accuracy(), model.evaluate(batch).accuracy());
        assertArrayEquals(
                new String[] {"zero", "one", "two"}, model.partialFit(batch).getClassNames());
    }

    @Test
    void otherNumbersOfClassesAndFeaturesAreRefusedInTermsOfTheModel(SparkSession spark) {
        SoftmaxClassificationModel model = new SoftmaxClassifier().setMaxIter(3).fit(data);
        Dataset<Row> wider = new RandomRows(60, 4, 3, 5L).toDataset(spark, 2);
        String expected =
                "The data set must have the classes and features of the model from which training starts, which"
                        + " has 3 classes and 3 features, but the data set has 3 classes and 4 features.";
        assertEquals(expected, messageOf(() -> model.partialFit(wider)));
        SoftmaxClassifier warm = new SoftmaxClassifier().setMaxIter(3).setInitialModel(model);
        assertEquals(expected, messageOf(() -> warm.fit(wider)));
        // The number of classes is the model's, whether or not all of them occur.
        assertEquals(3, warm.fit(data.filter("label < 2")).numClasses());
        // Coefficients that are set later replace the model.
        String other = messageOf(
                () -> warm.setInitialCoefficients(DenseMatrix.zeros(3, 2)).fit(data));
        assertTrue(other.contains("Parameter initialCoefficients must be a 3 x 3 matrix"), other);
    }
}
