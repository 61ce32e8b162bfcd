package sparksoftmax.benchmark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import sparksoftmax.GeneratedRows;
import sparksoftmax.SharedSpark;
import sparksoftmax.benchmark.SweepResult.Outcome;
import sparksoftmax.benchmark.SweepResult.Role;
import sparksoftmax.classification.SoftmaxClassifier;

/** Generated rows, and fits on them with a time limit. */
@ExtendWith(SharedSpark.class)
class SweepRunTest {
    private final SparkSession spark;

    SweepRunTest(SparkSession spark) {
        this.spark = spark;
    }

    @AfterEach
    void nothingStaysCached() {
        assertTrue(spark.sparkContext().getPersistentRDDs().isEmpty());
    }

    private List<String> texts(SweepShape shape, long seed) {
        try (SweepData data = new SweepData(spark, shape, seed)) {
            assertEquals(shape.partitions(), data.train().rdd().getNumPartitions());
            return data.train().collectAsList().stream().map(Row::toString).toList();
        }
    }

    @Test
    void rowsDependOnTheirNumbersAndTheSeedOnly() {
        for (String text : List.of("100x6x3/2", "100x2^12:9x3/2")) {
            SweepShape shape = SweepShape.parse(text);
            SweepShape spread = new SweepShape(shape.rows(), shape.features(), shape.words(), shape.classes(), 7);
            List<String> rows = texts(shape, 1L);
            assertEquals(100, rows.size());
            assertEquals(rows, texts(spread, 1L));
            assertNotEquals(rows, texts(shape, 2L));
            try (SweepData data = new SweepData(spark, shape, 1L)) {
                assertEquals(
                        rows.subList(0, 50),
                        data.half().collectAsList().stream().map(Row::toString).toList());
                List<String> held =
                        data.test().collectAsList().stream().map(Row::toString).toList();
                assertEquals(shape.heldOut(), held.size());
                assertTrue(held.stream().noneMatch(rows::contains));
            }
        }
    }

    @Test
    void textHasItsNumberOfWordsAndIsDrawnByZipfsLaw() {
        RowSource rows = RowSource.of(SweepShape.text(5_000, 1 << 16, 20, 10, 2), 1L);
        double[] counts = new double[1 << 16];
        for (int i = 0; i < 5_000; i++) {
            SparseVector features = assertInstanceOf(SparseVector.class, rows.features(i));
            double words = 0.0;
            for (int position = 0; position < features.indices().length; position++) {
                words += features.values()[position];
                counts[features.indices()[position]] += features.values()[position];
                assertTrue(position == 0 || features.indices()[position - 1] < features.indices()[position]);
            }
            assertEquals(20.0, words);
        }
        double[] descending = Arrays.stream(counts).sorted().toArray();
        // The most frequent word occurs twice as often as the second, and ten times as often as the tenth.
        int last = descending.length - 1;
        assertEquals(2.0, descending[last] / descending[last - 1], 0.5);
        assertEquals(10.0, descending[last] / descending[last - 9], 3.0);
    }

    @Test
    void allContendersLearnDenseRowsButNotWithoutErrors() {
        SweepShape shape = SweepShape.parse("1000x8x4/2");
        SweepRun run = new SweepRun(spark, List.of("localSgd///4"), 10, 1, 600.0, 0.0, true, true);
        try (SweepData data = new SweepData(spark, shape, 1L)) {
            List<SweepResult> results = run.measure(shape, data);
            assertEquals(
                    List.of(Role.AUTO, Role.OWN, Role.AUTO_ON_HALF, Role.LOGISTIC_REGRESSION),
                    results.stream().map(SweepResult::role).toList());
            assertEquals(4, results.get(1).passes());
            for (SweepResult result : results) {
                assertEquals(Outcome.DONE, result.outcome());
                assertTrue(result.seconds() > 0.0 && result.passes() > 0, result.toString());
                assertTrue(result.accuracy() > 0.6 && result.accuracy() < 0.985, result.toString());
                assertTrue(result.logLoss() < Math.log(shape.classes()), result.toString());
            }
        }
    }

    /** By naive Bayes: the class whose words, as counted in other rows, are the likeliest. */
    @Test
    void wordsTellTheClassButNotWithoutErrors() {
        int numClasses = 5;
        int numFeatures = 1 << 12;
        RowSource rows = RowSource.of(SweepShape.text(3_000, numFeatures, 9, numClasses, 2), 1L);
        double[][] counts = new double[numClasses][numFeatures];
        for (double[] ofClass : counts) {
            Arrays.fill(ofClass, 0.1);
        }
        for (int i = 0; i < 3_000; i++) {
            int label = rows.label(i);
            GeneratedRows.forEachNonZero(rows.features(i), (j, value) -> counts[label][j] += value);
        }
        int right = 0;
        for (int i = 3_000; i < 4_000; i++) {
            double[] scores = new double[numClasses];
            GeneratedRows.forEachNonZero(rows.features(i), (j, value) -> {
                for (int k = 0; k < numClasses; k++) {
                    scores[k] += value * Math.log(counts[k][j]);
                }
            });
            int likeliest = IntStream.range(0, numClasses)
                    .reduce((best, k) -> scores[k] > scores[best] ? k : best)
                    .orElseThrow();
            right += likeliest == rows.label(i) ? 1 : 0;
        }
        assertTrue(right > 700 && right < 985, right + " of 1000");
    }

