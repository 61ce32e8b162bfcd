package sparksoftmax.loss;

import java.io.Serializable;

/**
 * The loss of one row as a function of its margins z (the logits, one per class), and the loss's gradient with respect
 * to them. Implementations hold no state: thread safe.
 */
public sealed interface SoftmaxLoss extends Serializable
        permits FusedLoss, LogSoftmaxNllLoss, LowLevelLoss, DoubleSoftmaxLoss, SmoothedLoss {
    /** The value of the Param {@code lossVariant} that selects this loss. */
    String name();

    /**
     * Computes w ℓ(z, y) and overwrites z with the multipliers w ∂ℓ/∂z.
     *
     * @param margins holds z at {@code start .. start + numClasses}; afterwards the multipliers
     * @param label y, in [0, numClasses)
     * @param weight w, greater than 0
     * @return the weighted loss in nats; not finite where the variant cannot compute it
     */
    double lossAndMultipliers(double[] margins, int start, int numClasses, int label, double weight);

    /**
     * The same for several rows, added up.
     *
     * @param margins [numRows x numClasses], row-major; afterwards the multipliers
     * @param labels of the rows, from index {@code from} on
     * @param weights of the rows, from index {@code from} on
     */
    default double lossAndMultipliers(
            double[] margins, int numClasses, int numRows, int[] labels, double[] weights, int from) {
        double sum = 0.0;
        for (int i = 0; i < numRows; i++) {
            sum += lossAndMultipliers(margins, i * numClasses, numClasses, labels[from + i], weights[from + i]);
        }
        return sum;
    }

    /**
     * A number that no eigenvalue of ∂²ℓ/∂z² exceeds in size, whatever z and y: with the largest eigenvalue of the
     * features' second-moment matrix it bounds the curvature of the objective, hence the step size that cannot diverge.
     */
    double curvatureBound();

    /** A number that no multiplier ∂ℓ/∂z_k exceeds in size, whatever z and y: it bounds sums of gradients. */
    default double multiplierBound() {
        return 1.0;
    }
}
