package sparksoftmax.cluster;

import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All that a fit caches or broadcasts. It is released when the scope is closed, whether the fit succeeds or fails; what
 * is no longer needed can be released earlier. Not thread safe.
 */
public final class FitScope implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FitScope.class);

    private final Deque<Release> releases = new ArrayDeque<>();

    /** A cached RDD or a broadcast, and the action that releases it. */
    private record Release(Object held, SparkContext context, Runnable action) {}

    /** Caches an RDD, in memory if there is enough, else on disk, until it is released. */
    <T> JavaRDD<T> cache(JavaRDD<T> rdd, String name) {
        JavaRDD<T> cached = rdd.setName(name).persist(StorageLevel.MEMORY_AND_DISK());
        releases.push(new Release(cached, cached.context(), () -> cached.unpersist(false)));
        return cached;
    }

    /** Broadcasts a value, until it is released. */
    <T> Broadcast<T> broadcast(SparkContext context, T value) {
        Broadcast<T> broadcast = JavaSparkContext.fromSparkContext(context).broadcast(value);
        releases.push(new Release(broadcast, context, broadcast::destroy));
        return broadcast;
    }

    /** Releases an RDD or a broadcast of this scope; does nothing for others. */
    void release(Object held) {
        releases.removeIf(release -> {
            boolean found = release.held() == held;
            if (found) {
                run(release);
            }
            return found;
        });
    }

    /** Whether an RDD or a broadcast is of this scope, and not released yet. */
    boolean holds(Object held) {
        return releases.stream().anyMatch(release -> release.held() == held);
    }

    private static void run(Release release) {
        release(release.context(), release.action());
    }

    /** Releases something of a context. A failure is only logged, since it must not hide why the fit failed. */
    static void release(SparkContext context, Runnable action) {
        // A stopped context has released everything already.
        if (context.isStopped()) {
            return;
        }
        try {
            action.run();
        } catch (Exception e) {
            // Not only RuntimeException: Spark's Scala methods throw checked exceptions that they do not declare.
            LOG.warn("Something cached for a fit could not be released.", e);
        }
    }

    @Override
    public void close() {
        // Spark cannot wait for the release of a block in a thread whose interrupt flag is set.
        boolean interrupted = Thread.interrupted();
        while (!releases.isEmpty()) {
            run(releases.pop());
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
