package sparksoftmax.classification;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sparksoftmax.RandomRows;
import sparksoftmax.SharedSpark;

/** Training in batches remembers the rows of earlier batches. */
@ExtendWith(SharedSpark.class)
class LearningOnTest {
    private static final int BATCHES = 10;
    private static final StructType SCHEMA =
            new StructType().add("label", DataTypes.DoubleType).add("features", SQLDataTypes.VectorType());

    private final SparkSession spark;
    private final Dataset<Row> train;
    private final Dataset<Row> test;

    /** Features of large means and different sizes. */
    LearningOnTest(SparkSession spark) {
        this.spark = spark;
        RandomRows rows = new RandomRows(3000, 5, 4, 5L);
        rows.rescale(0, 1e4, 2.0).rescale(1, 0.0, 1e-3).rescale(2, -50.0, 10.0);
        Dataset<Row> all = rows.toDataset(spark, 2)
                .withColumn("id", functions.monotonically_increasing_id())
                .withColumn("w", functions.lit(1000.0));
        train = all.filter("id % 2 = 0").cache();
        test = all.filter("id % 2 = 1").cache();
    }

    /** Other tests look for what fits leave cached. */
    @AfterEach
    void clearCache() {
        spark.catalog().clearCache();
    }

    private Dataset<Row> batch(int number) {
        return train.filter("id % " + 2 * BATCHES + " = " + 2 * number);
    }

    private double logLoss(SoftmaxClassificationModel model) {
        return model.evaluate(test).logLoss();
    }

    private static SoftmaxClassificationModel inBatches(SoftmaxClassifier classifier, List<Dataset<Row>> batches) {
        SoftmaxClassificationModel model = classifier.setNumClasses(4).fit(batches.get(0));
        for (Dataset<Row> batch : batches.subList(1, batches.size())) {
            model = model.partialFit(batch);
        }
        return model;
    }

    private List<Dataset<Row>> tenBatches() {
        List<Dataset<Row>> batches = new ArrayList<>();
        for (int b = 0; b < BATCHES; b++) {
            batches.add(batch(b));
        }
        return batches;
    }

    @Test
    void tenBatchesAreAsGoodAsAllRowsAtOnce(@TempDir Path folder) throws IOException {
        double expected = logLoss(new SoftmaxClassifier().fit(train));
        double first = logLoss(new SoftmaxClassifier().fit(batch(0)));
        SoftmaxClassificationModel model = inBatches(new SoftmaxClassifier(), tenBatches());
        double found = logLoss(model);
        assertTrue(first > 1.05 * expected, first + " of one batch, " + expected + " of all");
        assertEquals(expected, found, 0.02 * expected);

        // One row more hardly changes the model, nor do the rows of a single class.
        assertEquals(found, logLoss(model.partialFit(train.limit(1))), 0.005 * found);
        double ofClass = logLoss(model.partialFit(train.filter("label = 1")));
        double forgetful =
                logLoss(model.copy(ParamMap.empty()).setForgettingFactor(0.0).partialFit(train.filter("label = 1")));
        assertTrue(ofClass < 1.3 * found && forgetful > 2.0 * found, found + ", " + ofClass + ", " + forgetful);

        // What is remembered is saved and copied with the model.
        String path = folder.resolve("model").toString();
        model.save(path);
        SoftmaxClassificationModel loaded = SoftmaxClassificationModel.load(path);
        double[] next = model.partialFit(batch(3)).coefficientMatrix().toArray();
        assertArrayEquals(next, loaded.partialFit(batch(3)).coefficientMatrix().toArray());

        Path memory = folder.resolve("model").resolve("memory").resolve("part-00000");
        String text = Files.readString(memory, StandardCharsets.UTF_8);
        assertTrue(text.length() < 2000, "" + text.length());
        Files.writeString(memory, text.replace('A', 'B'), StandardCharsets.UTF_8);
        String byHadoop = assertThrows(IllegalArgumentException.class, () -> SoftmaxClassificationModel.load(path))
                .getMessage();
        assertTrue(byHadoop.contains("memory"), byHadoop);
        Files.delete(memory.resolveSibling(".part-00000.crc"));
        Files.writeString(memory, text.replace("numRows\":1", "numRows\":2"), StandardCharsets.UTF_8);
        String message = assertThrows(IllegalArgumentException.class, () -> SoftmaxClassificationModel.load(path))
                .getMessage();
        assertTrue(message.contains("memory"), message);
    }

