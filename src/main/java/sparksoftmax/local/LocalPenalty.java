package sparksoftmax.local;

import java.io.Serializable;

/**
 * The elastic net in steps on few rows. After a step of length η that changes the coefficients w of feature j, they
 * become
 *
 * <pre>
 *   sign(w) max(0, |w| - η l1_j) / (1 + η l2_j)
 * </pre>
 *
 * which is the proximal operator of η (l1 |w| + l2 / 2 w²). With sparse rows, a step changes only the coefficients of
 * features that are not 0 in its rows. Therefore the strengths for a feature are those of the objective divided by the
 * share of rows in which it is not 0, which on average makes up for the rows in between. Source: J. Langford, L. Li, T.
 * Zhang, "Sparse Online Learning via Truncated Gradient", JMLR 10, 2009, section 3.
 *
 * <p>Immutable.
 */
public final class LocalPenalty implements Serializable {
    private static final long serialVersionUID = 1L;

    /** No penalty. */
    public static final LocalPenalty NONE = new LocalPenalty(null, null);

    private final double[] l1;
    private final double[] l2;

    /**
     * @param l1 the L1 strengths, [F], at least 0; null for no L1 penalty
     * @param l2 the L2 strengths, [F], at least 0; null for no L2 penalty
     */
    public LocalPenalty(double[] l1, double[] l2) {
        this.l1 = l1;
        this.l2 = l2;
    }

    /** The L1 strengths, [F], not a copy; null for no L1 penalty. */
    double[] l1() {
        return l1;
    }

    boolean isNone() {
        return l1 == null && l2 == null;
    }

    /** The number that is subtracted from |w| for feature j. */
    float threshold(int j, double stepSize) {
        return l1 == null ? 0.0f : (float) (stepSize * l1[j]);
    }

    /** The factor by which w is then multiplied for feature j. */
    float shrinkage(int j, double stepSize) {
        return l2 == null ? 1.0f : (float) (1.0 / (1.0 + stepSize * l2[j]));
    }

    /** Computes thresholds and shrinkages of all features, [F] each, overwritten. */
    void fill(double stepSize, float[] thresholds, float[] shrinkages) {
        for (int j = 0; j < thresholds.length; j++) {
            thresholds[j] = threshold(j, stepSize);
            shrinkages[j] = shrinkage(j, stepSize);
        }
    }

    /** Applies the operator to {@code w[from .. to)}. */
    static void apply(float[] w, int from, int to, float threshold, float shrinkage) {
        for (int i = from; i < to; i++) {
            w[i] = shrunk(w[i], threshold, shrinkage);
        }
    }

    /**
     * Applies the operator to the coefficients of one class and {@code count} features, starting with feature
     * {@code j}, which are at {@code w[from .. from + count)}.
     */
    static void apply(float[] w, int from, float[] thresholds, float[] shrinkages, int j, int count) {
        for (int i = 0; i < count; i++) {
            w[from + i] = shrunk(w[from + i], thresholds[j + i], shrinkages[j + i]);
        }
    }

    private static float shrunk(float w, float threshold, float shrinkage) {
        return Math.copySign(Math.max(0.0f, Math.abs(w) - threshold) * shrinkage, w);
    }
}
