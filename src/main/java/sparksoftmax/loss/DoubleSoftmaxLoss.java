package sparksoftmax.loss;

import sparksoftmax.block.Targets;

/**
 * A well-known mistake, provided for study: softmax applied twice, ℓ(z, y) = -log softmax(softmax(z))_y. Its inputs are
 * probabilities in [0, 1], so the second softmax never gives a probability near 1, the loss never falls below log(1 +
 * (K - 1) / e), and training is slow.
 *
 * <p>With p = softmax(z), q = softmax(p) and d = q - t, where t is onehot(y) or the target distribution, the gradient
 * is that of both softmaxes: ∂ℓ/∂z_k = p_k (d_k - Σ_j p_j d_j).
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
        double[] target = new double[numClasses];
        target[label] = 1.0;
        return lossAndMultipliers(margins, start, numClasses, target, 0, weight);
    }

    /** Not by the formula for cross-entropies of the margins, which this loss is not. */
    @Override
    public double lossAndMultipliers(double[] margins, int numClasses, int numRows, Targets targets, int from) {
        if (targets.distributions() == null) {
            return lossAndMultipliers(margins, numClasses, numRows, targets.labels(), targets.weights(), from);
        }
        double sum = 0.0;
        for (int i = 0; i < numRows; i++) {
            double weight = targets.weights()[from + i];
            int of = (from + i) * numClasses;
            sum += lossAndMultipliers(margins, i * numClasses, numClasses, targets.distributions(), of, weight);
        }
        return sum;
    }

    /** For a target distribution t at {@code target[of .. of + numClasses]}. */
    private static double lossAndMultipliers(
            double[] margins, int start, int numClasses, double[] target, int of, double weight) {
        SoftmaxInPlace.softmax(margins, start, numClasses);
        double max = SoftmaxInPlace.max(margins, start, numClasses);
        double sum = 0.0;
        for (int k = start; k < start + numClasses; k++) {
            sum += Math.exp(margins[k] - max);
        }
        double logSum = max + Math.log(sum);
        double wanted = 0.0;
        double mean = 0.0;
        for (int k = 0; k < numClasses; k++) {
            double p = margins[start + k];
            wanted += target[of + k] * p;
            mean += p * (Math.exp(p - logSum) - target[of + k]);
        }
        for (int k = 0; k < numClasses; k++) {
            double d = Math.exp(margins[start + k] - logSum) - target[of + k];
            margins[start + k] *= weight * (d - mean);
        }
        return weight * (logSum - wanted);
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
