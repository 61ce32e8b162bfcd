package sparksoftmax.benchmark;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.spark.SparkContext;
import scala.jdk.javaapi.CollectionConverters;

/**
 * A fit in a thread of its own, which is stopped together with its Spark jobs when its time is over. What a fit without
 * a model leaves cached is released.
 *
 * @param seconds that it took, or until it was stopped
 * @param model null if it was stopped or failed
 * @param failure null unless it failed by itself
 */
record LimitedFit<M>(double seconds, M model, Throwable failure) {
    private static final class FitThread<M> extends Thread {
        private final SparkContext context;
        private final String group = "fit " + UUID.randomUUID();
        private final Supplier<M> fit;
        private M model;
        private Throwable failure;
        private long end;

        FitThread(SparkContext context, Supplier<M> fit) {
            super("fit with a time limit");
            this.context = context;
            this.fit = fit;
        }

        @Override
        public void run() {
            context.setJobGroup(group, "fit with a time limit", true);
            try {
                model = fit.get();
            } catch (Exception | OutOfMemoryError e) {
                failure = e;
            }
            end = System.nanoTime();
        }
    }

    boolean stopped() {
        return model == null && failure == null;
    }

    /** Runs a fit to its end, or for as many seconds. */
    static <M> LimitedFit<M> run(SparkContext context, double limit, Supplier<M> fit) {
        Set<Object> cached = cached(context);
        FitThread<M> thread = new FitThread<>(context, fit);
        long start = System.nanoTime();
        thread.start();
        boolean late;
        try {
            thread.join(Math.max(1L, Math.round(1e3 * limit)));
            late = thread.isAlive();
            if (late) {
                // LogisticRegression does not look for interrupts between its jobs, but the next job fails.
                context.cancelJobGroupAndFutureJobs(thread.group, "The time limit is over.");
                thread.interrupt();
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the benchmark was interrupted", e);
        }
        LimitedFit<M> result = late
                ? new LimitedFit<>(limit, null, null)
                : new LimitedFit<>((thread.end - start) / 1e9, thread.model, thread.failure);
        if (result.model == null) {
            CollectionConverters.asJava(context.getPersistentRDDs()).forEach((id, rdd) -> {
                if (!cached.contains(id)) {
                    rdd.unpersist(true);
                }
            });
        }
        return result;
    }

    private static Set<Object> cached(SparkContext context) {
        return new HashSet<>(
                CollectionConverters.asJava(context.getPersistentRDDs()).keySet());
    }
}
