package sparksoftmax.loss;

import sparksoftmax.kernel.Kernels;

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
        int largest = argmax(margins, start, numClasses);
        double shortfall = subtractMax(margins, start, numClasses, largest, label);
        for (int k = start; k < start + numClasses; k++) {
            margins[k] = Math.exp(margins[k]);
        }
        return finish(margins, start, numClasses, label, weight, largest, shortfall);
    }

    /** All exponentials of the rows in one go, which the kernel has fast. */
    @Override
    public double lossAndMultipliers(
            double[] margins, int numClasses, int numRows, int[] labels, double[] weights, int from) {
        int[] largest = new int[numRows];
        double[] shortfall = new double[numRows];
        for (int i = 0; i < numRows; i++) {
            int start = i * numClasses;
            largest[i] = argmax(margins, start, numClasses);
            shortfall[i] = subtractMax(margins, start, numClasses, largest[i], labels[from + i]);
        }
        Kernels.best().exp(margins, numRows * numClasses);
        double sum = 0.0;
        for (int i = 0; i < numRows; i++) {
            int label = labels[from + i];
            double weight = weights[from + i];
            sum += finish(margins, i * numClasses, numClasses, label, weight, largest[i], shortfall[i]);
        }
        return sum;
    }

    private static int argmax(double[] margins, int start, int numClasses) {
        int largest = start;
        for (int k = start + 1; k < start + numClasses; k++) {
            if (margins[k] > margins[largest]) {
                largest = k;
            }
        }
        return largest;
    }

    /** Subtracts m = z_a from all margins; m - z_y. */
    private static double subtractMax(double[] margins, int start, int numClasses, int largest, int label) {
        double max = margins[largest];
        double shortfall = max - margins[start + label];
        for (int k = start; k < start + numClasses; k++) {
            margins[k] -= max;
        }
        return shortfall;
    }

    /** From exponentials to multipliers, and the loss. */
    private static double finish(
            double[] margins, int start, int numClasses, int label, double weight, int largest, double shortfall) {
        double others = 0.0;
        for (int k = start; k < start + numClasses; k++) {
            others += k == largest ? 0.0 : margins[k];
        }
        double scale = weight / (1.0 + others);
        for (int k = start; k < start + numClasses; k++) {
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
