package sparksoftmax.classification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.SparkEnv;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockResult;
import org.apache.spark.storage.BroadcastBlockId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import sparksoftmax.RandomRows;
import sparksoftmax.SharedSpark;
import sparksoftmax.app.TutorialExample;
import sparksoftmax.block.FeatureMap;
import sparksoftmax.block.PartitionTask;

/**
 * Every kind of bad input gives one IllegalArgumentException that says what, where and what to do; nothing is left
 * behind.
 */
@ExtendWith(SharedSpark.class)
class BadInputTest {
    private final SparkSession spark;

    BadInputTest(SparkSession spark) {
        this.spark = spark;
    }

    @AfterEach
    void nothingIsLeftBehind() throws InterruptedException {
        assertTrue(spark.sparkContext().getPersistentRDDs().isEmpty(), "a cached block is left behind");
        // Spark destroys broadcasts in a thread of its own.
        for (int attempt = 0; attempt < 100 && !ourBroadcasts().isEmpty(); attempt++) {
            Thread.sleep(50);
        }
        assertEquals(Set.of(), ourBroadcasts());
    }

    /** Our broadcasts that this block manager still holds. */
    private static Set<String> ourBroadcasts() {
        Set<String> found = new TreeSet<>();
        scala.collection.Iterator<BlockId> ids = SparkEnv.get()
                .blockManager()
                .getMatchingBlockIds((scala.Function1<BlockId, Object>) id -> id instanceof BroadcastBlockId broadcast
                        && broadcast.field().isEmpty())
                .iterator();
        while (ids.hasNext()) {
            BlockId id = ids.next();
            scala.Option<BlockResult> values = SparkEnv.get().blockManager().getLocalValues(id);
            if (values.isDefined()) {
                Object first = values.get().data().next();
                while (values.get().data().hasNext()) {
                    values.get().data().next();
                }
                if (first instanceof PartitionTask || first instanceof FeatureMap) {
                    found.add(id.name());
                }
            }
        }
        return found;
    }

    private static Row row(Object label, Object weight, Object features) {
        return RowFactory.create(label, weight, features);
    }

    static Stream<Arguments> badRows() {
        Object good = Vectors.dense(1.0, 2.0, 3.0);
        return Stream.of(
                Arguments.of(row(1.0, 1.0, null), "Vectors MUST NOT be Null (column 'features')"),
                Arguments.of(
                        row(1.0, 1.0, Vectors.dense(1.0, Double.NaN, 3.0)),
                        "Vector values MUST NOT be NaN or Infinity, but got NaN at index 1 of a vector of size 3 (column"
                                + " 'features')"),
                Arguments.of(
                        row(1.0, 1.0, Vectors.sparse(3, new int[] {2}, new double[] {Double.NEGATIVE_INFINITY})),
                        "Vector values MUST NOT be NaN or Infinity, but got -Infinity at index 2 of a vector of size 3"
                                + " (column 'features')"),
                Arguments.of(
                        row(1.0, 1.0, Vectors.dense(1.0, 2.0)),
                        "Dimensions mismatch when adding new sample. Expecting 3 but got 2 (column 'features')"),
                Arguments.of(
                        row(1.0, 1.0, Vectors.sparse(4, new int[0], new double[0])),
                        "Dimensions mismatch when adding new sample. Expecting 3 but got 4 (column 'features')"),
                Arguments.of(row(null, 1.0, good), "Labels MUST NOT be Null or NaN (column 'label')"),
                Arguments.of(row(Double.NaN, 1.0, good), "Labels MUST NOT be Null or NaN (column 'label')"),
                Arguments.of(row(-1.0, 1.0, good), "Labels MUST be in [0, 2147483647), but got -1.0 (column 'label')"),
                Arguments.of(
                        row(Double.POSITIVE_INFINITY, 1.0, good),
                        "Labels MUST be in [0, 2147483647), but got Infinity (column 'label')"),
                Arguments.of(row(0.5, 1.0, good), "Labels MUST be Integers, but got 0.5 (column 'label')"),
                Arguments.of(row(1.0, null, good), "Weights MUST NOT be Null or NaN (column 'weight')"),
                Arguments.of(row(1.0, Double.NaN, good), "Weights MUST NOT be Null or NaN (column 'weight')"),
                Arguments.of(
                        row(1.0, -1.0, good),
                        "Weights MUST NOT be Negative or Infinity, but got -1.0 (column 'weight')"),
                Arguments.of(
                        row(1.0, Double.POSITIVE_INFINITY, good),
                        "Weights MUST NOT be Negative or Infinity, but got Infinity (column 'weight')"),
                Arguments.of(row(0.5, 0.0, good), "Labels MUST be Integers, but got 0.5 (column 'label')"));
    }

