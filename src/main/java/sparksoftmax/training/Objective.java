package sparksoftmax.training;

import sparksoftmax.loss.GradientAccumulator;
import sparksoftmax.loss.Penalty;
import sparksoftmax.loss.SoftmaxLoss;

/**
 * What training minimises, as a function of the parameters of a {@link StepSpace}: the weighted mean of the rows'
 * losses plus the penalty. Every call is one pass over the blocks.
 */
final class Objective {
    private final BlockScan scan;
    private final SoftmaxLoss loss;
    private final StepSpace space;
    private final Penalty penalty;
    private final boolean l2InGradient;

    /**
     * An objective.
     *
     * @param penalty in the space's coordinates
     * @param l2InGradient false if the step rule applies the L2 part itself
     */
    Objective(BlockScan scan, SoftmaxLoss loss, StepSpace space, Penalty penalty, boolean l2InGradient) {
        this.scan = scan;
        this.loss = loss;
        this.space = space;
        this.penalty = penalty;
        this.l2InGradient = l2InGradient;
    }

    /** The objective over all rows. */
    double value(double[] parameters) {
        return total(sums(parameters, MiniBatch.ALL, false), parameters);
    }

    /**
     * The objective over all rows, and the gradient of its smooth part (all but L1).
     *
     * @param gradient overwritten, [parameters]
     */
    double valueAndGradient(double[] parameters, double[] gradient) {
        GradientAccumulator sums = sums(parameters, MiniBatch.ALL, true);
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
        GradientAccumulator sums = sums(parameters, batch, true);
        if (sums.weightSum() == 0.0) {
            return false;
        }
        putGradient(sums, parameters, gradient);
        return true;
    }

    private GradientAccumulator sums(double[] parameters, MiniBatch batch, boolean withGradient) {
        return scan.aggregate(
                new GradientAccumulator.Model(loss, space.blockCoefficients(parameters), withGradient), batch);
    }

    private double total(GradientAccumulator sums, double[] parameters) {
        return total(sums.lossSum() / sums.weightSum(), parameters);
    }

    /** The objective where the mean loss is known. */
    double total(double meanLoss, double[] parameters) {
        return meanLoss + penalty.value(parameters);
    }

    private void putGradient(GradientAccumulator sums, double[] parameters, double[] gradient) {
        space.pullBack(sums.gradient(), 1.0 / sums.weightSum(), gradient);
        if (l2InGradient) {
            penalty.addL2Gradient(parameters, gradient);
        }
    }
}
