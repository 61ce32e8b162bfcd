package sparksoftmax.loss;

/**
 * Cross-entropy straight from the margins: ℓ(z, y) = log Σ_j exp(z_j) - z_y, with gradient softmax(z) - onehot(y).
 *
 * <p>Computed as (m - z_y) + log1p(Σ_{j ≠ a} exp(z_j - m)), where a is the largest margin's class and m = z_a: no
 * probability's logarithm is taken, so nothing underflows, and a loss far below 1e-16 keeps its digits.
 *
 * <p>Curvature: the Hessian diag(p) - p pᵀ has no eigenvalue above 1/2 (D. Böhning, "Multinomial logistic regression
 * algorithm", Annals of the Institute of Statistical Mathematics 44, 1992, section 3).
 */
public final class FusedLoss implements SoftmaxLoss {
    private static final long serialVersionUID = 1L;

    @Override
    public String name() {
        return "fused";
    }

    @Override
    public double lossAndMultipliers(double[] margins, int start, int numClasses, int label, double weight) {
        int end = start + numClasses;
        int largest = start;
        for (int k = start + 1; k < end; k++) {
            if (margins[k] > margins[largest]) {
                largest = k;
            }
        }
        double max = margins[largest];
        double shortfall = max - margins[start + label];
        double others = 0.0;
        for (int k = start; k < end; k++) {
            double e = Math.exp(margins[k] - max);
            margins[k] = e;
            if (k != largest) {
                others += e;
            }
        }
        double scale = weight / (1.0 + others);
        for (int k = start; k < end; k++) {
            margins[k] *= scale;
        }
        margins[start + label] -= weight;
        return weight * (shortfall + Math.log1p(others));
    }

    @Override
    public double curvatureBound() {
        return 0.5;
    }
}
