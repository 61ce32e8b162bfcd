package sparksoftmax.cluster;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.Property;
import org.apache.spark.SparkException;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import sparksoftmax.OwnSession;
import sparksoftmax.RandomRows;
import sparksoftmax.block.BlockScan;
import sparksoftmax.block.PartitionTask;
import sparksoftmax.columns.FeatureColumns;
import sparksoftmax.rows.InputColumns;
import sparksoftmax.rows.Packing;

/** If the context is stopped in the middle of a pass, that is what the exception says. */
@OwnSession
class StoppedContextTest {
    private static final CountDownLatch RUNNING = new CountDownLatch(1);

    private final SparkSession spark;

    StoppedContextTest(SparkSession spark) {
        this.spark = spark;
    }

    @Test
    void theReasonIsNotReplaced() throws InterruptedException {
        try (FitScope scope = new FitScope()) {
            BlockScan scan = PackedRows.read(
                            new RandomRows(20, 3, 3, 5L).toDataset(spark, 2),
                            new InputColumns(
                                    FeatureColumns.ofVectors("features"), false, "label", null, null, null, null, null),
                            new Packing(1000, 1, 0L, Integer.MAX_VALUE),
                            "blocks",
                            scope,
                            0L)
                    .training(scope, 2)
                    .scan();
            PartitionTask endless = (partition, numBlocks, blocks) -> {
                RUNNING.countDown();
                while (!TaskContext.get().isInterrupted()) {
                    Thread.onSpinWait();
                }
                throw new IllegalStateException("the task was cancelled");
            };
            Thread stopping = new Thread(() -> {
                try {
                    RUNNING.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                spark.stop();
            });
            stopping.start();
            whenTheJobFails(stopping::join);
            Throwable failure = assertThrows(
                    Throwable.class, () -> FitJobs.run(spark.sparkContext(), "fit", jobs -> scan.sum(endless)));
            assertInstanceOf(SparkException.class, failure);
            assertTrue(failure.getMessage().contains("SparkContext was shut down"), failure.getMessage());
        }
    }

    /** An action that may be interrupted. */
    private interface Action {
        void run() throws InterruptedException;
    }

    /** Takes an action in the thread that waits for a job, when Spark logs that the job failed. */
    private static void whenTheJobFails(Action action) {
        String scheduler = "org.apache.spark.scheduler.DAGScheduler";
        Configurator.setLevel(scheduler, Level.INFO);
        AbstractAppender appender = new AbstractAppender("job failed", null, null, true, Property.EMPTY_ARRAY) {
            @Override
            public void append(LogEvent event) {
                if (event.getMessage().getFormattedMessage().matches("(?s)Job \\d+ failed: .*")) {
                    try {
                        action.run();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                }
            }
        };
        appender.start();
        ((Logger) LogManager.getLogger(scheduler)).addAppender(appender);
    }
}
