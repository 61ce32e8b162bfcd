package sparksoftmax.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class WarmUpTest {
    private static final Duration MOST = Duration.ofMinutes(2L);

    /** An operation that takes some milliseconds in its first calls, and next to nothing in later ones. */
    private static final class Operation {
        private final long millis;
        private final int slowCalls;
        private final AtomicInteger calls = new AtomicInteger();

        Operation(long millis, int slowCalls) {
            this.millis = millis;
            this.slowCalls = slowCalls;
        }

        void call() {
            if (calls.getAndIncrement() < slowCalls) {
                long end = System.nanoTime() + 1_000_000L * millis;
                while (System.nanoTime() < end) {
                    Thread.onSpinWait();
                }
            }
        }
    }

    private final Operation loops = new Operation(1L, Integer.MAX_VALUE);
    private final Operation vector = new Operation(4L, 30);
    private final Operation slow = new Operation(4L, Integer.MAX_VALUE);

    private static WarmUp<Operation> warmUp(
            Operation loops, Operation vector, Consumer<Operation> call, Duration mostWork) {
        return new WarmUp<>(loops, vector, loops, () -> call, mostWork);
    }

    private static void awaitChange(WarmUp<Operation> warmUp, Operation vector) throws InterruptedException {
        long end = System.nanoTime() + MOST.toNanos();
        while (warmUp.current(true) != vector) {
            assertTrue(System.nanoTime() < end, "no change after " + MOST);
            Thread.sleep(1L);
        }
    }

    /**
     * One thread makes all warm-ups in turn: when another one has changed, those before it have ended or had a turn.
     */
    private static void awaitAnother() throws InterruptedException {
        Operation quick = new Operation(0L, 0);
        awaitChange(warmUp(new Operation(1L, Integer.MAX_VALUE), quick, Operation::call, MOST), quick);
    }

    @Test
    void changesWhenVectorCodeHasBecomeQuick() throws InterruptedException {
        WarmUp<Operation> warmUp = warmUp(loops, vector, Operation::call, MOST);
        assertSame(loops, warmUp.current(true));
        awaitChange(warmUp, vector);
        assertTrue(vector.calls.get() > 30);

        int calls = vector.calls.get();
        assertSame(vector, warmUp.current(true));
        assertSame(vector, warmUp.current(false));
        awaitAnother();
        assertEquals(calls, vector.calls.get());
    }

    @Test
    void doesNotBeginUnlessItMay() throws InterruptedException {
        WarmUp<Operation> warmUp = warmUp(loops, vector, Operation::call, MOST);
        assertSame(loops, warmUp.current(false));
        awaitAnother();
        assertEquals(0, loops.calls.get());
        assertSame(loops, warmUp.current(false));
    }

    @Test
    void staysWithTheLoopsIfVectorCodeStaysSlowOrFails() throws InterruptedException {
        WarmUp<Operation> neverQuick = warmUp(loops, slow, Operation::call, Duration.ofMillis(50L));
        WarmUp<Operation> failing = warmUp(
                loops,
                vector,
                operation -> {
                    throw new OutOfMemoryError("The failure of a test.");
                },
                MOST);
        assertSame(loops, neverQuick.current(true));
        assertSame(loops, failing.current(true));
        awaitAnother();
        assertTrue(slow.calls.get() > 0);
        assertSame(loops, neverQuick.current(true));
        assertSame(loops, failing.current(true));
    }

    @Test
    void slowOneDoesNotKeepOthersWaitingToItsEnd() throws InterruptedException {
        WarmUp<Operation> neverQuick = warmUp(loops, slow, Operation::call, Duration.ofSeconds(2L));
        assertSame(loops, neverQuick.current(true));
        awaitAnother();
        int calls = slow.calls.get();
        assertTrue(calls > 0);
        long end = System.nanoTime() + MOST.toNanos();
        while (slow.calls.get() == calls) {
            assertTrue(System.nanoTime() < end, "the other one had to wait until this one had ended");
            Thread.sleep(1L);
        }
        assertSame(loops, neverQuick.current(true));
    }
}
