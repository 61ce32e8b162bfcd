package sparksoftmax.rows;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.Random;
import org.apache.spark.sql.catalyst.InternalRow;
import sparksoftmax.block.Block;
import sparksoftmax.block.BlockBuilder;
import sparksoftmax.block.BlockRows;
import sparksoftmax.block.Shuffled;
import sparksoftmax.block.ShuffledRows;

/**
 * Reads the rows of one partition once and packs training rows and validation rows into separate blocks. At a row that
 * cannot be trained on, packing stops, and the last element has the message, which the driver reports. An exception
 * here would only make Spark retry the task.
 *
 * <p>For full-batch training, each block is returned as soon as it is full, in the order of the rows. For mini-batches,
 * the training rows of the partition are shuffled and packed into smaller blocks, so that every mini-batch has several.
 */
public final class PartitionPacker implements Iterator<PackedElement> {
    private static final int BLOCKS_PER_MINI_BATCH = 4;

    /** An odd number, so that training rows and the same rows as validation rows have different fingerprints. */
    private static final long VALIDATION_FACTOR = 0x9e3779b97f4a7c15L;

    private final Iterator<InternalRow> rows;
    private final InputColumns columns;
    private final RowDecoder decoder;
    private final Packing packing;
    private final int partition;

    private final Queue<PackedElement> ready = new ArrayDeque<>();

    /** Blocks of training rows that are to be shuffled; null if rows keep their order. */
    private final List<Block> toMix;

    /** The sizes of the vectors and arrays of a row; null before the first. */
    private int[] sizes;

    /** Divides training rows into folds; null if they are not divided, and before the first row. */
    private FoldBlocks folds;

    private long numSkipped;
    private BlockBuilder training;
    private BlockBuilder validation;
    private Iterator<Block> mixed;
    private boolean sawTraining;
    private boolean sawValidation;
    private boolean ended;
    private long fingerprint;

    private PartitionPacker(int partition, Iterator<InternalRow> rows, InputColumns columns, Packing packing) {
        this.partition = partition;
        this.rows = rows;
        this.columns = columns;
        this.decoder = new RowDecoder(columns);
        this.packing = packing;
        toMix = packing.stepsPerPass() > 1 ? new ArrayList<>() : null;
    }

    /**
     * Packs a partition.
     *
     * @param partition the number of the partition
     * @param rows the rows of {@link InputColumns#select}
     * @param columns the columns
     * @param packing how rows are packed
     */
    public static Iterator<PackedElement> pack(
            int partition, Iterator<InternalRow> rows, InputColumns columns, Packing packing) {
        return new PartitionPacker(partition, rows, columns, packing);
    }

    @Override
    public boolean hasNext() {
        return !ended || !ready.isEmpty();
    }

    @Override
    public PackedElement next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        try {
            while (ready.isEmpty()) {
                advance();
            }
        } catch (BadInputException e) {
            ready.clear();
            end(e.getMessage());
        }
        return ready.remove();
    }

    /** Makes progress: reads one row, adds one block of shuffled rows to {@code ready}, or ends the partition. */
    private void advance() throws BadInputException {
        if (mixed != null) {
            if (mixed.hasNext()) {
                ready.add(PackedElement.of(mixed.next(), false));
            } else {
                end(null);
            }
        } else if (rows.hasNext()) {
            read(rows.next());
        } else {
            finish(training, false);
            finish(validation, true);
            if (folds != null) {
                folds.rest().forEach(block -> ready.add(PackedElement.of(block, false)));
            }
            if (toMix == null) {
                end(null);
            } else {
                mixed = new MixedBlocks(new BlockRows(toMix));
            }
        }
    }

    private void read(InternalRow row) throws BadInputException {
        if (sizes == null) {
            sizes = decoder.sizes(row);
            if (sizes == null) {
                numSkipped++;
                return;
            }
            int numFeatures = numFeatures();
            training = new BlockBuilder(numFeatures);
            validation = new BlockBuilder(numFeatures);
            folds = columns.folds() == null ? null : new FoldBlocks(columns.folds(), numFeatures, packing.blockBytes());
        }
        boolean isValidation = columns.validation() != null
                && !row.isNullAt(columns.validationIndex())
                && row.getBoolean(columns.validationIndex());
        BlockBuilder builder = isValidation ? validation : training;
        int numRows = builder.numRows();
        if (!decoder.decode(row, sizes, builder)) {
            numSkipped++;
            return;
        }
        if (columns.hasFolds()) {
            int fold = decoder.fold(row);
            if (builder.numRows() > numRows) {
                folds.nextIsIn(fold);
            }
        }
        sawTraining |= !isValidation;
        sawValidation |= isValidation;
        if (builder.numBytes() >= packing.blockBytes()) {
            finish(builder, isValidation);
        }
    }

    /** The number of features, if the packing allows so many. */
    private int numFeatures() throws BadInputException {
        long numFeatures = Arrays.stream(sizes).asLongStream().sum();
        if (numFeatures > packing.mostFeatures()) {
            throw new BadInputException(
                    "Vectors MUST have at most " + packing.mostFeatures()
                            + " elements, for whose statistics the memory of the driver and of a task suffices, but got a"
                            + " vector of size " + numFeatures,
                    columns.describeFeatures(),
                    "Hash features to fewer (numFeatures of HashingTF or FeatureHasher), or give the driver and the"
                            + " executors more memory.");
        }
        return (int) numFeatures;
    }

    private void finish(BlockBuilder builder, boolean isValidation) {
        if (builder == null || builder.numRows() == 0) {
            return;
        }
        long hash = builder.hash();
        fingerprint += isValidation ? VALIDATION_FACTOR * hash : hash;
        if (folds != null && !isValidation) {
            folds.add(builder).forEach(block -> ready.add(PackedElement.of(block, false)));
        } else if (toMix != null && !isValidation) {
            toMix.add(builder.build());
        } else {
            ready.add(PackedElement.of(builder.build(), isValidation));
        }
    }

    private void end(String problem) {
        ended = true;
        ready.add(PackedElement.end(sizes, sawTraining, sawValidation, numSkipped, problem, fingerprint));
    }

    /** Blocks of all training rows in random order. */
    private final class MixedBlocks implements Iterator<Block> {
        private final ShuffledRows rows;
        private final int rowsPerBlock;

        MixedBlocks(BlockRows rowsRead) {
            int numRows = rowsRead.numRows();
            rows = new ShuffledRows(
                    rowsRead, Shuffled.indices(numRows, new Random(packing.seed() + 31L * partition)), 0, numRows);
            rowsPerBlock = (int) Math.max(1L, numRows / ((long) BLOCKS_PER_MINI_BATCH * packing.stepsPerPass()));
        }

        @Override
        public boolean hasNext() {
            return rows.hasNext();
        }

        @Override
        public Block next() {
            do {
                rows.next(training::addRow);
            } while (hasNext() && training.numRows() < rowsPerBlock && training.numBytes() < packing.blockBytes());
            return training.build();
        }
    }
}