    @ParameterizedTest
    @MethodSource("badRows")
    void aBadRowIsNamed(Row bad, String expected) {
        for (int numPartitions : new int[] {1, 2}) {
            for (double miniBatchFraction : new double[] {1.0, 0.5}) {
                List<Row> rows = new ArrayList<>();
                for (int i = 0; i < 10; i++) {
                    rows.add(row((double) (i % 3), 1.0, Vectors.dense(i, 2.0, i * i)));
                }
                rows.add(bad);
                assertFails(
                        expected,
                        new SoftmaxClassifier().setWeightCol("weight").setMiniBatchFraction(miniBatchFraction),
                        RandomRows.dataset(spark, rows, numPartitions));
            }
        }
    }

    @Test
    void vectorsOfDifferingSizeInDifferentPartitions() {
        List<Row> rows = List.of(row(0.0, 1.0, Vectors.dense(1, 2)), row(1.0, 1.0, Vectors.dense(1, 2, 3)));
        assertFails(
                "Dimensions mismatch when adding new sample. Expecting 2 but got 3 (column 'features')",
                new SoftmaxClassifier(),
                RandomRows.dataset(spark, rows, 2));
    }

    /** Statistics of so many features would take all memory, and end the virtual machine. */
    @Test
    void vectorsThatAreTooLong() {
        for (int size : new int[] {Integer.MAX_VALUE, Integer.MAX_VALUE - 1, 1 << 30}) {
            Vector vector = Vectors.sparse(size, new int[] {0, size - 1}, new double[] {1.0, 2.0});
            List<Row> rows = List.of(row(0.0, 1.0, vector), row(1.0, 1.0, vector));
            assertFails(
                    "elements, for whose statistics the memory of the driver and of a task suffices, but got a vector of"
                            + " size " + size + " (column 'features'). Hash features to fewer",
                    new SoftmaxClassifier(),
                    RandomRows.dataset(spark, rows, 2));
        }
    }

    @Test
    void anEmptyDataset() {
        for (int numPartitions : new int[] {1, 3}) {
            assertFails(
                    "ML algorithm was given empty dataset.",
                    new SoftmaxClassifier(),
                    RandomRows.dataset(spark, List.of(), numPartitions));
        }
        assertFails(
                "ML algorithm was given empty dataset.",
                new SoftmaxClassifier(),
                TutorialExample.data(spark).filter("label > 5").limit(0));
    }

    @Test
    void allWeightsZero() {
        List<Row> rows = List.of(row(0.0, 0.0, Vectors.dense(1)), row(1.0, 0.0, Vectors.dense(2)));
        assertFails(
                "Weights MUST NOT all be zero, but every row has weight 0.0 (column 'weight')",
                new SoftmaxClassifier().setWeightCol("weight"),
                RandomRows.dataset(spark, rows, 2));
    }

    @Test
    void weightsWhoseSquaresOverflow() {
        List<Row> rows = List.of(row(0.0, 1e200, Vectors.dense(1)), row(1.0, 1e200, Vectors.dense(2)));
        assertFails(
                "The squares of the weights MUST have a finite sum, but it overflows (column 'weight')",
                new SoftmaxClassifier().setWeightCol("weight"),
                RandomRows.dataset(spark, rows, 2));
    }

    /** Squares of such weights underflow. */
    @Test
    void weightsThatAreTooSmall() {
        List<Row> rows = List.of(row(0.0, 1e-320, Vectors.dense(1)), row(1.0, 1e-320, Vectors.dense(2)));
        assertFails(
                "Weights MUST NOT be so small that sums over them lose their digits, but all together are only 2.0E-320"
                        + " (column 'weight'). Only the ratios of weights matter: multiply all weights by the same number.",
                new SoftmaxClassifier().setWeightCol("weight"),
                RandomRows.dataset(spark, rows, 2));
        assertFails(
                "after multiplication with the weights of the classes",
                new SoftmaxClassifier().setClassWeights(Vectors.dense(1e-320, 1e-320)),
                RandomRows.dataset(spark, rows, 2));
    }