    @Test
    void classesThatComeOneAfterTheOtherAreAllLearned() {
        SoftmaxSummary expected = new SoftmaxClassifier().fit(train).evaluate(test);
        List<Dataset<Row>> byClass = new ArrayList<>();
        for (int k = 0; k < 4; k++) {
            byClass.add(train.filter("label = " + k));
        }
        SoftmaxClassificationModel model = inBatches(new SoftmaxClassifier(), byClass);
        SoftmaxSummary found = model.evaluate(test);
        assertEquals(expected.accuracy(), found.accuracy(), 0.05);
        for (int k = 0; k < 4; k++) {
            assertEquals(expected.recallByLabel()[k], found.recallByLabel()[k], 0.2);
        }
    }

    /** With a factor below 1, the model follows rows whose labels mean something else than before. */
    @Test
    void aModelThatForgetsFollowsChanges() {
        Dataset<Row> changed = train.withColumn("label", functions.expr("(label + 1) % 4"));
        Dataset<Row> held = test.withColumn("label", functions.expr("(label + 1) % 4"));
        SoftmaxClassificationModel before = new SoftmaxClassifier().fit(train.filter("id % 4 = 0"));
        double remembering = 0.0;
        double forgetting = 0.0;
        SoftmaxClassificationModel one = before;
        SoftmaxClassificationModel other = before.copy(ParamMap.empty()).setForgettingFactor(0.2);
        for (int b = 1; b < 4; b++) {
            Dataset<Row> rows = changed.filter("id % 20 = " + 2 * b);
            one = one.partialFit(rows);
            other = other.partialFit(rows);
            remembering = one.evaluate(held).accuracy();
            forgetting = other.evaluate(held).accuracy();
        }
        assertTrue(forgetting > remembering + 0.2, remembering + ", " + forgetting);
        for (double wrong : new double[] {-0.1, 1.1, Double.NaN}) {
            assertThrows(IllegalArgumentException.class, () -> before.setForgettingFactor(wrong));
        }
    }

    /** Remembered rows stand for their weight, under every solver that pulls, with and without penalties. */
    @Test
    void weightsPenaltiesAndSolversKeepTheirMeaning() {
        List<SoftmaxClassifier> classifiers = List.of(
                new SoftmaxClassifier().setWeightCol("w"),
                new SoftmaxClassifier().setWeightCol("w").setRegParam(0.05),
                new SoftmaxClassifier().setWeightCol("w").setRegParam(0.01).setElasticNetParam(0.5),
                new SoftmaxClassifier().setWeightCol("w").setFitIntercept(false).setRegParam(0.01),
                new SoftmaxClassifier().setWeightCol("w").setClassWeighting("balanced"),
                new SoftmaxClassifier()
                        .setWeightCol("w")
                        .setSolver("sgd")
                        .setRegParam(0.05)
                        .setMaxIter(200));
        for (SoftmaxClassifier classifier : classifiers) {
            double expected = logLoss(classifier.fit(train));
            SoftmaxClassificationModel model = classifier.fit(train.filter("id % 4 = 0"));
            model = model.partialFit(train.filter("id % 8 = 2")).partialFit(train.filter("id % 8 = 6"));
            assertEquals(expected, logLoss(model), 0.03 * expected, classifier.explainParams());
        }
    }

    @Test
    void boundsHoldInEveryBatch() {
        Matrix lower = new DenseMatrix(4, 5, new double[20]);
        SoftmaxClassifier classifier =
                new SoftmaxClassifier().setRegParam(0.001).setLowerBoundsOnCoefficients(lower);
        double expected = logLoss(classifier.fit(train));
        SoftmaxClassificationModel model = classifier.fit(train.filter("id % 4 = 0"));
        for (int b = 0; b < 2; b++) {
            model = model.setLowerBoundsOnCoefficients(lower).partialFit(train.filter("id % 8 = " + (2 + 4 * b)));
        }
        assertTrue(Arrays.stream(model.coefficientMatrix().toArray()).allMatch(w -> w >= 0.0));
        assertEquals(expected, logLoss(model), 0.02 * expected);
    }

    /** Rows for validation are not remembered as if they had been trained on. */
    @Test
    void validationRowsStopTrainingAndAreNotRemembered() {
        Dataset<Row> marked = train.withColumn("validates", functions.expr("id % 10 = 0"));
        SoftmaxClassifier classifier =
                new SoftmaxClassifier().setValidationIndicatorCol("validates").setSolver("l-bfgs");
        double expected = logLoss(classifier.fit(marked));
        SoftmaxClassificationModel model = classifier.fit(marked.filter("id % 4 = 0"));
        SoftmaxClassificationModel next = model.partialFit(marked.filter("id % 4 = 2"));
        assertEquals(expected, logLoss(next), 0.03 * expected);
        assertTrue(next.summary().validationHistory().length > 1);
        // The rows that were trained on, and no others, are what the next training remembers.
        SoftmaxClassificationModel withoutThem =
                new SoftmaxClassifier().setSolver("l-bfgs").fit(marked.filter("id % 4 = 0 and id % 10 != 0"));
        Dataset<Row> batch = marked.filter("id % 4 = 2 and id % 10 != 0");
        assertEquals(logLoss(withoutThem.partialFit(batch)), logLoss(model.partialFit(batch)), 0.01 * expected);
    }

