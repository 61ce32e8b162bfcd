package sparksoftmax.kernel;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Decides when an operation changes from plain loops to vector code, which has the same results but is a hundred times
 * as slow until it is compiled: a thread of its own repeats a small call of the vector code until that is as quick as
 * the loops, while callers go on with the loops. If it never is, they stay with the loops. Thread safe.
 *
 * @param <T> what has the operation
 */
final class WarmUp<T> {
    /** Vector code must be as quick as the quickest of so many calls of the loops, and that so many times. */
    private static final int TIMES = 20;

    /** The thread rests, so that little is taken from the callers: after such a time of work ... */
    private static final long WORK_NANOS = 500_000L;

    /** ... for so many times as long. What is left to do is mostly the just-in-time compiler's work. */
    private static final long REST = 3L;

    /** After so much work it gives up, as it must where Java has no optimizing compiler. Usually it takes a tenth. */
    private static final Duration MOST_WORK = Duration.ofSeconds(3L);

    private static final long IDLE_SECONDS = 1L;

    private static final ExecutorService THREAD = thread();

    private enum State {
        NOT_ASKED_FOR,
        DUE,
        BEGUN
    }

    private final T loops;
    private final T vector;
    private final AtomicReference<State> state = new AtomicReference<>(State.NOT_ASKED_FOR);
    private final long mostWorkNanos;
    private volatile T current;

    /**
     * @param loops what has the operation in plain loops
     * @param vector what has it in vector code
     */
    WarmUp(T loops, T vector) {
        this(loops, vector, MOST_WORK);
    }

    /** @param mostWork after how much work, without rests, it gives up */
    WarmUp(T loops, T vector, Duration mostWork) {
        this.loops = loops;
        this.vector = vector;
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
        Thread thread = new Thread(work, "spark-softmax-warm-up");
        thread.setDaemon(true);
        return thread;
    }

    /** What is to be called now. */
    T current() {
        return current;
    }

    /** Asks for the change. */
    void askFor() {
        state.compareAndSet(State.NOT_ASKED_FOR, State.DUE);
    }

    /** Whether {@link #begin} is to be called, since the change has been asked for and has not begun. */
    boolean isDue() {
        return state.get() == State.DUE;
    }

    /**
     * Begins, unless it has begun.
     *
     * @param call a small call, like those that callers make, with arguments and results of its own
     */
    void begin(Consumer<T> call) {
        if (state.compareAndSet(State.DUE, State.BEGUN)) {
            THREAD.execute(() -> {
                if (becomesQuick(call)) {
                    current = vector;
                }
            });
        }
    }

    private boolean becomesQuick(Consumer<T> call) {
        long ofLoops = Long.MAX_VALUE;
        for (int i = 0; i < TIMES; i++) {
            ofLoops = Math.min(ofLoops, nanos(call, loops));
        }
        long total = 0L;
        long sinceRest = 0L;
        for (int quick = 0; quick < TIMES; ) {
            long ofVector = nanos(call, vector);
            if (ofVector <= ofLoops) {
                quick++;
            }
            total += ofVector;
            if (total > mostWorkNanos) {
                return false;
            }
            sinceRest += ofVector;
            if (sinceRest > WORK_NANOS) {
                LockSupport.parkNanos(REST * sinceRest);
                sinceRest = 0L;
            }
        }
        return true;
    }

    private static <T> long nanos(Consumer<T> call, T operation) {
        long start = System.nanoTime();
        call.accept(operation);
        return System.nanoTime() - start;
    }
}
