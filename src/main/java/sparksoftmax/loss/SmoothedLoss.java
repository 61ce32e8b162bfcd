package sparksoftmax.loss;

/**
 * A cross-entropy with label smoothing: the label's distribution is q_k = (1 - ε) onehot(y)_k + ε / K instead of
 * onehot(y). As Σ q_k (-log softmax(z)_k) = log Σ_j exp(z_j) - Σ q_k z_k, the loss is
 *
 * <pre>
 *   ℓ_ε(z, y) = ℓ(z, y) + ε (z_y - mean z),   gradient  softmax(z) - q
 * </pre>
 *
 * The curvature is the same as without smoothing. The definition is that of PyTorch's {@code cross_entropy}. Source: C.
 * Szegedy et al., "Rethinking the Inception Architecture for Computer Vision", CVPR 2016, section 7.
 */
public final class SmoothedLoss implements SoftmaxLoss {
    private static final long serialVersionUID = 1L;

    private final SoftmaxLoss loss;
    private final double smoothing;

    /**
     * @param loss ℓ, a cross-entropy of the margins
     * @param smoothing ε, in [0, 1)
     * @throws IllegalArgumentException if {@code loss} is not a cross-entropy of the margins
     */
    public SmoothedLoss(SoftmaxLoss loss, double smoothing) {
        if (loss instanceof DoubleSoftmaxLoss) {
            throw new IllegalArgumentException("labelSmoothing must be 0 with lossVariant doubleSoftmax, but was "
                    + smoothing + ": it is defined for cross-entropies of the margins.");
        }
        this.loss = loss;
        this.smoothing = smoothing;
    }

    /** ε. */
    public double smoothing() {
        return smoothing;
    }

    @Override
    public String name() {
        return loss.name();
    }

    @Override
    public double lossAndMultipliers(double[] margins, int start, int numClasses, int label, double weight) {
        double excess = margins[start + label] - mean(margins, start, numClasses);
        double value = loss.lossAndMultipliers(margins, start, numClasses, label, weight);
        smooth(margins, start, numClasses, label, weight);
        return value + weight * smoothing * excess;
    }

    @Override
    public double lossAndMultipliers(
            double[] margins, int numClasses, int numRows, int[] labels, double[] weights, int from) {
        double sum = 0.0;
        for (int i = 0; i < numRows; i++) {
            int start = i * numClasses;
            double excess = margins[start + labels[from + i]] - mean(margins, start, numClasses);
            sum += weights[from + i] * smoothing * excess;
        }
        sum += loss.lossAndMultipliers(margins, numClasses, numRows, labels, weights, from);
        for (int i = 0; i < numRows; i++) {
            smooth(margins, i * numClasses, numClasses, labels[from + i], weights[from + i]);
        }
        return sum;
    }

    private static double mean(double[] margins, int start, int numClasses) {
        double sum = 0.0;
        for (int k = start; k < start + numClasses; k++) {
            sum += margins[k];
        }
        return sum / numClasses;
    }

    private void smooth(double[] multipliers, int start, int numClasses, int label, double weight) {
        double share = weight * smoothing / numClasses;
        for (int k = start; k < start + numClasses; k++) {
            multipliers[k] -= share;
        }
        multipliers[start + label] += weight * smoothing;
    }

    /** 1 - ε. */
    @Override
    public double labelShare() {
        return 1.0 - smoothing;
    }

    @Override
    public double curvatureBound() {
        return loss.curvatureBound();
    }
}
