package sparksoftmax.classification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.apache.spark.SparkException;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sparksoftmax.RandomRows;
import sparksoftmax.SharedSpark;

/** A fit that is interrupted, or whose jobs are cancelled, ends at once, says why, and leaves nothing behind. */
@ExtendWith(SharedSpark.class)
class InterruptedFitTest {
    private static final CountDownLatch[] READING = {null};
    private static final AtomicBoolean TASK_ENDED = new AtomicBoolean();

    private final SparkSession spark;

    InterruptedFitTest(SparkSession spark) {
        this.spark = spark;
    }

    @AfterEach
    void nothingStaysCached() {
        assertTrue(spark.sparkContext().getPersistentRDDs().isEmpty());
    }

    /** Rows whose first is never finished, unless its task is cancelled. */
    private Dataset<Row> endless() {
        READING[0] = new CountDownLatch(1);
        TASK_ENDED.set(false);
        UDF1<Double, Double> wait = weight -> {
            READING[0].countDown();
            while (!TaskContext.get().isInterrupted()) {
                TimeUnit.MILLISECONDS.sleep(5);
            }
            TASK_ENDED.set(true);
            return weight;
        };
        return new RandomRows(20, 3, 3, 5L)
                .toDataset(spark, 1)
                .withColumn("weight", functions.udf(wait, DataTypes.DoubleType).apply(functions.col("weight")));
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        for (int attempt = 0; attempt < 2000 && !condition.getAsBoolean(); attempt++) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        assertTrue(condition.getAsBoolean());
    }

    /** What a fit in another thread throws. */
    private static final class FitThread extends Thread {
        private final AtomicReference<Throwable> failure = new AtomicReference<>();
        private final AtomicBoolean flagged = new AtomicBoolean();

        FitThread(SoftmaxClassifier estimator, Dataset<Row> data) {
            super(() -> {
                FitThread self = (FitThread) Thread.currentThread();
                try {
                    estimator.fit(data);
                } catch (Throwable e) {
                    self.failure.set(e);
                }
                self.flagged.set(Thread.currentThread().isInterrupted());
            });
            start();
        }
    }

    @Test
    void anInterruptionCancelsTheJob() throws InterruptedException {
        Dataset<Row> data = endless();
        FitThread fit = new FitThread(new SoftmaxClassifier().setWeightCol("weight"), data);
        READING[0].await();
        fit.interrupt();
        fit.join();
        assertInstanceOf(IllegalStateException.class, fit.failure.get());
        assertEquals(
                "The fit was interrupted: its Spark jobs are cancelled, and nothing of it stays cached.",
                fit.failure.get().getMessage());
        assertTrue(fit.flagged.get(), "the interrupt flag stays set");
        assertTrue(spark.sparkContext().getPersistentRDDs().isEmpty());
        await(TASK_ENDED::get);
        await(() -> spark.sparkContext().statusTracker().getActiveJobIds().length == 0);
    }

    /** Where the driver makes all passes, no job is running. */
    @Test
    void passesOnTheDriverAreInterrupted() {
        SoftmaxClassifier estimator = new SoftmaxClassifier().setTol(0.0).setListener(pass -> {
            if (pass.number() == 1) {
                Thread.currentThread().interrupt();
            }
        });
        Dataset<Row> data = new RandomRows(20, 3, 3, 5L).toDataset(spark, 1);
        try {
            String message = assertThrows(IllegalStateException.class, () -> estimator.fit(data))
                    .getMessage();
            assertTrue(message.startsWith("The fit was interrupted"), message);
        } finally {
            assertTrue(Thread.interrupted(), "the interrupt flag stays set");
        }
        // The next fit of the thread is not affected.
        assertEquals(3, estimator.setListener(null).fit(data).numClasses());
    }

    @Test
    void aCancelledJobIsTheReason() throws InterruptedException {
        Dataset<Row> data = endless();
        FitThread fit = new FitThread(new SoftmaxClassifier().setWeightCol("weight"), data);
        READING[0].await();
        spark.sparkContext().cancelAllJobs();
        fit.join();
        assertInstanceOf(SparkException.class, fit.failure.get());
        assertTrue(
                fit.failure.get().getMessage().contains("cancelled"),
                fit.failure.get().getMessage());
        await(TASK_ENDED::get);
    }

    /** The caller's job group if there is one, or else the fit's own. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aJobGroupCancelsTheFit(boolean ofCaller) throws InterruptedException {
        SoftmaxClassifier estimator = new SoftmaxClassifier().setWeightCol("weight");
        Dataset<Row> data = endless();
        FitThread fit;
        if (ofCaller) {
            spark.sparkContext().setJobGroup("ours", "our work", false);
        }
        try {
            fit = new FitThread(estimator, data);
        } finally {
            spark.sparkContext().clearJobGroup();
        }
        READING[0].await();
        spark.sparkContext().cancelJobGroup(ofCaller ? "ours" : estimator.uid());
        fit.join();
        assertInstanceOf(SparkException.class, fit.failure.get());
        await(TASK_ENDED::get);
    }

    /** Between two jobs, Spark finds nothing to cancel, unless future jobs of the group are meant, too. */
    @Test
    void aJobGroupThatIsCancelledBetweenTwoJobsEndsTheFit() {
        SoftmaxClassifier estimator = new SoftmaxClassifier().setTol(0.0).setMaxDriverDataInMB(0.0);
        estimator.setListener(pass -> {
            if (pass.number() == 2) {
                spark.sparkContext().cancelJobGroupAndFutureJobs(estimator.uid());
            }
        });
        Dataset<Row> data = new RandomRows(20, 3, 3, 5L).toDataset(spark, 2);
        Throwable failure = assertThrows(Throwable.class, () -> estimator.fit(data));
        assertInstanceOf(SparkException.class, failure);
        assertTrue(failure.getMessage().contains(estimator.uid()), failure.getMessage());
    }

    /** The fit's own tag is gone afterwards, and the caller's stay. */
    @Test
    void tagsOfTheCallerStay() {
        spark.sparkContext().addJobTag("ours");
        try {
            new SoftmaxClassifier().setMaxIter(1).fit(new RandomRows(20, 3, 3, 5L).toDataset(spark, 1));
            assertEquals(
                    List.of("ours"),
                    scala.jdk.javaapi.CollectionConverters.asJava(
                            spark.sparkContext().getJobTags().toSeq()));
        } finally {
            spark.sparkContext().clearJobTags();
        }
    }
}
