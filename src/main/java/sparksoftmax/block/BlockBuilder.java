package sparksoftmax.block;

import java.util.Arrays;

/**
 * Packs rows into a {@link Block}: call {@link #addDense} or {@link #addSparse} for every row, then {@link #build},
 * which empties the builder for the next block. Whether the block is dense or sparse depends only on its share of
 * non-zeros, not on how the rows were given. Rows are collected in sparse form, so that sparse rows with many features
 * need little memory. Not thread safe.
 */
public final class BlockBuilder {
    /**
     * Blocks with at least this share of non-zeros are dense: sparse storage, with 12 instead of 8 bytes per value,
     * would save little memory or none.
     */
    private static final double DENSE_FROM = 0.5;

    // Odd numbers with irregular bits, so that products differ in many bits.
    private static final long INDEX_MULTIPLIER = 0x9e3779b97f4a7c15L;
    private static final long MULTIPLIER = 0xd1342543de82ef95L;

    private final int numFeatures;
    private final int fold;
    private int numRows;
    private int numStored;
    private int[] labels = new int[16];
    private double[] weights = new double[16];

    /** [rows x numClasses]; its contents count only if {@link #numClasses} is not 0. */
    private double[] distributions = new double[0];

    /** K; 0 as long as all rows have labels only. */
    private int numClasses;

    private int[] rowStarts = new int[17];
    private int[] indices = new int[256];
    private double[] values = new double[256];

    /** @param numFeatures F, the length of every row */
    public BlockBuilder(int numFeatures) {
        this(numFeatures, 0);
    }

    /**
     * @param numFeatures F, the length of every row
     * @param fold the fold of cross-validation that all rows belong to
     */
    public BlockBuilder(int numFeatures, int fold) {
        this.numFeatures = numFeatures;
        this.fold = fold;
    }

    /** The number of rows added since the last {@link #build}. */
    public int numRows() {
        return numRows;
    }

    /** The approximate size in bytes of a block of the rows added since the last {@link #build}. */
    public long numBytes() {
        long dense = 8L * numRows * numFeatures;
        return Math.min(dense, 12L * numStored) + (16L + 8L * numClasses) * numRows;
    }

    /**
     * Adds a row, given by all its values.
     *
     * @param row [F], copied
     */
    public void addDense(int label, double weight, double[] row) {
        addDense(label, null, weight, row);
    }

    /**
     * Adds a row with a distribution.
     *
     * @param label the class of the largest q
     * @param distribution q, [numClasses], copied; null if the label says all. In a block with both kinds of rows, a
     *     label is the distribution that is 1 at this class
     * @param row [F], copied
     */
    public void addDense(int label, double[] distribution, double weight, double[] row) {
        reserve(numFeatures);
        // Local variables, since fields would be read anew for every value.
        int[] toIndices = indices;
        double[] toValues = values;
        int stored = numStored;
        for (int j = 0; j < numFeatures; j++) {
            if (row[j] != 0.0) {
                toIndices[stored] = j;
                toValues[stored] = row[j];
                stored++;
            }
        }
        numStored = stored;
        endRow(label, distribution, 0, distribution == null ? 0 : distribution.length, weight);
    }

    /**
     * Adds a row, given by some of its values; the others are 0.
     *
     * @param rowIndices strictly increasing, in [0, F)
     * @param rowValues as many as {@code rowIndices}; zeros among them are dropped
     */
    public void addSparse(int label, double weight, int[] rowIndices, double[] rowValues) {
        addSparse(label, null, weight, rowIndices, rowValues);
    }

    /** Adds a row with a distribution, which is as that of {@link #addDense(int, double[], double, double[])}. */
    public void addSparse(int label, double[] distribution, double weight, int[] rowIndices, double[] rowValues) {
        reserve(rowIndices.length);
        for (int p = 0; p < rowIndices.length; p++) {
            store(rowIndices[p], rowValues[p]);
        }
        endRow(label, distribution, 0, distribution == null ? 0 : distribution.length, weight);
    }

    /** Adds row {@code i} of another block. */
    public void addRow(Block block, int i) {
        block.forEachStored(i, (j, value) -> {
            reserve(1);
            store(j, value);
        });
        Targets targets = block.targets();
        endRow(block.label(i), targets.distributions(), i, targets.numClasses(), block.weight(i));
    }

    /** Adds row {@code i} of those that were added to another builder. */
    public void addRow(BlockBuilder other, int i) {
        int from = other.rowStarts[i];
        int length = other.rowStarts[i + 1] - from;
        reserve(length);
        System.arraycopy(other.indices, from, indices, numStored, length);
        System.arraycopy(other.values, from, values, numStored, length);
        numStored += length;
        endRow(other.labels[i], other.distributions, i, other.numClasses, other.weights[i]);
    }

    /**
     * Σ h(row) over the rows added since the last {@link #build}, modulo 2^64, where h is a hash of the label or
     * distribution, the weight and the non-zero features of a row. It does not depend on the order of the rows, nor on
     * how they were given.
     */
    public long hash() {
        long sum = 0L;
        for (int i = 0; i < numRows; i++) {
            sum += hash(i, 0L);
        }
        return sum;
    }

