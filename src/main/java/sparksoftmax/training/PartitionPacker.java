package sparksoftmax.training;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import org.apache.spark.sql.catalyst.InternalRow;
import sparksoftmax.block.Block;
import sparksoftmax.block.BlockBuilder;
import sparksoftmax.block.BlockRows;

/**
 * Reads the rows of one partition once and gives out blocks, then their statistics. A bad row ends the partition: its
 * statistics carry the problem, for the driver to report, rather than a task failing and being retried.
 *
 * <p>Full batch: blocks come as soon as they are full, in the order of the rows. Mini-batches: the partition's rows are
 * mixed by the seed and cut into blocks small enough that every mini-batch takes several.
 */
final class PartitionPacker implements Iterator<PackedPart> {
    private static final int BLOCKS_PER_MINI_BATCH = 4;

    private final Iterator<InternalRow> rows;
    private final RowDecoder decoder;
    private final long blockBytes;
    private final DatasetStatistics.Collector statistics = new DatasetStatistics.Collector();
    private BlockBuilder builder;
    private int numFeatures;
    private Iterator<Block> mixed;
    private boolean done;

    private PartitionPacker(Iterator<InternalRow> rows, RowDecoder decoder, long blockBytes) {
        this.rows = rows;
        this.decoder = decoder;
        this.blockBytes = blockBytes;
    }

    static Iterator<PackedPart> pack(
            int partition, Iterator<InternalRow> rows, InputColumns columns, PackingPlan plan) {
        PartitionPacker packer = new PartitionPacker(rows, new RowDecoder(columns), plan.blockBytes());
        if (plan.stepsPerEpoch() > 1) {
            return packer.mixing(plan.stepsPerEpoch(), new Random(plan.seed() + 31L * partition));
        }
        return packer;
    }

    @Override
    public boolean hasNext() {
        return !done;
    }

    @Override
    public PackedPart next() {
        if (done) {
            throw new NoSuchElementException();
        }
        try {
            Block block = mixed == null ? readBlock() : mixed.hasNext() ? mixed.next() : null;
            if (block != null) {
                statistics.add(block);
                return new PackedPart(block, null);
            }
            done = true;
            return new PackedPart(null, statistics.result());
        } catch (BadInputException e) {
            return failed(e);
        }
    }

    private PackedPart failed(BadInputException e) {
        done = true;
        return new PackedPart(null, DatasetStatistics.Collector.failed(e.getMessage()));
    }

    /** Reads rows until a block is full or they end; null if there were none of positive weight. */
    private Block readBlock() throws BadInputException {
        while (rows.hasNext()) {
            InternalRow row = rows.next();
            if (builder == null) {
                numFeatures = decoder.numFeatures(row);
                statistics.numFeatures(numFeatures);
                builder = new BlockBuilder(numFeatures);
            }
            decoder.decode(row, numFeatures, builder);
            if (builder.numBytes() >= blockBytes) {
                return builder.build();
            }
        }
        return builder == null || builder.numRows() == 0 ? null : builder.build();
    }

    /** Reads all rows and cuts them anew, in a random order. */
    private Iterator<PackedPart> mixing(int stepsPerEpoch, Random random) {
        List<Block> read = new ArrayList<>();
        try {
            for (Block block = readBlock(); block != null; block = readBlock()) {
                read.add(block);
            }
        } catch (BadInputException e) {
            return List.of(failed(e)).iterator();
        }
        mixed = new MixedBlocks(read, random, stepsPerEpoch);
        return this;
    }

    private final class MixedBlocks implements Iterator<Block> {
        private final BlockRows rowsRead;
        private final int[] order;
        private final int rowsPerBlock;
        private int next;

        MixedBlocks(List<Block> read, Random random, int stepsPerEpoch) {
            rowsRead = new BlockRows(read);
            order = Shuffled.indices(rowsRead.numRows(), random);
            rowsPerBlock = (int) Math.max(1L, order.length / ((long) BLOCKS_PER_MINI_BATCH * stepsPerEpoch));
        }

        @Override
        public boolean hasNext() {
            return next < order.length;
        }

        @Override
        public Block next() {
            do {
                rowsRead.find(order[next++], builder::addRow);
            } while (hasNext() && builder.numRows() < rowsPerBlock && builder.numBytes() < blockBytes);
            return builder.build();
        }
    }
}