    /** A feature that no earlier row had is learned from the batch that has it. */
    @Test
    void aConstantFeatureBeginsToVary() {
        Column array = org.apache.spark.ml.functions.vector_to_array(functions.col("features"), "float64");
        Dataset<Row> arrays = train.withColumn("features", array);
        Dataset<Row> constant =
                arrays.withColumn("features", functions.expr("transform(features, (x, i) -> if(i = 3, 0d, x))"));
        Dataset<Row> held = test.withColumn("features", array);
        SoftmaxClassificationModel first = new SoftmaxClassifier().fit(constant.filter("id % 4 = 0"));
        assertEquals(0.0, first.coefficientMatrix().apply(0, 3));
        SoftmaxClassificationModel second = first.partialFit(arrays.filter("id % 4 = 2"));
        assertTrue(second.evaluate(held).logLoss() < 0.9 * first.evaluate(held).logLoss());
    }

    /** Rows of a few words out of 200, of 5 classes that are seldom mistaken. */
    private Dataset<Row> words(int numRows, long seed) {
        Random random = new Random(11L);
        double[][] logOdds = new double[5][200];
        for (double[] ofClass : logOdds) {
            Arrays.setAll(ofClass, j -> random.nextGaussian());
        }
        Random draws = new Random(seed);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < numRows; i++) {
            double[] x = logOdds[i % 5].clone();
            Arrays.setAll(x, j -> draws.nextDouble() < 0.03 * Math.exp(x[j]) ? 1.0 : 0.0);
            rows.add(RowFactory.create((double) (i % 5), Vectors.dense(x)));
        }
        return spark.createDataFrame(rows, SCHEMA);
    }

    /**
     * As long as the rows do not determine the coefficients, the optimum fits noise, and more of it with every batch;
     * so training goes on without going there.
     */
    @ParameterizedTest
    @ValueSource(doubles = {0.0, 1e-3})
    void modelsBecomeBetterWithEveryBatchWhereRowsAreFew(double regParam) {
        Dataset<Row> held = words(2000, 2L).cache();
        Dataset<Row> rows = words(1500, 3L);
        SoftmaxClassifier classifier = new SoftmaxClassifier().setRegParam(regParam);
        double expected = classifier.fit(rows).evaluate(held).logLoss();
        List<Row> list = rows.collectAsList();
        SoftmaxClassificationModel model = null;
        double before = Double.POSITIVE_INFINITY;
        double first = 0.0;
        for (int b = 0; b < BATCHES; b++) {
            Dataset<Row> batch = spark.createDataFrame(list.subList(150 * b, 150 * (b + 1)), SCHEMA);
            model = model == null ? classifier.fit(batch) : model.partialFit(batch);
            double loss = model.evaluate(held).logLoss();
            assertTrue(loss < 1.05 * before, loss + " after batch " + b + ", " + before + " before");
            first = b == 0 ? loss : first;
            before = loss;
        }
        assertTrue(before < 0.75 * first, first + " after the first batch, " + before + " after all");
        assertTrue(before < 1.1 * expected, before + " in batches, " + expected + " of all rows");
    }

    private static final int MANY_FEATURES = 5000;

    /** Rows of 8 words out of 600, 3 of which tell the class of 6, as normalized counts hashed into many features. */
    private Dataset<Row> text(int numRows, long seed) {
        Random random = new Random(seed);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < numRows; i++) {
            int label = random.nextInt(6);
            int[] words = IntStream.range(0, 8)
                    .map(place -> {
                        int word = (int) (600 * Math.pow(random.nextDouble(), 2));
                        return place < 3 ? word / 6 * 6 + label : word;
                    })
                    .map(word -> word * 7919 % MANY_FEATURES)
                    .distinct()
                    .sorted()
                    .toArray();
            double[] values = new double[words.length];
            Arrays.fill(values, 1.0 / Math.sqrt(words.length));
            rows.add(RowFactory.create((double) label, Vectors.sparse(MANY_FEATURES, words, values)));
        }
        return spark.createDataFrame(rows, SCHEMA).coalesce(2);
    }

    private SoftmaxClassificationModel inBatches(SoftmaxClassifier classifier, List<Row> rows, int numBatches) {
        SoftmaxClassificationModel model = null;
        int size = rows.size() / numBatches;
        for (int b = 0; b < numBatches; b++) {
            Dataset<Row> batch = spark.createDataFrame(rows.subList(size * b, size * (b + 1)), SCHEMA);
            model = model == null ? classifier.setNumClasses(6).fit(batch) : model.partialFit(batch);
        }
        return model;
    }

    /** The curvatures of earlier rows are remembered. */
    @ParameterizedTest
    @CsvSource({"0.0, 0.0", "1e-4, 0.0", "1e-4, 0.5"})
    void batchesOfTextAreLearned(double regParam, double elasticNetParam, @TempDir Path folder) throws IOException {
        Dataset<Row> held = text(2000, 2L).cache();
        List<Row> rows = text(2000, 3L).collectAsList();
        SoftmaxClassifier classifier =
                new SoftmaxClassifier().setRegParam(regParam).setElasticNetParam(elasticNetParam);
        double expected = classifier
                .fit(spark.createDataFrame(rows, SCHEMA))
                .evaluate(held)
                .logLoss();
        SoftmaxClassificationModel model = inBatches(classifier, rows, 10);
        double found = model.evaluate(held).logLoss();
        assertTrue(found < 1.1 * expected, found + " in batches, " + expected + " of all rows");
        double ofMany = inBatches(classifier, rows, 40).evaluate(held).logLoss();
        assertTrue(ofMany < 1.2 * expected, ofMany + " in many batches, " + expected + " of all rows");
        double first =
                inBatches(classifier, rows.subList(0, 200), 1).evaluate(held).logLoss();
        assertTrue(found < 0.8 * first, found + " after all batches, " + first + " after the first");

        Dataset<Row> one = spark.createDataFrame(text(5, 4L).collectAsList().subList(0, 1), SCHEMA);
        SoftmaxClassificationModel withOne = model.partialFit(one);
        assertEquals(found, withOne.evaluate(held).logLoss(), 0.005 * found);

        String path = folder.resolve("model").toString();
        model.save(path);
        SoftmaxClassificationModel loaded = SoftmaxClassificationModel.load(path);
        assertArrayEquals(
                withOne.coefficientMatrix().toArray(),
                loaded.partialFit(one).coefficientMatrix().toArray());
        Path memory = folder.resolve("model").resolve("memory").resolve("part-00000");
        assertTrue(Files.size(memory) < 2 * (8 * 6 * 600), "" + Files.size(memory));
    }

    /** Words that a batch does not have keep their coefficients, whether or not the model remembers its rows. */
    @ParameterizedTest
    @CsvSource({"auto, 1.0", "auto, 0.0", "localSgd, 1.0", "l-bfgs, 0.0", "sgd, 0.0"})
    void wordsThatABatchDoesNotHaveAreNotForgotten(String solver, double forgettingFactor) {
        SoftmaxClassificationModel model = new SoftmaxClassifier()
                .setSolver(solver)
                .setForgettingFactor(forgettingFactor)
                .fit(text(500, 3L));
        Dataset<Row> batch = text(2, 4L);
        List<Integer> present = batch.collectAsList().stream()
                .flatMap(row -> Arrays.stream(
                                row.<Vector>getAs("features").toSparse().indices())
                        .boxed())
                .toList();
        SoftmaxClassificationModel next = model.partialFit(batch);
        int kept = 0;
        for (int j = 0; j < MANY_FEATURES; j++) {
            for (int k = 0; k < 6 && !present.contains(j); k++) {
                assertEquals(
                        model.coefficientMatrix().apply(k, j),
                        next.coefficientMatrix().apply(k, j));
                kept += next.coefficientMatrix().apply(k, j) == 0.0 ? 0 : 1;
            }
        }
        assertTrue(kept > 2000, "" + kept);
    }

    @Test
    void textThatChangesIsFollowed() {
        SoftmaxClassificationModel before = new SoftmaxClassifier().fit(text(4000, 3L));
        Column changed = functions.expr("(label + 1) % 6");
        Dataset<Row> held = text(1000, 2L).withColumn("label", changed).cache();
        double[] accuracies = new double[2];
        for (int i = 0; i < 2; i++) {
            SoftmaxClassificationModel model = before.copy(ParamMap.empty()).setForgettingFactor(i == 0 ? 1.0 : 0.05);
            for (int b = 0; b < 3; b++) {
                model = model.partialFit(text(200, 5L + b).withColumn("label", changed));
            }
            accuracies[i] = model.evaluate(held).accuracy();
        }
        assertTrue(accuracies[1] > accuracies[0] + 0.15, Arrays.toString(accuracies));
    }
}
