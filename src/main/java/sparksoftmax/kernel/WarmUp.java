package sparksoftmax.kernel;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides when an operation changes from plain loops to vector code, which has the same results but is a hundred times
 * as slow until it is compiled: a thread of its own repeats a small call of the vector code until that is as quick as
 * the same call of the loops, while callers go on with the loops. If it never is, or fails, they stay with the loops.
 * Thread safe.
 *
 * @param <T> what has the operation
 */
final class WarmUp<T> {
    /** The name of the thread. */
    static final String THREAD_NAME = "spark-softmax-warm-up";

    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

    /** From some call on, vector code must be as quick as the loops in so many calls more than it is slower. */
    private static final int CALLS_AHEAD = 20;

    /** After so much work the thread rests, since callers and the just-in-time compiler need the cores, too. */
    private static final long WORK_NANOS = 500_000L;

    /** How many times as long as the work a rest is. */
    private static final long REST = 3L;

    /** After so much work it gives up. Usually a tenth is enough, but on busy cores work takes longer. */
    static final Duration MOST_WORK = Duration.ofSeconds(5L);

    /** After so much work on one operation, those that wait come first. */
    private static final long TURN_NANOS = 500_000_000L;

    private static final long IDLE_SECONDS = 1L;

    private static final ExecutorService THREAD = thread();

    private final T loops;
    private final T vector;
    private final T changing;
    private final Supplier<Consumer<T>> sample;
    private final long mostWorkNanos;
    private final AtomicBoolean begun = new AtomicBoolean();
    private volatile T current;

    // Only the thread that warms up uses these.
    private Consumer<T> call;
    private int ahead;
    private long workNanos;

    /**
     * @param loops what has the operation in plain loops
     * @param vector what has it in vector code
     * @param changing what has it for the callers, first by calling the one and then the other
     * @param sample makes a small call of the operation, with arguments of its own, that runs the same code as those of
     *     the callers
     * @param mostWork after how much work, without rests, it gives up
     */
    WarmUp(T loops, T vector, T changing, Supplier<Consumer<T>> sample, Duration mostWork) {
        this.loops = loops;
        this.vector = vector;
        this.changing = changing;
        this.sample = sample;
        mostWorkNanos = mostWork.toNanos();
        current = loops;
    }

    private static ExecutorService thread() {
        ThreadPoolExecutor executor = new ThreadPoolExecutor(
                1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), WarmUp::threadFor);
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    private static Thread threadFor(Runnable work) {
        Thread thread = new Thread(work, THREAD_NAME);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * What is to be called now.
     *
     * @param change whether it may begin to change
     */
    T current(boolean change) {
        if (change && !begun.get() && begun.compareAndSet(false, true)) {
            begin();
        }
        return current;
    }

    private void begin() {
        try {
            THREAD.execute(this::run);
        } catch (OutOfMemoryError e) {
            // There can be no more threads.
            LOG.warn(
                    "An operation stays with plain loops, which have the same results, since no thread could be started.",
                    e);
        }
    }

    private void run() {
        try {
            if (call == null) {
                call = sample.get();
            }
            if (isQuickAfterTurn()) {
                current = vector;
            } else if (workNanos < mostWorkNanos) {
                THREAD.execute(this::run);
                return;
            } else {
                LOG.info(
                        "The vector code of an operation has not become as quick as plain loops after {} s of calls. The"
                                + " loops stay, which have the same results.",
                        mostWorkNanos / 1e9);
            }
        } catch (Throwable e) {
            // Nobody waits for the result, and an executor of Spark would end because of an uncaught exception.
            LOG.warn(
                    "An operation stays with plain loops, which have the same results, since its vector code failed.",
                    e);
        }
        call = null;
    }

    private boolean isQuickAfterTurn() {
        long end = Math.min(workNanos + TURN_NANOS, mostWorkNanos);
        long sinceRest = 0L;
        while (ahead < CALLS_AHEAD && workNanos < end) {
            // Calls of a third class keep Java from compiling the vector code only as a part of the sample's call,
            // which would leave the callers with slow code.
            long start = System.nanoTime();
            call.accept(changing);
            long ofLoops = nanos(call, loops);
            ahead = nanos(call, vector) <= ofLoops ? ahead + 1 : Math.max(0, ahead - 1);
            long duration = System.nanoTime() - start;
            workNanos += duration;
            sinceRest += duration;
            if (sinceRest > WORK_NANOS) {
                LockSupport.parkNanos(REST * sinceRest);
                sinceRest = 0L;
            }
        }
        return ahead >= CALLS_AHEAD;
    }

    private static <T> long nanos(Consumer<T> call, T operation) {
        long start = System.nanoTime();
        call.accept(operation);
        return System.nanoTime() - start;
    }
}
