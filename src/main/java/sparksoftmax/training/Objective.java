package sparksoftmax.training;

import sparksoftmax.block.BlockScan;
import sparksoftmax.block.MiniBatch;
import sparksoftmax.features.Penalty;
import sparksoftmax.features.Scaling;
import sparksoftmax.features.SumBounds;
import sparksoftmax.loss.GradientAccumulator;
import sparksoftmax.loss.SoftmaxLoss;
import sparksoftmax.memory.ScaledPull;
import sparksoftmax.sums.FixedPointUnits;
import sparksoftmax.sums.PartitionSums;

/**
 * The function that training minimizes: the weighted mean of the losses of the rows, plus the penalty and the pull
 * towards earlier coefficients, as a function of the parameters of a {@link Scaling}. Every evaluation is one pass over
 * the blocks.
 */
final class Objective {
    private final BlockScan scan;
    private final SoftmaxLoss loss;
    private final Scaling scaling;
    private final FixedPointUnits units;
    private final Penalty penalty;
    private final ScaledPull pull;
    private final boolean l2InGradient;

    /**
     * @param scan sums over the blocks
     * @param loss the loss of a row
     * @param scaling the scaling of the parameters, for the features as the blocks store them
     * @param bounds bounds on sums over the blocks
     * @param penalty the penalty on the parameters
     * @param pull the pull towards earlier coefficients
     * @param l2InGradient whether gradients contain the L2 part; false if the step rule applies it itself
     */
    Objective(
            BlockScan scan,
            SoftmaxLoss loss,
            Scaling scaling,
            SumBounds bounds,
            Penalty penalty,
            ScaledPull pull,
            boolean l2InGradient) {
        this.scan = scan;
        this.loss = loss;
        this.scaling = scaling;
        this.units = bounds.ofGradient(loss.multiplierBound(), scaling.numClasses());
        this.penalty = penalty;
        this.pull = pull;
        this.l2InGradient = l2InGradient;
    }

    /** The objective over all rows. */
    double value(double[] parameters) {
        return total(sums(parameters, MiniBatch.ALL, null), parameters);
    }

    /**
     * The objective over all rows, and the gradient of its smooth part (all but L1).
     *
     * @param gradient overwritten, [parameters]
     */
    double valueAndGradient(double[] parameters, double[] gradient) {
        PartitionSums sums = sums(parameters, MiniBatch.ALL, units);
        putGradient(sums, parameters, gradient);
        return total(sums, parameters);
    }

    /**
     * The gradient of the smooth part over a mini-batch.
     *
     * @param gradient overwritten, unless the mini-batch is empty
     * @return whether the mini-batch has any rows
     */
    boolean gradient(double[] parameters, MiniBatch batch, double[] gradient) {
        PartitionSums sums = sums(parameters, batch, units);
        if (sums.number(GradientAccumulator.WEIGHT) == 0.0) {
            return false;
        }
        putGradient(sums, parameters, gradient);
        return true;
    }

    private PartitionSums sums(double[] parameters, MiniBatch batch, FixedPointUnits gradientUnits) {
        return scan.sum(
                new GradientAccumulator.Model(loss, scaling.blockCoefficients(parameters), gradientUnits), batch);
    }

    private double total(PartitionSums sums, double[] parameters) {
        return total(sums.number(GradientAccumulator.LOSS) / sums.number(GradientAccumulator.WEIGHT), parameters);
    }

    /** The objective at parameters at which the mean loss is already known. */
    double total(double meanLoss, double[] parameters) {
        return meanLoss + penalty.value(parameters) + pull.value(parameters);
    }

    private void putGradient(PartitionSums sums, double[] parameters, double[] gradient) {
        scaling.pullBack(sums.vector(units), 1.0 / sums.number(GradientAccumulator.WEIGHT), gradient);
        if (l2InGradient) {
            penalty.addL2Gradient(parameters, gradient);
        }
        pull.addGradient(parameters, gradient);
    }
}