    /** h of row {@code i} of those added since the last {@link #build}; other seeds give independent hashes. */
    public long hash(int i, long seed) {
        long row = labels[i] + MULTIPLIER * Double.doubleToLongBits(weights[i]) + seed * INDEX_MULTIPLIER;
        for (int k = 0; k < numClasses; k++) {
            double share = distributions[i * numClasses + k];
            // Negative numbers, which indices of features are not.
            row += share == 0.0 ? 0L : mixed(Double.doubleToRawLongBits(share) + (-1L - k) * INDEX_MULTIPLIER);
        }
        int[] ofIndices = indices;
        double[] ofValues = values;
        int end = rowStarts[i + 1];
        for (int p = rowStarts[i]; p < end; p++) {
            row += mixed(Double.doubleToRawLongBits(ofValues[p]) + ofIndices[p] * INDEX_MULTIPLIER);
        }
        return mixed(row);
    }

    /**
     * A bijection under which every bit of the argument changes about half of the bits of the result: the finalizer of
     * SplitMix64. Source: G. Steele, D. Lea, C. Flood, "Fast splittable pseudorandom number generators", 2014, figure
     * 16.
     */
    private static long mixed(long value) {
        long first = (value ^ value >>> 30) * 0xbf58476d1ce4e5b9L;
        long second = (first ^ first >>> 27) * 0x94d049bb133111ebL;
        return second ^ second >>> 31;
    }

    /**
     * A block of the rows added so far; the builder is empty afterwards.
     *
     * @throws IllegalStateException if there are none
     */
    public Block build() {
        if (numRows == 0) {
            throw new IllegalStateException("a block needs at least one row");
        }
        Targets targets = new Targets(
                Arrays.copyOf(labels, numRows),
                Arrays.copyOf(weights, numRows),
                numClasses == 0 ? null : Arrays.copyOf(distributions, numRows * numClasses),
                fold);
        long numCells = (long) numRows * numFeatures;
        Block block = numStored >= DENSE_FROM * numCells
                ? new DenseDoubleBlock(numFeatures, denseValues(), targets)
                : new SparseDoubleBlock(
                        numFeatures,
                        Arrays.copyOf(rowStarts, numRows + 1),
                        Arrays.copyOf(indices, numStored),
                        Arrays.copyOf(values, numStored),
                        targets);
        clear();
        return block;
    }

    /** Forgets the rows added so far. */
    public void clear() {
        numRows = 0;
        numStored = 0;
        numClasses = 0;
    }

    private double[] denseValues() {
        double[] dense = new double[Math.multiplyExact(numRows, numFeatures)];
        for (int i = 0; i < numRows; i++) {
            int start = rowStarts[i];
            int length = rowStarts[i + 1] - start;
            if (length == numFeatures) {
                System.arraycopy(values, start, dense, i * numFeatures, length);
                continue;
            }
            for (int p = start; p < start + length; p++) {
                dense[i * numFeatures + indices[p]] = values[p];
            }
        }
        return dense;
    }

    private void store(int j, double value) {
        if (value != 0.0) {
            indices[numStored] = j;
            values[numStored] = value;
            numStored++;
        }
    }

    /**
     * Ends a row.
     *
     * @param shares distributions, of which the row has the {@code place}-th; null if rows have labels only
     * @param length the length of a distribution
     */
    private void endRow(int label, double[] shares, int place, int length, double weight) {
        if (numRows == labels.length) {
            int capacity = grown(numRows, 1);
            labels = Arrays.copyOf(labels, capacity);
            weights = Arrays.copyOf(weights, capacity);
            rowStarts = Arrays.copyOf(rowStarts, capacity + 1);
        }
        labels[numRows] = label;
        if (shares != null && length > 0) {
            if (numClasses == 0) {
                numClasses = length;
                for (int i = 0; i < numRows; i++) {
                    addLabel(i);
                }
            }
            reserveDistribution(numRows);
            System.arraycopy(shares, place * length, distributions, numRows * length, length);
        } else if (numClasses > 0) {
            addLabel(numRows);
        }
        weights[numRows] = weight;
        numRows++;
        rowStarts[numRows] = numStored;
    }

    /** Stores the label of row {@code i} as a distribution. */
    private void addLabel(int i) {
        reserveDistribution(i);
        Arrays.fill(distributions, i * numClasses, (i + 1) * numClasses, 0.0);
        distributions[i * numClasses + labels[i]] = 1.0;
    }

    private void reserveDistribution(int i) {
        if (distributions.length < (i + 1) * numClasses) {
            distributions = Arrays.copyOf(distributions, Math.multiplyExact(labels.length, numClasses));
        }
    }

    private void reserve(int more) {
        if (values.length - numStored < more) {
            int capacity = grown(numStored, more);
            indices = Arrays.copyOf(indices, capacity);
            values = Arrays.copyOf(values, capacity);
        }
    }

    private static int grown(int used, int more) {
        long needed = (long) used + more;
        if (needed > Integer.MAX_VALUE - 8) {
            throw new IllegalStateException("a block cannot store more than " + (Integer.MAX_VALUE - 8)
                    + " values, but " + needed + " were added");
        }
        return (int) Math.min(Integer.MAX_VALUE - 8, Math.max(needed, 2L * used));
    }
}
