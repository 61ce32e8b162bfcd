package sparksoftmax.block;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import sparksoftmax.kernel.ScalarKernel;
import sparksoftmax.sums.FixedPointSum;
import sparksoftmax.sums.FixedPointUnits;

/**
 * The gradient of sparse rows whose features are scattered over so many that their sums do not fit into the cache. Rows
 * are collected with their multipliers first. Then the sums are computed for one panel of features after the other; a
 * panel fits into the cache. Every sum is in double precision and in the order of the rows. If the result is a
 * {@link FixedPointSum}, memory is needed only for the features that the rows have. Not thread safe.
 */
final class ScatteredRows {
    /** The number of sums in a panel: 256 KB of them. */
    private static final int PANEL_SUMS = 1 << 15;

    /** No more panels than this are written to at a time. */
    private static final int MAX_PANELS = 1 << 12;

    /** Collected rows are to be added up when they store as many values or multipliers as this, 8 to 16 MB of each. */
    private static final int MAX_COLLECTED = 1 << 20;

    private final int numFeatures;
    private final int numClasses;

    /** A panel has 2^{@code panelBits} features. */
    private final int panelBits;

    private final List<Rows> collected = new ArrayList<>();
    private double[] multipliers = new double[0];
    private int numRows;
    private long numStored;

    // The collected values, sorted by panel, in the order of the rows within a panel.
    private int[] panelStarts;
    private int[] sortedFeatures;
    private int[] sortedRows;
    private float[] sortedValues;

    /** The rows {@code from} to {@code to} of a block. */
    private record Rows(int[] rowStarts, int[] indices, float[] values, int from, int to) {}

    ScatteredRows(int numFeatures, int numClasses) {
        this.numFeatures = numFeatures;
        this.numClasses = numClasses;
        int bits = 31 - Integer.numberOfLeadingZeros(Math.max(1, PANEL_SUMS / numClasses));
        while ((numFeatures - 1 >>> bits) >= MAX_PANELS) {
            bits++;
        }
        panelBits = bits;
    }

    boolean isEmpty() {
        return collected.isEmpty();
    }

    /** Whether so much is collected that it should be added up. */
    boolean isFull() {
        return numStored >= MAX_COLLECTED || (long) numRows * numClasses >= MAX_COLLECTED;
    }

    /**
     * Collects the rows {@code from} to {@code to} of a block.
     *
     * @param ofRows their multipliers, [to - from x K], copied
     */
    void add(int[] rowStarts, int[] indices, float[] values, int from, int to, double[] ofRows) {
        int used = numRows * numClasses;
        int more = (to - from) * numClasses;
        if (multipliers.length - used < more) {
            multipliers = Arrays.copyOf(multipliers, Math.max(used + more, 2 * used));
        }
        System.arraycopy(ofRows, 0, multipliers, used, more);
        collected.add(new Rows(rowStarts, indices, values, from, to));
        numRows += to - from;
        numStored += rowStarts[to] - rowStarts[from];
    }

    /**
     * Adds the gradient of the collected rows, and forgets them.
     *
     * @param sums G, [F x K] feature-major
     */
    void addTo(double[] sums) {
        sort();
        for (int panel = 0; panel < panelStarts.length - 1; panel++) {
            addPanel(panel, 0, sums);
        }
        forget();
    }

    /**
     * The gradient of the collected rows, which are forgotten.
     *
     * @param intercepts the gradient with respect to the intercepts, [K]
     */
    FixedPointSum toSum(FixedPointUnits units, double[] intercepts) {
        sort();
        int[] groups = presentAndIntercepts();
        // Where most features have values, a list of them would save little.
        boolean all = 2 * groups.length > numFeatures;
        FixedPointSum result = FixedPointSum.zero(units, all ? null : groups);
        double[] sums = new double[Math.min(numFeatures, 1 << panelBits) * numClasses];
        int place = 0;
        for (int panel = 0; panel < panelStarts.length - 1; panel++) {
            int first = panel << panelBits;
            addPanel(panel, first, sums);
            int end = Math.min(numFeatures, first + (1 << panelBits));
            for (; groups[place] < end; place++) {
                int feature = groups[place];
                int start = (feature - first) * numClasses;
                result.set(units, all ? feature : place, feature, sums, start);
                Arrays.fill(sums, start, start + numClasses, 0.0);
            }
        }
        result.set(units, all ? numFeatures : place, numFeatures, intercepts, 0);
        forget();
        return result;
    }

    /** The features that the rows have, increasing, and then F, which stands for the intercepts. */
    private int[] presentAndIntercepts() {
        // Not a BitSet: to set one bit, the others beside it would have to be read first.
        boolean[] present = new boolean[numFeatures + 1];
        for (int feature : sortedFeatures) {
            present[feature] = true;
        }
        present[numFeatures] = true;
        return FixedPointSum.presentGroups(numFeatures + 1, feature -> present[feature]);
    }

    /** Adds the values of a panel to sums that start at feature {@code first}. */
    private void addPanel(int panel, int first, double[] sums) {
        ScalarKernel.addScattered(
                sortedRows,
                sortedFeatures,
                sortedValues,
                panelStarts[panel],
                panelStarts[panel + 1],
                multipliers,
                numClasses,
                first,
                sums);
    }

    private void sort() {
        int numPanels = (Math.max(1, numFeatures) - 1 >>> panelBits) + 1;
        int[] starts = new int[numPanels + 1];
        for (Rows rows : collected) {
            for (int p = rows.rowStarts[rows.from]; p < rows.rowStarts[rows.to]; p++) {
                starts[(rows.indices[p] >>> panelBits) + 1]++;
            }
        }
        for (int panel = 0; panel < numPanels; panel++) {
            starts[panel + 1] += starts[panel];
        }
        panelStarts = starts.clone();
        sortedFeatures = new int[starts[numPanels]];
        sortedRows = new int[starts[numPanels]];
        sortedValues = new float[starts[numPanels]];
        int row = 0;
        for (Rows rows : collected) {
            for (int i = rows.from; i < rows.to; i++, row++) {
                for (int p = rows.rowStarts[i]; p < rows.rowStarts[i + 1]; p++) {
                    int place = starts[rows.indices[p] >>> panelBits]++;
                    sortedFeatures[place] = rows.indices[p];
                    sortedRows[place] = row;
                    sortedValues[place] = rows.values[p];
                }
            }
        }
    }

    private void forget() {
        collected.clear();
        numRows = 0;
        numStored = 0;
        sortedFeatures = null;
        sortedRows = null;
        sortedValues = null;
    }
}
