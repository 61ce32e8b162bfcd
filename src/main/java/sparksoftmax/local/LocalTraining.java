package sparksoftmax.local;

import java.util.Iterator;
import java.util.List;
import java.util.Random;
import sparksoftmax.block.Block;
import sparksoftmax.block.BlockRows;
import sparksoftmax.block.PartitionTask;
import sparksoftmax.block.Shuffled;
import sparksoftmax.sums.FixedPointUnits;
import sparksoftmax.sums.PartitionSums;

/**
 * One pass of local steps over the rows of a partition, in a random order that depends on the seed, the pass and the
 * partition. The result is the summand of the partition in a {@link ModelAverage}. Immutable.
 */
public final class LocalTraining implements PartitionTask {
    private static final long serialVersionUID = 1L;

    private final LocalPass pass;
    private final double firstStep;
    private final double lastStep;
    private final int number;
    private final long seed;
    private final FixedPointUnits units;

    /**
     * @param pass the model to start from, and how its steps are taken
     * @param firstStep the step size at the start of the pass; it changes linearly to {@code lastStep} at the end
     * @param lastStep the step size at the end of the pass
     * @param number the number of the pass, counted from 0
     * @param seed the seed of the fit
     * @param units the units of the average, see {@link ModelAverage#units}
     */
    public LocalTraining(
            LocalPass pass, double firstStep, double lastStep, int number, long seed, FixedPointUnits units) {
        this.pass = pass;
        this.firstStep = firstStep;
        this.lastStep = lastStep;
        this.number = number;
        this.seed = seed;
        this.units = units;
    }

    @Override
    public PartitionSums run(int partition, int numBlocks, Iterator<Block> blocks) {
        List<Block> all = BlockRows.listOf(blocks);
        BlockRows rows = new BlockRows(all);
        LocalModel model = pass.start();
        double startLoss = pass.loss(model, all);
        int n = rows.numRows();
        pass.run(model, rows, order(n, number, partition, seed), 0, n, firstStep, lastStep);
        return ModelAverage.share(partition, model, all, startLoss, units);
    }

    @Override
    public long resultBytes() {
        return units.numBytes();
    }

    static int[] order(int numRows, int number, int partition, long seed) {
        return Shuffled.indices(numRows, new Random(seed * 1_000_003L + number * 7_919L + partition));
    }
}
