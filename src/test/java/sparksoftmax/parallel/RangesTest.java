package sparksoftmax.parallel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class RangesTest {
    @Test
    void everyItemIsInOneRange() {
        for (int width : new int[] {1, 10, 5000}) {
            for (int length : new int[] {0, 1, 4096, 4097, 200_000}) {
                AtomicIntegerArray visits = new AtomicIntegerArray(length);
                Ranges.forEach(length, width, (from, to) -> {
                    assertTrue(from < to);
                    for (int i = from; i < to; i++) {
                        visits.incrementAndGet(i);
                    }
                });
                for (int i = 0; i < length; i++) {
                    assertEquals(1, visits.get(i), "item " + i + " of " + length);
                }
                double[] sums = Ranges.sums(length, width, 2, (from, to, ofRange) -> {
                    ofRange[0] = to - from;
                    ofRange[1] = 1.0;
                });
                assertEquals(length, sums[0]);
                assertEquals(Math.ceil(length / Math.max(1.0, Math.floor(4096.0 / width))), sums[1]);
            }
        }
    }

    /** A pool of one thread, and one of four. */
    @Test
    void sumsDoNotDependOnTheNumberOfThreads() throws InterruptedException, ExecutionException {
        double[] x = new Random(1L).doubles(300_001, -1.0, 1.0).toArray();
        double[] sums = new double[2];
        int[] threads = {1, 4};
        for (int t = 0; t < 2; t++) {
            ForkJoinPool pool = new ForkJoinPool(threads[t]);
            sums[t] = pool.submit(() -> Ranges.sum(x.length, (from, to) -> {
                        double sum = 0.0;
                        for (int i = from; i < to; i++) {
                            sum += x[i];
                        }
                        return sum;
                    }))
                    .get();
            pool.shutdown();
        }
        assertArrayEquals(new double[] {sums[0]}, new double[] {sums[1]}, 0.0);
    }
}
