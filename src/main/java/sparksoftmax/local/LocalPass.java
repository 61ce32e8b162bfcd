package sparksoftmax.local;

import java.io.Serializable;
import java.util.List;
import sparksoftmax.block.Block;
import sparksoftmax.block.BlockRows;
import sparksoftmax.loss.GradientAccumulator;
import sparksoftmax.loss.SoftmaxLoss;

/**
 * What a partition does on its own between two averages of the models: steps on a few rows at a time, in the order
 * given, from common coefficients. Source: H. B. McMahan et al., "Communication-Efficient Learning of Deep Networks
 * from Decentralized Data", AISTATS 2017, algorithm 1. Immutable, thread safe.
 */
public final class LocalPass implements Serializable {
    private static final long serialVersionUID = 1L;

    private final float[] coefficients;
    private final double[] intercepts;
    private final boolean fitIntercept;
    private final boolean dense;
    private final LocalPenalty penalty;
    private final SoftmaxLoss loss;
    private final int batchSize;

    /**
     * A pass from given coefficients.
     *
     * @param coefficients to start from, [F x K] feature-major, not copied
     * @param intercepts to start from, [K], not copied
     * @param dense whether the blocks store every value
     * @param batchSize rows of a step
     */
    public LocalPass(
            float[] coefficients,
            double[] intercepts,
            boolean fitIntercept,
            boolean dense,
            LocalPenalty penalty,
            SoftmaxLoss loss,
            int batchSize) {
        this.coefficients = coefficients;
        this.intercepts = intercepts;
        this.fitIntercept = fitIntercept;
        this.dense = dense;
        this.penalty = penalty;
        this.loss = loss;
        this.batchSize = batchSize;
    }

    /** The coefficients to start from, [F x K] feature-major, not a copy. */
    public float[] coefficients() {
        return coefficients;
    }

    /** The intercepts to start from, [K], not a copy. */
    public double[] intercepts() {
        return intercepts;
    }

    /** A model at the start. */
    LocalModel start() {
        return LocalModel.of(dense, coefficients, intercepts, fitIntercept, penalty, batchSize);
    }

    /** Σ w ℓ of all rows for a model that stays as it is. */
    double loss(LocalModel model, List<Block> blocks) {
        int numClasses = intercepts.length;
        int tileRows = GradientAccumulator.tileRows(numClasses);
        double[] margins = new double[tileRows * numClasses];
        double sum = 0.0;
        for (Block block : blocks) {
            for (int from = 0; from < block.numRows(); from += tileRows) {
                int numRows = Math.min(tileRows, block.numRows() - from);
                model.margins(block, from, from + numRows, margins);
                sum += loss.lossAndMultipliers(margins, numClasses, numRows, block.labels(), block.weights(), from);
            }
        }
        return sum;
    }

    /**
     * Trains.
     *
     * @param model moved
     * @param order of the rows
     * @param from the first one's index in {@code order}
     * @param to the last one's, exclusive
     * @param firstStep step size at the start, going to {@code lastStep} in a straight line
     * @return Σ w ℓ, each row's loss being that before the step that learned from it
     */
    double run(LocalModel model, BlockRows rows, int[] order, int from, int to, double firstStep, double lastStep) {
        int numClasses = intercepts.length;
        double[] margins = new double[batchSize * numClasses];
        double longestStep = longestStep();
        double lossSum = 0.0;
        for (int start = from; start < to; start += batchSize) {
            int end = Math.min(to, start + batchSize);
            for (int i = start; i < end; i++) {
                rows.find(order[i], model::take);
            }
            model.margins(margins);
            lossSum +=
                    loss.lossAndMultipliers(margins, numClasses, model.numRows(), model.labels(), model.weights(), 0);
            double progress = (double) (start - from) / (to - from);
            model.step(margins, firstStep + (lastStep - firstStep) * progress, longestStep);
        }
        return lossSum;
    }

    /** Twice the step at which a row's own loss, seen alone, stops decreasing for certain. */
    private double longestStep() {
        return 4.0 / loss.curvatureBound();
    }
}
