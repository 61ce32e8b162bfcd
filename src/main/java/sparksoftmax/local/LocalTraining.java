package sparksoftmax.local;

import java.util.Iterator;
import java.util.List;
import java.util.Random;
import sparksoftmax.block.Block;
import sparksoftmax.block.BlockRows;
import sparksoftmax.block.PartitionTask;
import sparksoftmax.block.Shuffled;
import sparksoftmax.block.ShuffledRows;
import sparksoftmax.sums.FixedPointUnits;
import sparksoftmax.sums.PartitionSums;

/**
 * One pass of local steps over the rows of a partition, in a random order that depends on the seed, the pass and the
 * partition. A partition that is too large to be held in memory is worked through in parts of consecutive blocks, each
 * in random order. The result is the summand of the partition in a {@link ModelAverage}. Immutable.
 */
public final class LocalTraining implements PartitionTask {
    private static final long serialVersionUID = 1L;

    private final LocalPass pass;
    private final double firstStep;
    private final double lastStep;
    private final int number;
    private final long seed;
    private final FixedPointUnits units;
    private final long partBytes;

    /**
     * @param pass the model to start from, and how its steps are taken
     * @param firstStep the step size at the start of the pass; it changes linearly to {@code lastStep} at the end
     * @param lastStep the step size at the end of the pass
     * @param number the number of the pass, counted from 0
     * @param seed the seed of the fit
     * @param units the units of the average, see {@link ModelAverage#units}
     * @param partBytes the most bytes of blocks that are held in memory at once
     */
    public LocalTraining(
            LocalPass pass,
            double firstStep,
            double lastStep,
            int number,
            long seed,
            FixedPointUnits units,
            long partBytes) {
        this.pass = pass;
        this.firstStep = firstStep;
        this.lastStep = lastStep;
        this.number = number;
        this.seed = seed;
        this.units = units;
        this.partBytes = partBytes;
    }

    @Override
    public PartitionSums run(int partition, int numBlocks, Iterator<Block> blocks) {
        LocalModel model = pass.start();
        LocalModel start = pass.isDense() ? pass.start() : model;
        ModelAverage.Weights weights = new ModelAverage.Weights(model);
        double startLoss = 0.0;
        int used = 0;
        Iterator<List<Block>> parts = BlockRows.inParts(blocks, partBytes);
        for (int part = 0; parts.hasNext(); part++) {
            List<Block> held = parts.next();
            start = part > 0 && start == model ? pass.start() : start;
            weights.add(held);
            BlockRows rows = new BlockRows(held);
            int n = rows.numRows();
            double from = stepAfter(used, numBlocks);
            used += held.size();
            ShuffledRows shuffled = new ShuffledRows(rows, order(n, number, partition, part, seed), 0, n);
            startLoss += pass.train(model, start, held, shuffled, from, stepAfter(used, numBlocks));
        }
        PartitionSums share = ModelAverage.share(partition, model, weights, startLoss, units, pass.arrays());
        pass.end(model);
        if (start != model) {
            pass.end(start);
        }
        return share;
    }

    /** The step size after some of the blocks of the partition have been used. */
    private double stepAfter(int used, int numBlocks) {
        return used == numBlocks ? lastStep : firstStep + (lastStep - firstStep) * used / numBlocks;
    }

    @Override
    public long resultBytes() {
        return units.numBytes();
    }

    static int[] order(int numRows, int number, int partition, int part, long seed) {
        return Shuffled.indices(
                numRows, new Random(seed * 1_000_003L + number * 7_919L + partition + part * 104_729_003L));
    }
}
