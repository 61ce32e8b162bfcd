package sparksoftmax.classification;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.serializer.JavaSerializer;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.SerializerInstance;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import scala.reflect.ClassTag$;
import sparksoftmax.SharedSpark;

/** Figures of predictions written by hand. */
@ExtendWith(SharedSpark.class)
class SoftmaxSummaryTest {
    private static final StructType SCHEMA = new StructType()
            .add("label", DataTypes.DoubleType)
            .add("prediction", DataTypes.DoubleType)
            .add("probability", SQLDataTypes.VectorType())
            .add("weight", DataTypes.DoubleType);

    private final SparkSession spark;
    private final SoftmaxClassificationModel model =
            new SoftmaxClassificationModel("model", DenseMatrix.zeros(2, 1), Vectors.zeros(2));

    SoftmaxSummaryTest(SparkSession spark) {
        this.spark = spark;
        model.set(model.weightCol(), "weight");
    }

    private static Row row(Object label, double prediction, double p0, Object weight) {
        return RowFactory.create(label, prediction, Vectors.dense(p0, 1.0 - p0), weight);
    }

    private Dataset<Row> rows(Row... rows) {
        return spark.createDataFrame(Arrays.asList(rows), SCHEMA).repartition(2);
    }

    private SoftmaxSummary summary(Row... rows) {
        return SoftmaxSummary.of(model, rows(rows));
    }

    @Test
    void labelsAndPredictionsAreCountedByWeight() {
        SoftmaxSummary summary = summary(
                row(0.0, 0.0, 0.5, 1.0), row(0.0, 1.0, 0.25, 2.0), row(1.0, 1.0, 0.5, 4.0), row(1.0, 1.0, 0.0, 0.0));
        assertEquals(4, summary.numRows());
        assertArrayEquals(new double[] {0, 1}, summary.labels());
        assertEquals(new DenseMatrix(2, 2, new double[] {1, 0, 2, 4}), summary.confusionMatrix());
        assertEquals(5.0 / 7.0, summary.accuracy(), 1e-15);
        assertEquals((5.0 * Math.log(2) + 2.0 * Math.log(4)) / 7.0, summary.logLoss(), 1e-15);
        assertArrayEquals(new double[] {1.0, 4.0 / 6.0}, summary.precisionByLabel(), 1e-15);
        assertArrayEquals(new double[] {1.0 / 3.0, 1.0}, summary.recallByLabel(), 1e-15);
        assertArrayEquals(new double[] {0.0, 2.0 / 3.0}, summary.falsePositiveRateByLabel(), 1e-15);
    }

    /** Products with the least double have no digits after the point. */
    @Test
    void weightsMayBeAsSmallAsDoublesCanBe() {
        double least = Double.MIN_VALUE;
        assertEquals(-Math.log(1e-15), summary(row(0.0, 1.0, 0.0, least)).logLoss(), 1e-12);
        SoftmaxSummary summary = summary(row(0.0, 0.0, 0.5, 2 * least), row(0.0, 1.0, 0.25, least));
        assertEquals(4.0 / 3.0 * Math.log(2), summary.logLoss(), 1e-15);
        assertEquals(2.0 / 3.0, summary.accuracy(), 1e-15);
        assertEquals(new DenseMatrix(2, 2, new double[] {2 * least, 0, least, 0}), summary.confusionMatrix());
    }

    @Test
    void minusZeroIsLabelZero() {
        SoftmaxSummary summary = summary(row(0.0, 0.0, 0.5, 1.0), row(-0.0, -0.0, 0.5, 2.0));
        assertArrayEquals(new double[] {0.0}, summary.labels());
        assertArrayEquals(new double[] {0.0}, summary.classes());
        assertEquals(1.0, summary.accuracy());
        assertEquals(Math.log(2), summary.logLoss(), 1e-15);
    }

    /** A label that the model does not know has probability 0, which counts as 1e-15. */
    @Test
    void classesThatTheModelDoesNotKnowAreWrong() {
        SoftmaxSummary summary = summary(row(2.0, 1.0, 0.5, 1.0), row(2e9, 1.0, 0.5, 1.0), row(2e9, 0.0, 0.5, 1.0));
        assertArrayEquals(new double[] {2, 2e9}, summary.labels());
        assertArrayEquals(new double[] {0, 1, 2, 2e9}, summary.classes());
        assertEquals(0.0, summary.accuracy());
        assertEquals(-Math.log(1e-15), summary.logLoss(), 1e-12);
    }

