package sparksoftmax.optim;

/**
 * Arithmetic on vectors of doubles, which must have the same length. The order of every sum is fixed, so results have
 * the same bits on every machine, whether the code is interpreted or compiled. Thread safe.
 *
 * <p>Breeze's {@code DenseVector} is not used because it is no faster (its dot product is a similar loop), and because
 * the first use of any class of Breeze loads 1,600 others, which takes a second; see solvers.md.
 */
public final class Vectors {
    private Vectors() {}

    /**
     * Σ x_i y_i. Uses eight partial sums, since with a single sum each addition would have to wait for the previous
     * one.
     */
    public static double dot(double[] x, double[] y) {
        double s0 = 0.0;
        double s1 = 0.0;
        double s2 = 0.0;
        double s3 = 0.0;
        double s4 = 0.0;
        double s5 = 0.0;
        double s6 = 0.0;
        double s7 = 0.0;
        int i = 0;
        for (; i < x.length - 7; i += 8) {
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
        for (; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }

    /** y ← y + a x. */
    public static void addScaled(double a, double[] x, double[] y) {
        for (int i = 0; i < x.length; i++) {
            y[i] += a * x[i];
        }
    }

    /** x ← a x. */
    public static void scale(double a, double[] x) {
        for (int i = 0; i < x.length; i++) {
            x[i] *= a;
        }
    }
}