    @Test
    void labelsBeyondTheDeclaredNumberOfClasses() {
        Dataset<Row> data = TutorialExample.data(spark);
        Dataset<Row> declared = data.withColumn(
                "label",
                functions
                        .col("label")
                        .as(
                                "label",
                                NominalAttribute.defaultAttr()
                                        .withName("label")
                                        .withNumValues(2)
                                        .toMetadata()));
        assertFails(
                "Labels MUST be in [0, 2), but got 2.0 (column 'label'). The number of classes is fixed: the metadata of"
                        + " column 'label' declare 2 classes.",
                new SoftmaxClassifier(),
                declared);
        assertFails(
                "Labels MUST be in [0, 2), but got 2.0 (column 'label'). The number of classes is fixed: numClasses is 2.",
                new SoftmaxClassifier().setNumClasses(2),
                data);
        assertFails(
                "The number of classes must be the same wherever it is declared, but numClasses is 3, and the metadata of"
                        + " column 'label' declare 2 classes.",
                new SoftmaxClassifier().setNumClasses(3),
                declared);
    }

    @Test
    void labelsThatAreNoIndices() {
        List<Row> rows = List.of(row(0.0, 1.0, Vectors.dense(1)), row(2_000_000_000.0, 1.0, Vectors.dense(2)));
        assertFails(
                "Labels MUST be class indices 0, 1, ..., but the largest is 2000000000, and there are only 2 different"
                        + " ones (column 'label'). A model of 2000000001 classes is trained if numClasses is set to"
                        + " 2000000001; if the labels are other numbers, index them with StringIndexer.",
                new SoftmaxClassifier(),
                RandomRows.dataset(spark, rows, 2));
        assertFails(
                "there are 2000000001 classes (column 'label') and 1 features (column 'features')",
                new SoftmaxClassifier().setNumClasses(2_000_000_001),
                RandomRows.dataset(spark, rows, 2));
    }

