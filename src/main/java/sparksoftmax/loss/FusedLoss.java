package sparksoftmax.loss;

import sparksoftmax.kernel.Kernels;

/**
 * Cross-entropy computed directly from the margins: ℓ(z, y) = log Σ_j exp(z_j) - z_y, with gradient softmax(z) -
 * onehot(y).
 *
 * <p>It is computed as (m - z_y) + log1p(Σ_{j ≠ a} exp(z_j - m)), where a is the class with the largest margin and m =
 * z_a. No logarithm of a probability is taken, so the loss is finite even if a probability underflows, and losses far
 * below 1e-16 are still accurate.
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
        return rows(margins, start, numClasses, 1, new int[] {label}, new double[] {weight}, 0);
    }

    @Override
    public double lossAndMultipliers(
            double[] margins, int numClasses, int numRows, int[] labels, double[] weights, int from) {
        return rows(margins, 0, numClasses, numRows, labels, weights, from);
    }

    @Override
    public void multipliers(double[] margins, int numClasses, int numRows, int[] labels, double[] weights, int from) {
        multipliers(margins, 0, numClasses, numRows, labels, weights, from, new double[numRows], new double[numRows]);
    }

    /**
     * Computes the exponentials of all rows together, and then the logarithms, which is fast with the kernel. The loss
     * and the multipliers of a row do not depend, not even in their last bits, on the other rows.
     */
    private static double rows(
            double[] margins, int first, int numClasses, int numRows, int[] labels, double[] weights, int from) {
        double[] shortfall = new double[numRows];
        double[] others = new double[numRows];
        multipliers(margins, first, numClasses, numRows, labels, weights, from, shortfall, others);
        Kernels.functions().log1p(others, 0, numRows);
        double sum = 0.0;
        for (int i = 0; i < numRows; i++) {
            sum += weights[from + i] * (shortfall[i] + others[i]);
        }
        return sum;
    }

    /** Also stores m - z_y of every row in {@code shortfall}, and Σ_{j ≠ a} exp(z_j - m) in {@code others}. */
    private static void multipliers(
            double[] margins,
            int first,
            int numClasses,
            int numRows,
            int[] labels,
            double[] weights,
            int from,
            double[] shortfall,
            double[] others) {
        int[] largest = new int[numRows];
        for (int i = 0; i < numRows; i++) {
            int start = first + i * numClasses;
            largest[i] = argmax(margins, start, numClasses);
            shortfall[i] = subtractMax(margins, start, numClasses, largest[i], start + labels[from + i]);
        }
        Kernels.functions().exp(margins, first, first + numRows * numClasses);
        for (int i = 0; i < numRows; i++) {
            int start = first + i * numClasses;
            double weight = weights[from + i];
            others[i] = toMultipliers(margins, start, numClasses, start + labels[from + i], weight, largest[i]);
        }
    }

    /** Written so that it compiles to code without branches, which would often be mispredicted. */
    private static int argmax(double[] margins, int start, int numClasses) {
        int largest = start;
        double max = margins[start];
        for (int k = start + 1; k < start + numClasses; k++) {
            double margin = margins[k];
            largest = margin > max ? k : largest;
            max = margin > max ? margin : max;
        }
        return largest;
    }

    /** Subtracts m = z_a from all margins and returns m - z_y. */
    private static double subtractMax(double[] margins, int start, int numClasses, int largest, int label) {
        double max = margins[largest];
        double shortfall = max - margins[label];
        for (int k = start; k < start + numClasses; k++) {
            margins[k] -= max;
        }
        return shortfall;
    }

    /** Turns exponentials into multipliers and returns Σ_{j ≠ a} exp(z_j - m). */
    private static double toMultipliers(
            double[] margins, int start, int numClasses, int label, double weight, int largest) {
        double unit = margins[largest];
        margins[largest] = 0.0;
        double others = sum(margins, start, start + numClasses);
        margins[largest] = unit;
        double scale = weight / (1.0 + others);
        for (int k = start; k < start + numClasses; k++) {
            margins[k] *= scale;
        }
        margins[label] -= weight;
        return others;
    }

    /** Four partial sums, since with a single sum each addition would have to wait for the previous one. */
    private static double sum(double[] x, int from, int to) {
        double s0 = 0.0;
        double s1 = 0.0;
        double s2 = 0.0;
        double s3 = 0.0;
        int k = from;
        for (; k < to - 3; k += 4) {
            s0 += x[k];
            s1 += x[k + 1];
            s2 += x[k + 2];
            s3 += x[k + 3];
        }
        double sum = (s0 + s1) + (s2 + s3);
        for (; k < to; k++) {
            sum += x[k];
        }
        return sum;
    }

    @Override
    public double curvatureBound() {
        return 0.5;
    }
}
