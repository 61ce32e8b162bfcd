package sparksoftmax.benchmark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import sparksoftmax.training.PhaseTimes;

/**
 * The machine's own speed, by the loops of {@link MachineBenchmark} on all threads together, in pieces of work as large
 * as a pass: taken in turn with passes, they meet the same neighbours on the machine.
 */
final class MachineProbe implements PhaseTimes.Machine, AutoCloseable {
    private static final int WARM_UP = 20_000;

    private final ExecutorService pool;
    private final List<Worker> workers = new ArrayList<>();

    MachineProbe(int threads) {
        pool = Executors.newFixedThreadPool(threads);
        for (int t = 0; t < threads; t++) {
            workers.add(new Worker());
        }
        for (int i = 0; i < 3; i++) {
            together(worker -> worker.multiplyAdd(WARM_UP));
        }
    }

    private static final class Worker {
        private final long[] large = new long[1 << 23];
        private final long[] alike = new long[1 << 23];
        private final float[] small = new float[2048];
        private final float[] addend = new float[2048];

        Object multiplyAdd(int repetitions) {
            MachineBenchmark.multiplyAdd(small, addend, repetitions);
            return small;
        }

        Object read(long numBytes) {
            boolean equal = true;
            for (long left = numBytes / (2 * Long.BYTES); left > 0; left -= large.length) {
                int length = (int) Math.min(left, large.length);
                equal &= Arrays.equals(large, 0, length, alike, 0, length);
            }
            return equal;
        }
    }

    @FunctionalInterface
    private interface Work {
        Object on(Worker worker);
    }

    private double together(Work work) {
        List<Callable<Object>> calls = new ArrayList<>();
        workers.forEach(worker -> calls.add(() -> work.on(worker)));
        long start = System.nanoTime();
        try {
            for (Future<Object> result : pool.invokeAll(calls)) {
                result.get();
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
        return (System.nanoTime() - start) / 1e9;
    }

    @Override
    public double multiplyAdd(double gigaflop) {
        int repetitions = (int) Math.ceil(gigaflop * 1e9 / (16.0 * 2048 * workers.size()));
        return together(worker -> worker.multiplyAdd(repetitions));
    }

    @Override
    public double read(double gigabyte) {
        long numBytes = (long) (gigabyte * 1e9 / workers.size());
        return together(worker -> worker.read(numBytes));
    }

    @Override
    public void close() {
        pool.shutdown();
    }
}
