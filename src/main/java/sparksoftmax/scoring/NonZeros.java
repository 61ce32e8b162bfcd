package sparksoftmax.scoring;

import sparksoftmax.columns.FeatureVector;
import sparksoftmax.kernel.Kernel;
import sparksoftmax.kernel.Kernels;

/**
 * The values of a feature vector other than 0, as the kernel wants them, a limited number at a time. There is one for
 * each thread, so that predictions allocate nothing for it. Contents are undefined between calls.
 */
final class NonZeros {
    /** A multiple of 4, since the kernel takes values four at a time: where a vector is cut must make no difference. */
    private static final int CAPACITY = 1024;

    private static final ThreadLocal<NonZeros> OF_THREAD = ThreadLocal.withInitial(NonZeros::new);

    private final int[] starts = new int[CAPACITY];
    private final double[] values = new double[CAPACITY];

    /** An upper bound on the multiplications that the thread has made, which decides about the kernel. */
    private long multiplications;

    private NonZeros() {}

    /**
     * z += x W for features x.
     *
     * @param w [numFeatures x numClasses], feature-major
     * @param z [numClasses]
     */
    static void addProduct(FeatureVector x, double[] w, double[] z) {
        OF_THREAD.get().add(x, w, z);
    }

    private void add(FeatureVector x, double[] w, double[] z) {
        Kernel kernel = Kernels.forPredictions(multiplications);
        multiplications += (long) x.numValues() * z.length;
        int from = 0;
        int count = 0;
        while (from < x.numValues()) {
            int to = Math.min(x.numValues(), from + CAPACITY - count);
            x.copyValues(from, to, values, count);
            if (x.isDense() && count == 0 && !hasZero(to - from)) {
                // There may be a rest that is no multiple of 4 only at the end of the vector.
                kernel.addDenseProduct(values, to - from, w, from * z.length, z);
            } else {
                count = append(x, from, to, z.length, count);
            }
            if (count == CAPACITY) {
                kernel.addProduct(starts, values, count, w, z);
                count = 0;
            }
            from = to;
        }
        if (count > 0) {
            kernel.addProduct(starts, values, count, w, z);
        }
    }

    /** Whether one of the first {@code count} values is 0; without jumps that cannot be foreseen. */
    private boolean hasZero(int count) {
        int zeros = 0;
        for (int p = 0; p < count; p++) {
            zeros += values[p] == 0.0 ? 1 : 0;
        }
        return zeros > 0;
    }

    /**
     * Keeps those of the values at some positions that are not 0, which have been copied to {@code count} and after,
     * and returns how many values there are then.
     */
    private int append(FeatureVector x, int from, int to, int numClasses, int count) {
        x.copyIndices(from, to, starts, count);
        int end = count + to - from;
        int next = count;
        for (int p = count; p < end; p++) {
            double value = values[p];
            // Written in any case, and overwritten if it is 0, since jumps that cannot be foreseen take longer.
            values[next] = value;
            starts[next] = starts[p] * numClasses;
            next += value == 0.0 ? 0 : 1;
        }
        return next;
    }
}
