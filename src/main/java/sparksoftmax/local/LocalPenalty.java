package sparksoftmax.local;

import java.io.Serializable;

/**
 * The elastic net in steps on few rows: after a step of length η that touched feature j, its coefficients w become
 *
 * <pre>
 *   sign(w) max(0, |w| - η l1_j) / (1 + η l2_j)
 * </pre>
 *
 * the proximal operator of η (l1 |w| + l2 / 2 w²). Sparse features are only touched by rows that have them, so their
 * strengths are those of the objective over the share of such rows: the penalty of the rows in between, on average.
 * Source: J. Langford, L. Li, T. Zhang, "Sparse Online Learning via Truncated Gradient", JMLR 10, 2009, section 3.
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
     * The strengths.
     *
     * @param l1 [F], at least 0; null for none
     * @param l2 [F], at least 0; null for none
     */
    public LocalPenalty(double[] l1, double[] l2) {
        this.l1 = l1;
        this.l2 = l2;
    }

    /** The L1 strengths, [F], not a copy; null for none. */
    double[] l1() {
        return l1;
    }

    boolean isNone() {
        return l1 == null && l2 == null;
    }

    /** What is subtracted from |w| of feature j. */
    float threshold(int j, double stepSize) {
        return l1 == null ? 0.0f : (float) (stepSize * l1[j]);
    }

    /** What w of feature j is then multiplied by. */
    float shrinkage(int j, double stepSize) {
        return l2 == null ? 1.0f : (float) (1.0 / (1.0 + stepSize * l2[j]));
    }

    /** The same of all features. */
    void fill(double stepSize, float[] thresholds, float[] shrinkages) {
        for (int j = 0; j < thresholds.length; j++) {
            thresholds[j] = threshold(j, stepSize);
            shrinkages[j] = shrinkage(j, stepSize);
        }
    }

    /** The operator on {@code w[from .. to)}. */
    static void apply(float[] w, int from, int to, float threshold, float shrinkage) {
        for (int i = from; i < to; i++) {
            w[i] = shrunk(w[i], threshold, shrinkage);
        }
    }

    /**
     * The operator on a class's coefficients of {@code count} features from {@code j} on, which start at {@code from}.
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
