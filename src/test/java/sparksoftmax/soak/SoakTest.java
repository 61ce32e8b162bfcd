package sparksoftmax.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import sparksoftmax.GeneratedRows;
import sparksoftmax.SharedSpark;

/** The parts of the load test on few rows. */
@ExtendWith(SharedSpark.class)
class SoakTest {
    private static final GeneratedRows ROWS = GeneratedRows.dense(1_000, 6, 3, 5L);
    private static final int GRADIENT_BYTES = 8 * 7 * 3;

    private final SparkSession spark;

    SoakTest(SparkSession spark) {
        this.spark = spark;
    }

    @Test
    void rowsAreTheSameWhateverThePartitions() {
        List<Row> expected =
                IntStream.range(0, ROWS.numRows()).mapToObj(ROWS::row).toList();
        for (int numPartitions : new int[] {1, 3, 7}) {
            Dataset<Row> found = LoadRows.in(spark, ROWS, numPartitions);
            assertEquals(numPartitions, found.javaRDD().getNumPartitions());
            assertEquals(expected, found.collectAsList());
        }
    }

    @Test
    void figuresOfFitsArePlausible() throws Exception {
        int numPartitions = 4;
        ExecutorsPart part = new ExecutorsPart(List.of(), ROWS.numRows() / numPartitions, 6, 3, List.of());
        List<FitLoad> loads = List.of(
                part.measure(spark, new Contender.Ours("l-bfgs", 4), numPartitions),
                part.measure(spark, new Contender.Mllib(4), numPartitions));
        for (FitLoad load : loads) {
            assertTrue(load.numPasses() >= 4, load::toString);
            assertTrue(load.tasksPerPass() >= numPartitions, load::toString);
            assertTrue(load.bytesToDriverPerPass() >= GRADIENT_BYTES, load::toString);
            assertTrue(load.cachedInMemory() >= 4L * 6 * ROWS.numRows(), load::toString);
            assertEquals(0L, load.cachedOnDisk(), load::toString);
            assertTrue(load.secondsPerPass() * load.numPasses() <= load.seconds() + 0.01, load::toString);
            assertTrue(load.taskSecondsPerPass() > 0.0, load::toString);
            assertTrue(load.heapPeak() > 0 && load.heapAfterCollection() > 0, load::toString);
        }
        // Each task of ours sends its gradient to the driver; those of Spark's, since 4.1, exchange theirs first.
        assertTrue(loads.get(0).bytesToDriverPerPass() >= numPartitions * GRADIENT_BYTES, loads::toString);
        assertEquals(0.0, loads.get(0).shuffledBytesPerPass(), loads::toString);
        assertTrue(loads.get(1).shuffledBytesPerPass() > 0.0 || spark.version().startsWith("4.0"), loads::toString);
        // The same rows and the same method.
        assertEquals(
                loads.get(1).objective(),
                loads.get(0).objective(),
                0.02 * loads.get(1).objective());
    }

    @Test
    void theTablesHaveALineForEachModel() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            new TrainingPart(ROWS, List.of(2), Contender.of(List.of("l-bfgs"), 1, false)).run(spark, out);
            new ScoringPart(ROWS, 2).run(spark, out);
        }
        String printed = bytes.toString(StandardCharsets.UTF_8);
        for (String line :
                List.of("SoftmaxClassifier l-bfgs", "SoftmaxClassificationModel", "LogisticRegressionModel")) {
            assertTrue(printed.lines().anyMatch(found -> found.startsWith(line)), printed);
        }
    }

    @Test
    void cachedRowsAreCountedWhereTheyLie() throws Exception {
        CachedBytes cached = new CachedBytes();
        spark.sparkContext().addSparkListener(cached);
        Dataset<Row> rows = LoadRows.in(spark, ROWS, 2).persist(StorageLevel.DISK_ONLY());
        try {
            rows.count();
            spark.sparkContext().listenerBus().waitUntilEmpty();
        } finally {
            rows.unpersist(true);
            spark.sparkContext().removeSparkListener(cached);
        }
        assertTrue(cached.peakDisk() > 0L);
        assertEquals(0L, cached.peakMemory());
    }

    @Test
    void thePeakOfTheHeapHoldsWhatWasAllocated() {
        try (HeapPeaks heap = new HeapPeaks()) {
            byte[] large = new byte[64 << 20];
            assertTrue(heap.atAnyTime() >= large.length);
        }
    }
}
