package sparksoftmax.classification;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import sparksoftmax.GeneratedRows;
import sparksoftmax.SharedSpark;

/**
 * The same rows in the same partitions give the same bits, in whatever order the tasks end and their sums are added.
 */
@ExtendWith(SharedSpark.class)
class ReproducibilityTest {
    private static final GeneratedRows DENSE = GeneratedRows.dense(8_000, 20, 8, 31L);
    private static final GeneratedRows SPARSE = GeneratedRows.sparse(20_000, 200, 8, 10, 32L);

    private final SparkSession spark;

    ReproducibilityTest(SparkSession spark) {
        this.spark = spark;
    }

    /** The rows, of which each partition takes a random time, so that tasks end in another order each time. */
    private Dataset<Row> data(GeneratedRows rows, int numPartitions) {
        MapPartitionsFunction<Row, Row> sleepy = partition -> {
            Thread.sleep(ThreadLocalRandom.current().nextInt(4));
            return partition;
        };
        return rows.toDataset(spark, numPartitions).mapPartitions(sleepy, Encoders.row(GeneratedRows.SCHEMA));
    }

    private static double[] everything(SoftmaxClassificationModel model) {
        return Stream.of(
                        model.coefficientMatrix().toArray(),
                        model.interceptVector().toArray(),
                        model.summary().objectiveHistory(),
                        model.summary().validationHistory())
                .flatMapToDouble(Arrays::stream)
                .toArray();
    }

    static Stream<Arguments> fits() {
        return Stream.of(Way.values())
                .filter(way -> way != Way.NESTEROV_ON_MINI_BATCHES)
                .flatMap(way -> Stream.of(7, 40)
                        .map(numPartitions ->
                                Arguments.of(way, numPartitions, (way.ordinal() + numPartitions) % 2 == 0)));
    }

    @ParameterizedTest
    @MethodSource("fits")
    void fitsAtAnyDepthGiveTheSameBits(Way way, int numPartitions, boolean sparse) {
        Dataset<Row> data = data(sparse ? SPARSE : DENSE, numPartitions);
        SoftmaxClassifier classifier = way.classifier().setMaxIter(3).setRegParam(1e-3);
        double[] expected = everything(classifier.fit(data));
        assertTrue(expected.length > 0 && Arrays.stream(expected).allMatch(Double::isFinite));
        for (int depth : new int[] {3, 5, 2}) {
            assertArrayEquals(
                    expected,
                    everything(classifier.setAggregationDepth(depth).fit(data)),
                    () -> "aggregationDepth " + depth);
        }
    }
}
