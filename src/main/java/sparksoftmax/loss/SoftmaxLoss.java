package sparksoftmax.loss;

import java.io.Serializable;
import sparksoftmax.block.Targets;

/**
 * The loss of one row as a function of its margins z (the logits, one per class), and the gradient of the loss with
 * respect to them. Implementations are immutable and thread safe.
 */
public sealed interface SoftmaxLoss extends Serializable
        permits FusedLoss, LogSoftmaxNllLoss, LowLevelLoss, DoubleSoftmaxLoss, SmoothedLoss {
    /** The value of the Param {@code lossVariant} that selects this loss. */
    String name();

    /**
     * Computes w ℓ(z, y) and overwrites z with the multipliers w ∂ℓ/∂z.
     *
     * @param margins has z at {@code start .. start + numClasses}, and afterwards the multipliers
     * @param label y, in [0, numClasses)
     * @param weight w, greater than 0
     * @return the weighted loss in nats; infinite or NaN if the variant cannot compute it
     */
    double lossAndMultipliers(double[] margins, int start, int numClasses, int label, double weight);

    /**
     * Does the same for several rows, and returns the sum of their losses.
     *
     * @param margins Z, [numRows x numClasses], row-major; afterwards the multipliers
     * @param labels the labels of the rows, from index {@code from} on
     * @param weights the weights of the rows, from index {@code from} on
     */
    default double lossAndMultipliers(
            double[] margins, int numClasses, int numRows, int[] labels, double[] weights, int from) {
        double sum = 0.0;
        for (int i = 0; i < numRows; i++) {
            sum += lossAndMultipliers(margins, i * numClasses, numClasses, labels[from + i], weights[from + i]);
        }
        return sum;
    }

    /** Overwrites the margins of several rows with the multipliers, as the method before, without the losses. */
    default void multipliers(double[] margins, int numClasses, int numRows, int[] labels, double[] weights, int from) {
        lossAndMultipliers(margins, numClasses, numRows, labels, weights, from);
    }

    /**
     * The part of the loss that depends on the label is -{@code labelShare()} z_y for a cross-entropy of the margins:
     * 1, or less where labels are smoothed.
     */
    default double labelShare() {
        return 1.0;
    }

    /**
     * Does the same as {@link #lossAndMultipliers(double[], int, int, int[], double[], int)} for rows with labels or
     * with distributions over the classes. The loss of a row with distribution q is the mean of the losses of the
     * labels,
     *
     * <pre>
     *   ℓ(z, q) = Σ_k q_k ℓ(z, k) = ℓ(z, y) + s Σ_k q_k (z_y - z_k),   multipliers  w (∂ℓ(z, y)/∂z + s (onehot(y) - q)),
     * </pre>
     *
     * where y is any class, here that of the largest q, and s is {@link #labelShare}. PyTorch's {@code cross_entropy}
     * has the same definition.
     *
     * @param targets labels or distributions, and weights, of the rows from index {@code from} on
     */
    default double lossAndMultipliers(double[] margins, int numClasses, int numRows, Targets targets, int from) {
        int[] labels = targets.labels();
        double[] weights = targets.weights();
        double[] distributions = targets.distributions();
        if (distributions == null) {
            return lossAndMultipliers(margins, numClasses, numRows, labels, weights, from);
        }
        double sum = 0.0;
        for (int i = 0; i < numRows; i++) {
            int start = i * numClasses;
            int of = (from + i) * numClasses;
            double ofLabel = margins[start + labels[from + i]];
            double shortfall = 0.0;
            for (int k = 0; k < numClasses; k++) {
                double share = distributions[of + k];
                // Where nothing of a class is wanted, its margin does not matter, not even one that is infinite.
                shortfall += share == 0.0 ? 0.0 : share * (ofLabel - margins[start + k]);
            }
            sum += weights[from + i] * labelShare() * shortfall;
        }
        sum += lossAndMultipliers(margins, numClasses, numRows, labels, weights, from);
        for (int i = 0; i < numRows; i++) {
            int start = i * numClasses;
            int of = (from + i) * numClasses;
            double scale = weights[from + i] * labelShare();
            for (int k = 0; k < numClasses; k++) {
                double ofLabel = k == labels[from + i] ? 1.0 : 0.0;
                margins[start + k] += scale * (ofLabel - distributions[of + k]);
            }
        }
        return sum;
    }

    /** Overwrites the margins with the multipliers, as the method before, without the losses. */
    default void multipliers(double[] margins, int numClasses, int numRows, Targets targets, int from) {
        if (targets.distributions() == null) {
            multipliers(margins, numClasses, numRows, targets.labels(), targets.weights(), from);
        } else {
            lossAndMultipliers(margins, numClasses, numRows, targets, from);
        }
    }

    /**
     * An upper bound on the absolute values of the eigenvalues of ∂²ℓ/∂z², for any z and y. Multiplied by the largest
     * eigenvalue of the second-moment matrix of the features, it bounds the curvature of the objective, from which
     * follows a step size that cannot diverge.
     */
    double curvatureBound();

    /**
     * An upper bound on the absolute values of the multipliers ∂ℓ/∂z_k, for any z and y. Bounds on sums of gradients
     * follow from it.
     */
    default double multiplierBound() {
        return 1.0;
    }
}
