package sparksoftmax.loss;

import java.io.Serializable;

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
