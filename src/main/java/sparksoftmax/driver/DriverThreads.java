package sparksoftmax.driver;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntFunction;

/**
 * Runs work on several threads of the driver. All fits share the threads, which end when they have been idle for
 * {@value #IDLE_SECONDS} seconds. Thread safe.
 */
public final class DriverThreads {
    private static final long IDLE_SECONDS = 10L;

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private static final ExecutorService THREADS = new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
                Thread thread = new Thread(work, "spark-softmax-" + NUMBER.incrementAndGet());
                thread.setDaemon(true);
                return thread;
            });

    private final int number;

    /** @param number the number of threads that work at the same time, at least 1; the calling thread is one of them */
    public DriverThreads(int number) {
        this.number = number;
    }

    /** The number of threads that work at the same time. */
    public int number() {
        return number;
    }

    /**
     * Does several pieces of work and returns their results in order.
     *
     * @param count the number of pieces
     * @param work does piece i
     * @throws IllegalStateException if the calling thread is interrupted; its interrupt flag is set then
     */
    public <T> List<T> map(int count, IntFunction<T> work) {
        if (Thread.currentThread().isInterrupted()) {
            throw interrupted();
        }
        AtomicReferenceArray<T> results = new AtomicReferenceArray<>(count);
        AtomicInteger next = new AtomicInteger();
        AtomicBoolean ended = new AtomicBoolean();
        Runnable worker = () -> {
            int i = next.getAndIncrement();
            while (i < count && !ended.get()) {
                results.set(i, work.apply(i));
                i = next.getAndIncrement();
            }
        };
        List<Future<?>> others = new ArrayList<>();
        try {
            for (int t = 1; t < Math.min(number, count); t++) {
                others.add(THREADS.submit(worker));
            }
            worker.run();
            for (Future<?> other : others) {
                await(other);
            }
        } finally {
            // If a piece has failed, no new ones are begun.
            ended.set(true);
        }
        List<T> all = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            all.add(results.get(i));
        }
        return all;
    }

    private static void await(Future<?> other) {
        try {
            other.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private static IllegalStateException interrupted() {
        return new IllegalStateException("training was interrupted");
    }
}
