package sparksoftmax.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DriverThreadsTest {
    @ParameterizedTest
    @CsvSource({"1, 0", "1, 5", "3, 1", "3, 3", "3, 100", "100, 7"})
    void resultsAreInOrder(int number, int count) {
        List<Integer> expected =
                IntStream.range(0, count).map(i -> i * i).boxed().toList();
        assertEquals(expected, new DriverThreads(number).map(count, i -> i * i));
    }

    /** Each piece waits until all have begun. */
    @Test
    void asManyPiecesAsThreadsAreWorkedOnAtTheSameTime() {
        CountDownLatch begun = new CountDownLatch(3);
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        List<Boolean> met = new DriverThreads(3).map(3, i -> {
            threads.add(Thread.currentThread());
            begun.countDown();
            try {
                return begun.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                return false;
            }
        });
        assertEquals(List.of(true, true, true), met);
        assertEquals(3, threads.size());
        assertTrue(threads.contains(Thread.currentThread()));
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "7"})
    void aFailureIsTheCallers(int failing) {
        IllegalArgumentException failure = new IllegalArgumentException("piece " + failing);
        Error error = new StackOverflowError();
        DriverThreads threads = new DriverThreads(2);
        assertSame(
                failure,
                assertThrows(
                        IllegalArgumentException.class,
                        () -> threads.map(8, i -> {
                            if (i == failing) {
                                throw failure;
                            }
                            return i;
                        })));
        assertSame(
                error,
                assertThrows(
                        StackOverflowError.class,
                        () -> threads.map(8, i -> {
                            if (i == failing) {
                                throw error;
                            }
                            return i;
                        })));
    }

    @Test
    void anInterruptionEndsTheWork() {
        Thread.currentThread().interrupt();
        IllegalStateException e = assertThrows(IllegalStateException.class, () -> new DriverThreads(2).map(4, i -> i));
        assertEquals("training was interrupted", e.getMessage());
        assertTrue(Thread.interrupted(), "the flag stays set");
    }
}
