package sparksoftmax.loss;

import java.io.Serializable;
import sparksoftmax.block.Block;

/**
 * The loss of one row as a function of its margins z (the logits, one per class), and the loss's gradient with respect
 * to them. Implementations hold no state: thread safe.
 */
public sealed interface SoftmaxLoss extends Serializable
        permits FusedLoss, LogSoftmaxNllLoss, LowLevelLoss, DoubleSoftmaxLoss {
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
     * The same for the rows {@code from} (inclusive) to {@code to} (exclusive) of a block, added up.
     *
     * @param margins [to - from x numClasses], row-major; afterwards the multipliers
     */
    default double lossAndMultipliers(double[] margins, int numClasses, Block block, int from, int to) {
        double sum = 0.0;
        for (int i = from; i < to; i++) {
            sum += lossAndMultipliers(margins, (i - from) * numClasses, numClasses, block.label(i), block.weight(i));
        }
        return sum;
    }

    /**
     * A number that no eigenvalue of ∂²ℓ/∂z² exceeds in size, whatever z and y: with the largest eigenvalue of the
     * features' second-moment matrix it bounds the curvature of the objective, hence the step size that cannot diverge.
     */
    double curvatureBound();
}
