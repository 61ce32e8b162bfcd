package sparksoftmax.local;

import java.io.Serializable;
import java.util.List;
import sparksoftmax.block.Block;
import sparksoftmax.block.ShuffledRows;
import sparksoftmax.loss.GradientAccumulator;
import sparksoftmax.loss.SoftmaxLoss;
import sparksoftmax.sums.SpareArrays;

/**
 * What a partition does between two averages of the models: it starts from the common coefficients and takes steps on a
 * few rows at a time. Source: H. B. McMahan et al., "Communication-Efficient Learning of Deep Networks from
 * Decentralized Data", AISTATS 2017, algorithm 1. Immutable until {@link #end()}, thread safe.
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
    private final SpareArrays arrays;

    /**
     * @param coefficients the coefficients to start from, [F x K] feature-major, not copied
     * @param intercepts the intercepts to start from, [K], not copied
     * @param fitIntercept whether the intercepts are trained
     * @param dense whether the blocks are dense
     * @param penalty the penalty on the coefficients
     * @param loss the loss of a row
     * @param batchSize the number of rows in a step
     * @param arrays where models and sums take their arrays from
     */
    public LocalPass(
            float[] coefficients,
            double[] intercepts,
            boolean fitIntercept,
            boolean dense,
            LocalPenalty penalty,
            SoftmaxLoss loss,
            int batchSize,
            SpareArrays arrays) {
        this.coefficients = coefficients;
        this.intercepts = intercepts;
        this.fitIntercept = fitIntercept;
        this.dense = dense;
        this.penalty = penalty;
        this.loss = loss;
        this.batchSize = batchSize;
        this.arrays = arrays;
    }

    /** The coefficients to start from, [F x K] feature-major, not a copy. */
    public float[] coefficients() {
        return coefficients;
    }

    /** The intercepts to start from, [K], not a copy. */
    public double[] intercepts() {
        return intercepts;
    }

    /** Whether the blocks are dense. */
    boolean isDense() {
        return dense;
    }

    /** A new model with the coefficients and intercepts to start from. */
    LocalModel start() {
        return LocalModel.of(dense, coefficients, intercepts, fitIntercept, penalty, batchSize, arrays);
    }

    /** Gives the array of a model to later ones. The model must not be used afterwards. */
    void end(LocalModel model) {
        arrays.give(model.array());
    }

    /**
     * Gives the array of the coefficients to later passes, when no task uses this pass any longer. It must not be used
     * afterwards.
     */
    public void end() {
        arrays.give(coefficients);
    }

    /** Where models and sums take their arrays from. */
    SpareArrays arrays() {
        return arrays;
    }

    /**
     * Trains a model on rows, and measures the loss of the model at the start of the pass, over the same rows. Of dense
     * rows, it is measured while they are in the processor's cache for a step; this made fits of mnist take 0.9 times
     * as long. Of sparse rows, it is measured before the steps, since coefficients of two models, which are in random
     * order in memory, share the cache badly: text took 1.1 to 1.2 times as long.
     *
     * @param model the model, which is changed
     * @param start the model at the start of the pass, which is not; {@code model} itself only if the rows are sparse,
     *     and it has not been trained yet
     * @param held the blocks of the rows
     * @param rows all rows of {@code held}, none of which has been taken yet
     * @param firstStep the step size at the start; it changes linearly to {@code lastStep} at the end
     * @return Σ w ℓ for {@code start}
     */
    double train(
            LocalModel model,
            LocalModel start,
            List<Block> held,
            ShuffledRows rows,
            double firstStep,
            double lastStep) {
        if (dense) {
            return run(model, start, rows, firstStep, lastStep);
        }
        double lossSum = loss((SparseLocalModel) start, held);
        run(model, null, rows, firstStep, lastStep);
        return lossSum;
    }

    /** Σ w ℓ over sparse rows for a model, which is not changed. */
    private double loss(SparseLocalModel model, List<Block> blocks) {
        int numClasses = intercepts.length;
        int tileRows = GradientAccumulator.tileRows(numClasses);
        double[] margins = new double[tileRows * numClasses];
        double sum = 0.0;
        for (Block block : blocks) {
            for (int from = 0; from < block.numRows(); from += tileRows) {
                int numRows = Math.min(tileRows, block.numRows() - from);
                model.margins(block, from, from + numRows, margins);
                sum += loss.lossAndMultipliers(margins, numClasses, numRows, block.targets(), from);
            }
        }
        return sum;
    }

    /**
     * Trains a model on some of the rows, and measures the loss of each before the step that uses the row.
     *
     * @param model the model, which is changed
     * @param rows the rows, none of which has been taken yet
     * @param firstStep the step size at the start; it changes linearly to {@code lastStep} at the end
     * @return Σ w ℓ
     */
    double trainMeasured(LocalModel model, ShuffledRows rows, double firstStep, double lastStep) {
        return run(model, model, rows, firstStep, lastStep);
    }

    /** Σ w ℓ for {@code measured}, which may be {@code model} before each step; 0 if it is null. */
    private double run(LocalModel model, LocalModel measured, ShuffledRows rows, double firstStep, double lastStep) {
        int numRows = rows.numRows();
        int numClasses = intercepts.length;
        double[] margins = new double[batchSize * numClasses];
        double longestStep = longestStep();
        double lossSum = 0.0;
        for (int start = 0; start < numRows; start += batchSize) {
            int end = Math.min(numRows, start + batchSize);
            for (int i = start; i < end; i++) {
                rows.next(model::take);
            }
            if (measured != null) {
                measured.margins(model, margins);
                lossSum += loss.lossAndMultipliers(margins, numClasses, model.numRows(), model.targets(), 0);
            }
            if (measured != model) {
                model.margins(model, margins);
                loss.multipliers(margins, numClasses, model.numRows(), model.targets(), 0);
            }
            double progress = (double) start / numRows;
            model.step(margins, firstStep + (lastStep - firstStep) * progress, longestStep);
        }
        return lossSum;
    }

    /**
     * The constant c of {@link LocalModel#step}: twice the longest step that is certain not to increase a row's own
     * loss.
     */
    private double longestStep() {
        return 4.0 / loss.curvatureBound();
    }
}
