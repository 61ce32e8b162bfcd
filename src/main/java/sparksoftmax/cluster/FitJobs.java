package sparksoftmax.cluster;

import java.util.UUID;
import java.util.function.Supplier;
import org.apache.spark.SparkContext;

/** The Spark jobs of a fit, which are cancelled if the thread that waits for them is interrupted. */
public final class FitJobs {
    /** No chain of causes is longer, unless it is a circle. */
    private static final int MOST_CAUSES = 100;

    private FitJobs() {}

    /**
     * Runs a fit in this thread.
     *
     * @throws IllegalStateException if the thread was interrupted; its interrupt flag is set then
     */
    public static <T> T run(SparkContext context, Supplier<T> fit) {
        // A tag, rather than a job group, because the caller may have set a group.
        String tag = "spark-softmax-" + UUID.randomUUID();
        context.addJobTag(tag);
        try {
            return fit.get();
        } catch (Exception e) {
            // Not only RuntimeException: Spark's Scala methods throw InterruptedException without declaring it.
            if (!Thread.currentThread().isInterrupted() && !isInterruption(e)) {
                throw e;
            }
            // Waiting for an answer, as for the release of what is cached, is not possible while the flag is set.
            Thread.interrupted();
            if (!context.isStopped()) {
                context.cancelJobsWithTag(tag);
            }
            Thread.currentThread().interrupt();
            throw new IllegalStateException(
                    "The fit was interrupted: its Spark jobs are cancelled, and nothing of it stays cached.", e);
        } finally {
            context.removeJobTag(tag);
        }
    }

    private static boolean isInterruption(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MOST_CAUSES; depth++, cause = cause.getCause()) {
            if (cause instanceof InterruptedException) {
                return true;
            }
        }
        return false;
    }
}
