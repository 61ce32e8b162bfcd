package sparksoftmax.cluster;

import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.spark.SparkContext;
import sparksoftmax.rows.InputChangedException;

/**
 * The Spark jobs of a fit. They carry a description, which Spark's UI and event log show, and a job group unless the
 * caller has set one. They are cancelled if the thread that waits for them is interrupted. Not thread safe: all jobs
 * are started by the thread that calls {@code fit}.
 */
public final class FitJobs {
    /** No chain of causes is longer, unless it is a circle. */
    private static final int MOST_CAUSES = 100;

    /** The local properties by which Spark knows the description and the group of a thread's jobs. */
    private static final String DESCRIPTION = "spark.job.description";

    private static final String GROUP = "spark.jobGroup.id";

    private final SparkContext context;
    private final String uid;

    private FitJobs(SparkContext context, String uid) {
        this.context = context;
        this.uid = uid;
    }

    /** Describes the jobs that follow: what they do, without a full stop. */
    public void describe(String activity) {
        context.setLocalProperty(DESCRIPTION, "SoftmaxClassifier " + uid + ": " + activity);
    }

    /**
     * Runs a fit in this thread. Description and group of the thread's jobs are afterwards what they were before.
     *
     * @param uid the name of the estimator, which is also the job group if the caller has set none
     * @throws IllegalStateException if the thread was interrupted; its interrupt flag is set then
     * @throws IllegalArgumentException if rows that were read again are not the same
     */
    public static <T> T run(SparkContext context, String uid, Function<FitJobs, T> fit) {
        String descriptionBefore = context.getLocalProperty(DESCRIPTION);
        String groupBefore = context.getLocalProperty(GROUP);
        if (groupBefore == null) {
            context.setLocalProperty(GROUP, uid);
        }
        try {
            return cancelledIfInterrupted(context, () -> fit.apply(new FitJobs(context, uid)));
        } finally {
            context.setLocalProperty(DESCRIPTION, descriptionBefore);
            context.setLocalProperty(GROUP, groupBefore);
        }
    }

    private static <T> T cancelledIfInterrupted(SparkContext context, Supplier<T> fit) {
        // A tag, rather than a job group, because the caller may have set a group.
        String tag = "spark-softmax-" + UUID.randomUUID();
        context.addJobTag(tag);
        try {
            return fit.get();
        } catch (Exception e) {
            // Not only RuntimeException: Spark's Scala methods throw InterruptedException without declaring it.
            Optional<InputChangedException> changed = cause(e, InputChangedException.class);
            if (changed.isPresent()) {
                throw new IllegalArgumentException(changed.get().getMessage(), e);
            }
            if (!Thread.currentThread().isInterrupted()
                    && cause(e, InterruptedException.class).isEmpty()) {
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

    /** The failure of the given kind among the causes of a failure. */
    private static <T extends Throwable> Optional<T> cause(Throwable failure, Class<T> kind) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MOST_CAUSES; depth++, cause = cause.getCause()) {
            if (kind.isInstance(cause)) {
                return Optional.of(kind.cast(cause));
            }
        }
        return Optional.empty();
    }
}
