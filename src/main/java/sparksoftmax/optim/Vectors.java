package sparksoftmax.optim;

import sparksoftmax.parallel.Ranges;

/**
 * Arithmetic on vectors of doubles, which must have the same length, or on a range of their indices. Long vectors are
 * worked on by several threads. The order of every sum is fixed, so results have the same bits on every machine,
 * whatever its number of cores, and whether the code is interpreted or compiled. Thread safe.
 *
 * <p>Breeze's {@code DenseVector} is not used because it is no faster (its dot product is a similar loop), and because
 * the first use of any class of Breeze loads 1,600 others, which takes a second; see solvers.md.
 */
public final class Vectors {
    private Vectors() {}

    /** Σ x_i y_i. */
    public static double dot(double[] x, double[] y) {
        return Ranges.sum(x.length, (from, to) -> dot(x, y, from, to));
    }

    /** y ← y + a x. */
    public static void addScaled(double a, double[] x, double[] y) {
        Ranges.forEach(x.length, (from, to) -> addScaled(a, x, y, from, to));
    }

    /** x ← a x. */
    public static void scale(double a, double[] x) {
        Ranges.forEach(x.length, (from, to) -> {
            for (int i = from; i < to; i++) {
                x[i] *= a;
            }
        });
    }

    /**
     * Σ x_i y_i over a range. Uses eight partial sums, since with a single sum each addition would have to wait for the
     * previous one.
     */
    static double dot(double[] x, double[] y, int from, int to) {
        double s0 = 0.0;
        double s1 = 0.0;
        double s2 = 0.0;
        double s3 = 0.0;
        double s4 = 0.0;
        double s5 = 0.0;
        double s6 = 0.0;
        double s7 = 0.0;
        int i = from;
        for (; i < to - 7; i += 8) {
            s0 += x[i] * y[i];
            s1 += x[i + 1] * y[i + 1];
            s2 += x[i + 2] * y[i + 2];
            s3 += x[i + 3] * y[i + 3];
            s4 += x[i + 4] * y[i + 4];
            s5 += x[i + 5] * y[i + 5];
            s6 += x[i + 6] * y[i + 6];
            s7 += x[i + 7] * y[i + 7];
        }
        double sum = ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
        for (; i < to; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }

    /**
     * The products of two vectors with two others over a range, which reads each of them once: v x, v y, w x and w y,
     * into {@code sums} from {@code at} on.
     */
    static void dots(double[] v, double[] w, double[] x, double[] y, int from, int to, double[] sums, int at) {
        double vx0 = 0.0;
        double vy0 = 0.0;
        double wx0 = 0.0;
        double wy0 = 0.0;
        double vx1 = 0.0;
        double vy1 = 0.0;
        double wx1 = 0.0;
        double wy1 = 0.0;
        int i = from;
        for (; i < to - 1; i += 2) {
            vx0 += v[i] * x[i];
            vy0 += v[i] * y[i];
            wx0 += w[i] * x[i];
            wy0 += w[i] * y[i];
            vx1 += v[i + 1] * x[i + 1];
            vy1 += v[i + 1] * y[i + 1];
            wx1 += w[i + 1] * x[i + 1];
            wy1 += w[i + 1] * y[i + 1];
        }
        if (i < to) {
            vx0 += v[i] * x[i];
            vy0 += v[i] * y[i];
            wx0 += w[i] * x[i];
            wy0 += w[i] * y[i];
        }
        sums[at] = vx0 + vx1;
        sums[at + 1] = vy0 + vy1;
        sums[at + 2] = wx0 + wx1;
        sums[at + 3] = wy0 + wy1;
    }

    /** Σ x_i (y_i - z_i) over a range. */
    static double dotDifference(double[] x, double[] y, double[] z, int from, int to) {
        double s0 = 0.0;
        double s1 = 0.0;
        double s2 = 0.0;
        double s3 = 0.0;
        int i = from;
        for (; i < to - 3; i += 4) {
            s0 += x[i] * (y[i] - z[i]);
            s1 += x[i + 1] * (y[i + 1] - z[i + 1]);
            s2 += x[i + 2] * (y[i + 2] - z[i + 2]);
            s3 += x[i + 3] * (y[i + 3] - z[i + 3]);
        }
        for (; i < to; i++) {
            s0 += x[i] * (y[i] - z[i]);
        }
        return (s0 + s1) + (s2 + s3);
    }

    /** z ← x - y over a range. */
    static void subtract(double[] x, double[] y, double[] z, int from, int to) {
        for (int i = from; i < to; i++) {
            z[i] = x[i] - y[i];
        }
    }

    /** y ← y + a x over a range. */
    static void addScaled(double a, double[] x, double[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] += a * x[i];
        }
    }
}
