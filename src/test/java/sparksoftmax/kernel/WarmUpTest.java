package sparksoftmax.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WarmUpTest {
    private static final Duration MOST = Duration.ofMinutes(1L);

    /** An operation that takes a millisecond in its first calls, and next to nothing in later ones. */
    private static final class Operation {
        private final int slowCalls;
        private final AtomicInteger calls = new AtomicInteger();

        Operation(int slowCalls) {
            this.slowCalls = slowCalls;
        }

        void call() {
            if (calls.getAndIncrement() < slowCalls) {
                long end = System.nanoTime() + 1_000_000L;
                while (System.nanoTime() < end) {
                    Thread.onSpinWait();
                }
            }
        }
    }

    private final Operation slow = new Operation(Integer.MAX_VALUE);
    private final Operation quickLater = new Operation(50);

    private static void awaitChange(WarmUp<Operation> warmUp, Operation vector) throws InterruptedException {
        long end = System.nanoTime() + MOST.toNanos();
        while (warmUp.current() != vector) {
            assertTrue(System.nanoTime() < end, "no change after " + MOST);
            Thread.sleep(1L);
        }
    }

    @Test
    void changesWhenVectorCodeHasBecomeQuick() throws InterruptedException {
        WarmUp<Operation> warmUp = new WarmUp<>(slow, quickLater, MOST);
        warmUp.askFor();
        assertTrue(warmUp.isDue());
        assertSame(slow, warmUp.current());
        warmUp.begin(Operation::call);
        assertFalse(warmUp.isDue());
        awaitChange(warmUp, quickLater);
        assertTrue(quickLater.calls.get() > 50);

        int calls = quickLater.calls.get();
        warmUp.askFor();
        warmUp.begin(Operation::call);
        assertFalse(warmUp.isDue());
        assertEquals(calls, quickLater.calls.get());
    }

    @Test
    void doesNotBeginUnlessAskedFor() {
        WarmUp<Operation> warmUp = new WarmUp<>(slow, quickLater, MOST);
        assertFalse(warmUp.isDue());
        warmUp.begin(Operation::call);
        assertEquals(0, slow.calls.get());
        assertSame(slow, warmUp.current());
    }

    /** One thread makes all calls, so the change of a later operation shows that the ones before have been tried. */
    @Test
    void staysWithTheLoopsIfVectorCodeStaysSlowOrFails() throws InterruptedException {
        Operation quick = new Operation(0);
        WarmUp<Operation> neverQuick = new WarmUp<>(quick, slow, Duration.ofMillis(50L));
        WarmUp<Operation> failing = new WarmUp<>(quick, quickLater, MOST);
        WarmUp<Operation> next = new WarmUp<>(slow, quick, MOST);
        neverQuick.askFor();
        neverQuick.begin(Operation::call);
        failing.askFor();
        failing.begin(operation -> {
            throw new IllegalStateException("The failure of a test.");
        });
        next.askFor();
        next.begin(Operation::call);
        awaitChange(next, quick);
        assertSame(quick, neverQuick.current());
        assertSame(quick, failing.current());
    }
}
