package sparksoftmax.block;

import java.io.Serializable;

/**
 * The units in which blocks are standardized.
 *
 * @param scale s, [F], what a feature is multiplied by
 * @param center c, [F], what a dense feature is reduced by before
 * @param weightUnit what a row's weight is divided by: the mean weight, say, since gradients in single precision end at
 *     3e38 and 1e-45
 */
public record Standard(double[] scale, double[] center, double weightUnit) implements Serializable {
    /** Weights in this standard's unit. */
    double[] weights(double[] weights) {
        double[] inUnits = new double[weights.length];
        for (int i = 0; i < weights.length; i++) {
            inUnits[i] = weights[i] / weightUnit;
        }
        return inUnits;
    }
}