    /** The rule: more than 1000 classes, and more than 10 for each label that occurs. */
    @Test
    void labelsThatAreProbablyNoIndices() {
        String[] postcodes = {"10115", "20095", "80331", "50667", "1067"};
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            rows.add(row(Double.parseDouble(postcodes[i % 5]), 1.0, Vectors.dense(i)));
        }
        assertFails(
                "the largest is 80331, and there are only 5 different ones",
                new SoftmaxClassifier(),
                RandomRows.dataset(spark, rows, 2));
        List<Row> allowed = List.of(row(0.0, 1.0, Vectors.dense(1)), row(999.0, 1.0, Vectors.dense(2)));
        SoftmaxClassifier few = new SoftmaxClassifier().setMaxIter(1);
        assertEquals(1000, few.fit(RandomRows.dataset(spark, allowed, 2)).numClasses());
        List<Row> refused = List.of(row(0.0, 1.0, Vectors.dense(1)), row(1000.0, 1.0, Vectors.dense(2)));
        assertFails("the largest is 1000", few, RandomRows.dataset(spark, refused, 2));
        few.setNumClasses(1001);
        assertEquals(1001, few.fit(RandomRows.dataset(spark, refused, 2)).numClasses());
    }

    @Test
    void columnsThatAreMissingOrOfTheWrongType() {
        Dataset<Row> data = TutorialExample.data(spark);
        assertFails("must have column 'nope' (featuresCol)", new SoftmaxClassifier().setFeaturesCol("nope"), data);
        assertFails("`nope`", new SoftmaxClassifier().setLabelCol("nope"), data);
        assertFails("`nope`", new SoftmaxClassifier().setWeightCol("nope"), data);
        assertFails(
                "Column label must be of type numeric but was actually of type string",
                new SoftmaxClassifier(),
                data.withColumn("label", functions.lit("a")));
        assertFails(
                "Column weight must be of type numeric but was actually of type string",
                new SoftmaxClassifier().setWeightCol("weight"),
                data.withColumn("weight", functions.lit("a")));
        assertFails("label", new SoftmaxClassifier().setFeaturesCol("label"), data);
    }

    @Test
    void aStepSizeThatMakesTheLossNonFinite() {
        assertFails(
                "The objective must stay finite, but was",
                new SoftmaxClassifier().setStepSize(1e308).setRegParam(1e3),
                TutorialExample.data(spark));
        // The same where every pass is a job.
        assertFails(
                "with stepSize 1.0E308",
                new SoftmaxClassifier().setStepSize(1e308).setRegParam(1e3),
                new RandomRows(4000, 30, 10, 1L).toDataset(spark, 2));
    }

    @Test
    void anUnderflowOfTheLowLevelLossNamesTheVariantAndTheWayOut() {
        assertFails(
                "use lossVariant 'fused'",
                new SoftmaxClassifier()
                        .setLossVariant("lowLevel")
                        .setStandardization(false)
                        .setStepSize(1e3),
                TutorialExample.data(spark));
        new SoftmaxClassifier()
                .setLossVariant("fused")
                .setStandardization(false)
                .setStepSize(1e3)
                .fit(TutorialExample.data(spark));
    }

    @Test
    void startsOfTheWrongShape() {
        Dataset<Row> data = TutorialExample.data(spark);
        assertFails(
                "initialCoefficients must be a 3 x 4 matrix (numClasses x numFeatures), but was 4 x 3",
                new SoftmaxClassifier().setInitialCoefficients(DenseMatrix.zeros(4, 3)),
                data);
        assertFails(
                "initialIntercepts must have size 3 (numClasses), but has size 2",
                new SoftmaxClassifier().setInitialIntercepts(Vectors.zeros(2)),
                data);
        assertFails(
                "initialIntercepts needs fitIntercept = true",
                new SoftmaxClassifier().setInitialIntercepts(Vectors.zeros(3)).setFitIntercept(false),
                data);
        assertThrows(IllegalArgumentException.class, () -> new SoftmaxClassifier()
                .setInitialIntercepts(Vectors.dense(Double.NaN)));
    }

    @Test
    void thresholdsOfTheWrongNumber() {
        assertFails(
                "non-matching numClasses and thresholds.length. numClasses=3, but thresholds has length 2",
                new SoftmaxClassifier().setThresholds(new double[] {0.5, 0.5}),
                TutorialExample.data(spark));
    }

    @Test
    void costsThatDoNotFit() {
        Dataset<Row> data = TutorialExample.data(spark);
        assertFails(
                "non-matching numClasses and costs: they must be a numClasses x numClasses matrix. numClasses=3, but costs"
                        + " has size 2 x 2",
                new SoftmaxClassifier().setCosts(DenseMatrix.zeros(2, 2)),
                data);
        assertFails(
                "thresholds and costs must not both be set",
                new SoftmaxClassifier().setCosts(DenseMatrix.zeros(3, 3)).setThresholds(new double[] {1, 1, 1}),
                data);
        for (Matrix wrong : new Matrix[] {
            DenseMatrix.zeros(2, 3),
            new DenseMatrix(2, 2, new double[] {0, -1, 1, 0}),
            new DenseMatrix(2, 2, new double[] {0, 1, Double.POSITIVE_INFINITY, 0}),
            new DenseMatrix(2, 2, new double[] {0, 1, Double.NaN, 0}),
            null
        }) {
            String message = assertThrows(IllegalArgumentException.class, () -> new SoftmaxClassifier().setCosts(wrong))
                    .getMessage();
            assertTrue(
                    message.contains("costs given invalid value")
                            && message.contains("numClasses x numClasses matrix with finite values >= 0"),
                    message);
        }
    }

    @Test
    void aGoodFitLeavesNothingBehindEither() {
        new SoftmaxClassifier().setMaxIter(3).fit(TutorialExample.data(spark));
        new SoftmaxClassifier().setMaxIter(3).fit(new RandomRows(4000, 30, 10, 1L).toDataset(spark, 2));
    }

    private static void assertFails(String expected, SoftmaxClassifier estimator, Dataset<Row> data) {
        Throwable failure = assertThrows(Throwable.class, () -> estimator.fit(data));
        assertInstanceOf(IllegalArgumentException.class, failure);
        assertTrue(failure.getMessage().contains(expected), failure.getMessage());
    }
}