    @Test
    void labelsThatAreNoClassIndicesAreRefusedAsByFit() {
        for (double label : new double[] {-1.0, -0.5, 3e9, Double.POSITIVE_INFINITY}) {
            assertEquals(
                    "Labels MUST be in [0, 2147483647), but got " + label
                            + " (column 'label'). Index the labels with StringIndexer.",
                    messageOf(row(label, 0.0, 0.5, 1.0), row(1.0, 0.0, 0.5, 1.0)));
        }
        String fraction = messageOf(row(0.5, 0.0, 0.5, 1.0), row(1.0, 0.0, 0.5, 1.0));
        assertTrue(fraction.startsWith("Labels MUST be Integers, but got 0.5 (column 'label')"), fraction);
        String nan = messageOf(row(Double.NaN, 0.0, 0.5, 1.0), row(1.0, 0.0, 0.5, 1.0));
        assertTrue(nan.startsWith("Labels MUST NOT be Null or NaN (column 'label')"), nan);
    }

    @Test
    void probabilitiesAndLabelsMayBeSparseOrIntegers() {
        Dataset<Row> sparse = spark.createDataFrame(
                        List.of(
                                RowFactory.create(1.0, 1.0, Vectors.sparse(2, new int[] {1}, new double[] {1.0}), 1.0),
                                RowFactory.create(0.0, 1.0, Vectors.sparse(2, new int[] {1}, new double[] {1.0}), 1.0)),
                        SCHEMA)
                .withColumn("label", functions.col("label").cast("int"))
                .withColumn("weight", functions.col("weight").cast("long"));
        SoftmaxSummary summary = SoftmaxSummary.of(model, sparse);
        assertEquals(0.5, summary.accuracy());
        assertEquals(-0.5 * Math.log(1e-15), summary.logLoss(), 1e-12);
    }

    @Test
    void nullsAndRowsWithoutWeightAreRefused() {
        String label = messageOf(row(0.0, 0.0, 0.5, 1.0), row(null, 0.0, 0.5, 1.0));
        assertTrue(label.startsWith("Labels MUST NOT be Null or NaN (column 'label')"), label);
        for (Double bad : new Double[] {null, Double.NaN}) {
            String weight = messageOf(row(0.0, 0.0, 0.5, bad), row(0.0, 0.0, 0.5, 1.0));
            assertTrue(weight.startsWith("Weights MUST NOT be Null or NaN (column 'weight')"), weight);
        }
        for (double bad : new double[] {-1.0, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY}) {
            String weight = messageOf(row(0.0, 0.0, 0.5, bad), row(0.0, 0.0, 0.5, 1.0));
            assertTrue(
                    weight.startsWith(
                            "Weights MUST NOT be Negative or Infinity, but got " + bad + " (column 'weight')"),
                    weight);
        }
        assertTrue(messageOf().contains("at least one row of positive weight"));
        assertTrue(messageOf(row(0.0, 0.0, 0.5, 0.0)).contains("at least one row of positive weight"));
    }

    private String messageOf(Row... rows) {
        return assertThrows(IllegalArgumentException.class, summary(rows)::accuracy)
                .getMessage();
    }

    @Test
    void whatIsCountedTravelsWithoutTheRows() {
        SoftmaxSummary summary = summary(row(0.0, 0.0, 0.5, 1.0), row(1.0, 0.0, 0.75, 2.0));
        assertEquals(2, summary.numRows());
        for (SerializerInstance serializer : List.of(
                new JavaSerializer(new SparkConf()).newInstance(), new KryoSerializer(new SparkConf()).newInstance())) {
            SoftmaxSummary sent = serializer.deserialize(
                    serializer.serialize(summary, ClassTag$.MODULE$.apply(SoftmaxSummary.class)),
                    ClassTag$.MODULE$.apply(SoftmaxSummary.class));
            assertEquals(summary.confusionMatrix(), sent.confusionMatrix());
            assertEquals(summary.logLoss(), sent.logLoss());
            assertThrows(IllegalStateException.class, sent::predictions);
        }
    }
}
