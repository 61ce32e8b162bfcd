package sparksoftmax.inference;

import sparksoftmax.block.Block;
import sparksoftmax.block.BlockAccumulator;
import sparksoftmax.loss.SoftmaxInPlace;
import sparksoftmax.sums.FixedPointSum;
import sparksoftmax.sums.FixedPointUnits;
import sparksoftmax.sums.PartitionSums;

/**
 * Sums the Fisher information and the gradient of a softmax regression over rows. With x̃ the scaled features of a row,
 * followed by 1 if there are intercepts, p its probabilities, w its weight and y its label:
 *
 * <pre>
 *   I_kl = Σ w p_k (δ_kl - p_l) x̃ x̃ᵀ     [d x d], for every two classes k ≤ l but the reference class
 *   g_k  = Σ w (p_k - δ_ky) x̃            [d], for every class k but the reference class
 * </pre>
 *
 * <p>Of the symmetric I_kl, only the upper triangle is kept. The vector of the result has these triangles, row by row,
 * in the order of k and then l, and after them the gradients.
 */
final class InformationSums implements BlockAccumulator {
    private static final int TILE_ROWS = 8;

    private final Point point;
    private final int size;
    private final double[][] rows;
    private final double[][] probabilities;
    private final double[] weights = new double[TILE_ROWS];
    private final double[] factors = new double[TILE_ROWS];
    private final double[] products = new double[TILE_ROWS];
    private final int[] labels = new int[TILE_ROWS];
    private double[] sums;

    private InformationSums(Point point) {
        this.point = point;
        size = point.layout.size();
        rows = new double[TILE_ROWS][size];
        probabilities = new double[TILE_ROWS][point.numClasses];
    }

    /** The coefficients for which the sums are computed. Immutable. */
    static final class Point implements BlockAccumulator.Factory {
        private static final long serialVersionUID = 1L;

        private final double[] scale;
        private final double[] center;
        private final double[] parameters;
        private final double[] offsets;
        private final int numClasses;
        private final int reference;
        private final ContrastLayout layout;
        private final FixedPointUnits units;

        /**
         * @param scale s, [F]
         * @param center c, [F]: a scaled feature is s (x - c)
         * @param parameters the coefficients of the scaled features, and then the intercepts if there are any, [d x K]
         * @param offsets added to the margins of every row, [K]
         * @param reference the reference class
         * @param layout the order of the sums
         * @param units the units of the sums
         */
        Point(
                double[] scale,
                double[] center,
                double[] parameters,
                double[] offsets,
                int reference,
                ContrastLayout layout,
                FixedPointUnits units) {
            this.scale = scale;
            this.center = center;
            this.parameters = parameters;
            this.offsets = offsets;
            numClasses = offsets.length;
            this.reference = reference;
            this.layout = layout;
            this.units = units;
        }

        @Override
        public InformationSums create() {
            return new InformationSums(this);
        }

        @Override
        public long resultBytes() {
            return units.numBytes();
        }
    }

    @Override
    public void add(Block block) {
        if (sums == null) {
            sums = new double[point.layout.numSums()];
        }
        for (int from = 0; from < block.numRows(); from += TILE_ROWS) {
            read(block, from, Math.min(block.numRows(), from + TILE_ROWS));
            addTile();
        }
    }

    /** Reads rows and computes their probabilities; the places after the last row get weight 0. */
    private void read(Block block, int from, int to) {
        int numFeatures = point.scale.length;
        for (int r = 0; r < TILE_ROWS; r++) {
            double[] row = rows[r];
            weights[r] = from + r < to ? block.weight(from + r) : 0.0;
            if (weights[r] == 0.0) {
                continue;
            }
            labels[r] = block.label(from + r);
            for (int j = 0; j < numFeatures; j++) {
                row[j] = -point.scale[j] * point.center[j];
            }
            block.forEachStored(from + r, (j, value) -> row[j] = point.scale[j] * (value - point.center[j]));
            if (size > numFeatures) {
                row[numFeatures] = 1.0;
            }
            predict(row, probabilities[r]);
        }
    }

    private void predict(double[] row, double[] result) {
        int numClasses = point.numClasses;
        System.arraycopy(point.offsets, 0, result, 0, numClasses);
        for (int a = 0; a < size; a++) {
            double x = row[a];
            for (int k = 0; k < numClasses; k++) {
                result[k] += x * point.parameters[a * numClasses + k];
            }
        }
        SoftmaxInPlace.softmax(result, 0, numClasses);
    }

    private void addTile() {
        int at = 0;
        for (int k = 0; k < point.numClasses; k++) {
            for (int l = k; l < point.numClasses; l++) {
                if (k == point.reference || l == point.reference) {
                    continue;
                }
                for (int r = 0; r < TILE_ROWS; r++) {
                    double[] p = probabilities[r];
                    factors[r] = weights[r] * p[k] * ((k == l ? 1.0 : 0.0) - p[l]);
                }
                at = addTriangle(at);
            }
        }
        for (int k = 0; k < point.numClasses; k++) {
            if (k != point.reference) {
                for (int r = 0; r < TILE_ROWS; r++) {
                    factors[r] = weights[r] * (probabilities[r][k] - (labels[r] == k ? 1.0 : 0.0));
                }
                addRows(factors, 0, at);
                at += size;
            }
        }
    }

    /** Adds Σ_r factor_r x̃_r x̃_rᵀ, of which the upper triangle begins at {@code start}; returns where it ends. */
    private int addTriangle(int start) {
        int at = start;
        for (int a = 0; a < size; a++) {
            boolean zero = true;
            for (int r = 0; r < TILE_ROWS; r++) {
                products[r] = factors[r] * rows[r][a];
                zero &= products[r] == 0.0;
            }
            if (!zero) {
                addRows(products, a, at - a);
            }
            at += size - a;
        }
        return at;
    }

    /** Adds Σ_r by_r x̃_r, from element {@code from} on; that of index i goes to index {@code shift + i}. */
    private void addRows(double[] by, int from, int shift) {
        addScaled(by[0], rows[0], by[1], rows[1], by[2], rows[2], by[3], rows[3], from, shift);
        addScaled(by[4], rows[4], by[5], rows[5], by[6], rows[6], by[7], rows[7], from, shift);
    }

    private void addScaled(
            double f0,
            double[] x0,
            double f1,
            double[] x1,
            double f2,
            double[] x2,
            double f3,
            double[] x3,
            int from,
            int shift) {
        double[] y = sums;
        for (int i = from; i < x0.length; i++) {
            y[shift + i] = y[shift + i] + f0 * x0[i] + f1 * x1[i] + f2 * x2[i] + f3 * x3[i];
        }
    }

    @Override
    public PartitionSums sums(int partition) {
        FixedPointSum vector = sums == null ? null : FixedPointSum.of(point.units, sums);
        return PartitionSums.of(partition, vector);
    }
}
