package sparksoftmax.loss;

/**
 * A well-known mistake, provided for study: softmax applied twice, ℓ(z, y) = -log softmax(softmax(z))_y. Its inputs are
 * probabilities in [0, 1], so the second softmax never gives a probability near 1, the loss never falls below log(1 +
 * (K - 1) / e), and training is slow.
 *
 * <p>With p = softmax(z), q = softmax(p) and d = q - onehot(y), the gradient is that of both softmaxes: ∂ℓ/∂z_k = p_k
 * (d_k - Σ_j p_j d_j).
 *
 * <p>Curvature: J (diag(q) - q qᵀ) J with J = diag(p) - p pᵀ has no eigenvalue above 1/8, and Σ_k d_k ∂²p_k/∂z² none
 * above 3/4 (half the third cumulant of a vector whose entries span at most 3/2). Their sum is below 1. The loss is not
 * convex.
 */
public final class DoubleSoftmaxLoss implements SoftmaxLoss {
    private static final long serialVersionUID = 1L;

    @Override
    public String name() {
        return "doubleSoftmax";
    }

    @Override
    public double lossAndMultipliers(double[] margins, int start, int numClasses, int label, double weight) {
        int end = start + numClasses;
        SoftmaxInPlace.softmax(margins, start, numClasses);
        double max = SoftmaxInPlace.max(margins, start, numClasses);
        double sum = 0.0;
        for (int k = start; k < end; k++) {
            sum += Math.exp(margins[k] - max);
        }
        double logSum = max + Math.log(sum);
        double loss = logSum - margins[start + label];
        double mean = -margins[start + label];
        for (int k = start; k < end; k++) {
            mean += margins[k] * Math.exp(margins[k] - logSum);
        }
        for (int k = start; k < end; k++) {
            double d = Math.exp(margins[k] - logSum) - (k == start + label ? 1.0 : 0.0);
            margins[k] *= weight * (d - mean);
        }
        return weight * loss;
    }

    /** p_k (d_k - Σ_j p_j d_j), where |d| is at most 1. */
    @Override
    public double multiplierBound() {
        return 2.0;
    }

    @Override
    public double curvatureBound() {
        return 1.0;
    }
}
