package sparksoftmax.block;

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
 * @param l1 [F], at least 0; null for none
 * @param l2 [F], at least 0; null for none
 */
public record LocalPenalty(double[] l1, double[] l2) implements Serializable {
    /** No penalty. */
    public static final LocalPenalty NONE = new LocalPenalty(null, null);

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

    /** The operator on {@code w[from .. to)} at a distance of {@code stride}. */
    static void apply(float[] w, int from, int to, int stride, float threshold, float shrinkage) {
        if (threshold == 0.0f) {
            for (int i = from; i < to; i += stride) {
                w[i] *= shrinkage;
            }
            return;
        }
        for (int i = from; i < to; i += stride) {
            float size = Math.abs(w[i]) - threshold;
            w[i] = size <= 0.0f ? 0.0f : Math.copySign(size, w[i]) * shrinkage;
        }
    }
}