    private static boolean isRepeated(Role role, double seconds, double logLoss, double autos) {
        SweepResult auto = new SweepResult(Role.AUTO, "auto", Outcome.DONE, autos, 1, 10, 0.5, 0.8);
        SweepResult first = new SweepResult(role, "other", Outcome.DONE, seconds, 1, 10, logLoss, 0.8);
        return SweepRun.isRepeated(first, new SweepVerdict(SweepShape.dense(100, 5, 2, 1), List.of(auto, first)), 5.0);
    }

    @Test
    void whatCannotChangeTheVerdictIsNotRepeated() {
        assertTrue(isRepeated(Role.AUTO_ON_HALF, 6.0, 0.6, 6.0));
        assertFalse(isRepeated(Role.AUTO_ON_HALF, 11.0, 0.6, 11.0));
        assertTrue(isRepeated(Role.OWN, 1.5, 0.5, 1.0));
        assertFalse(isRepeated(Role.OWN, 2.5, 0.5, 1.0));
        assertFalse(isRepeated(Role.OWN, 5.5, 0.5, 8.0));
        assertFalse(isRepeated(Role.OWN, 1.5, 0.6, 1.0));
        assertTrue(isRepeated(Role.LOGISTIC_REGRESSION, 4.0, 0.6, 1.0));
        assertFalse(isRepeated(Role.LOGISTIC_REGRESSION, 4.0, 0.6, 0.5));
    }

    @Test
    void contendersWhoseCoefficientsDoNotFitIntoTheHeapAreLeftOut() {
        SweepShape text = SweepShape.parse("10000x2^20:10x77/2");
        long heap = 8L << 30;
        assertFalse(SweepRun.fitsIntoMemory(Role.LOGISTIC_REGRESSION, "LogisticRegression", text, heap));
        assertTrue(SweepRun.fitsIntoMemory(Role.OWN, "l-bfgs///20", text, heap));
        assertFalse(SweepRun.fitsIntoMemory(Role.OWN, "l-bfgs///20", text, 64L << 20));
        assertTrue(SweepRun.fitsIntoMemory(Role.OWN, "localSgd///8", text, 64L << 20));
        assertTrue(SweepRun.fitsIntoMemory(Role.AUTO, "auto", text, 64L << 20));
    }

    @Test
    void aFitIsStoppedWithItsJobsWhenItsTimeIsOver() {
        CountDownLatch never = new CountDownLatch(1);
        JavaRDD<Long> endless = spark.range(10).as(Encoders.LONG()).toJavaRDD().filter(number -> {
            Thread.sleep(1_000_000L);
            return true;
        });
        LimitedFit<Long> working =
                LimitedFit.run(spark.sparkContext(), 0.3, () -> endless.cache().count());
        assertTrue(working.stopped());
        assertEquals(0.3, working.seconds());
        LimitedFit<Boolean> waiting = LimitedFit.run(spark.sparkContext(), 0.05, () -> {
            try {
                never.await();
                return true;
            } catch (InterruptedException e) {
                // As LogisticRegression, which goes on to its next job.
                return spark.range(5).count() == 5L;
            }
        });
        assertTrue(waiting.stopped());
        assertArrayEquals(new int[0], spark.sparkContext().statusTracker().getActiveJobIds());
    }

    @Test
    void aFitThatEndsInTimeHasItsModelOrItsFailure() {
        LimitedFit<Integer> done = LimitedFit.run(spark.sparkContext(), 600.0, () -> 7);
        assertEquals(7, done.model());
        assertFalse(done.stopped());
        LimitedFit<Integer> failed = LimitedFit.run(spark.sparkContext(), 600.0, () -> {
            throw new IllegalArgumentException("no");
        });
        assertEquals("no", failed.failure().getMessage());
        assertFalse(failed.stopped());
    }

    @Test
    void aContenderIsReadWithItsEmptyParts() {
        Estimators estimators = new Estimators(0.1, false, 33);
        SoftmaxClassifier some = estimators.ours("sgd/adam/0.1/7");
        assertEquals(
                List.of("sgd", "adam", 0.1, 7),
                List.of(some.getSolver(), some.getOptimizer(), some.getMiniBatchFraction(), some.getMaxIter()));
        SoftmaxClassifier others = estimators.ours("l-bfgs////1e-9");
        assertEquals(
                List.of("l-bfgs", 33, 1e-9, 0.1, false),
                List.of(
                        others.getSolver(),
                        others.getMaxIter(),
                        others.getTol(),
                        others.getRegParam(),
                        others.getStandardization()));
    }
}
