package sparksoftmax.classification;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.SparseMatrix;

/**
 * A matrix of coefficients, [numClasses x numFeatures], in pieces of successive features that a row of a table can
 * have. Matrices are stored column by column.
 */
final class CoefficientPieces {
    /** So many values a piece has at most, unless a single feature has more: with their positions they take 3 MB. */
    static final int MOST_VALUES = 1 << 18;

    private CoefficientPieces() {}

    /** The first feature of every piece, and numFeatures at the end. There is at least one piece. */
    static int[] starts(Matrix coefficients) {
        int numFeatures = coefficients.numCols();
        int[] starts = new int[2];
        int numStarts = 1;
        for (int j = 1; j < numFeatures; j++) {
            int from = starts[numStarts - 1];
            if (position(coefficients, j + 1) - position(coefficients, from) > MOST_VALUES || j - from == MOST_VALUES) {
                starts = numStarts + 1 < starts.length ? starts : Arrays.copyOf(starts, 2 * starts.length);
                starts[numStarts++] = j;
            }
        }
        starts = Arrays.copyOf(starts, numStarts + 1);
        starts[numStarts] = numFeatures;
        return starts;
    }

    /** Where the values of a feature begin. */
    private static long position(Matrix coefficients, int feature) {
        return coefficients instanceof SparseMatrix sparse
                ? sparse.colPtrs()[feature]
                : (long) feature * coefficients.numRows();
    }

    /** The features {@code from .. until}. */
    static Matrix piece(Matrix coefficients, int from, int until) {
        int start = (int) position(coefficients, from);
        int end = (int) position(coefficients, until);
        int numClasses = coefficients.numRows();
        if (coefficients instanceof SparseMatrix sparse) {
            int[] columnStarts = Arrays.copyOfRange(sparse.colPtrs(), from, until + 1);
            for (int j = 0; j < columnStarts.length; j++) {
                columnStarts[j] -= start;
            }
            return new SparseMatrix(
                    numClasses,
                    until - from,
                    columnStarts,
                    Arrays.copyOfRange(sparse.rowIndices(), start, end),
                    Arrays.copyOfRange(sparse.values(), start, end));
        }
        return new DenseMatrix(
                numClasses, until - from, Arrays.copyOfRange(((DenseMatrix) coefficients).values(), start, end));
    }

    /** Puts a matrix together again from pieces in any order. Values of dense pieces are copied at once. */
    static final class Assembly {
        private final int numClasses;
        private final int numFeatures;
        private final BitSet found = new BitSet();
        private final TreeMap<Integer, SparseMatrix> sparse = new TreeMap<>();
        private double[] dense;

        Assembly(int numClasses, int numFeatures) {
            this.numClasses = numClasses;
            this.numFeatures = numFeatures;
        }

        /**
         * Adds a piece.
         *
         * @throws IllegalArgumentException if it does not fit in
         */
        void add(int firstFeature, Matrix piece) {
            long end = (long) firstFeature + piece.numCols();
            if (firstFeature < 0 || end > numFeatures || piece.numRows() != numClasses) {
                throw new IllegalArgumentException("there are " + piece.numRows() + " x " + piece.numCols()
                        + " coefficients from feature " + firstFeature + " on, but there should be " + numClasses
                        + " x " + numFeatures + " in all");
            }
            if (!found.get(firstFeature, (int) end).isEmpty()) {
                throw new IllegalArgumentException("the coefficients of some of the " + piece.numCols()
                        + " features from " + firstFeature + " on are there twice");
            }
            found.set(firstFeature, (int) end);
            if (piece instanceof SparseMatrix sparsePiece) {
                sparse.put(firstFeature, sparsePiece);
                return;
            }
            if (dense == null) {
                dense = new double[Math.multiplyExact(numClasses, numFeatures)];
            }
            double[] values = ((DenseMatrix) piece).values();
            System.arraycopy(values, 0, dense, firstFeature * numClasses, values.length);
        }

        /**
         * The matrix.
         *
         * @throws IllegalArgumentException if a piece is missing
         */
        Matrix matrix() {
            int missing = found.nextClearBit(0);
            if (missing < numFeatures) {
                throw new IllegalArgumentException("the coefficients of feature " + missing + " are missing");
            }
            if (dense == null) {
                return sparseMatrix();
            }
            if (!sparse.isEmpty()) {
                throw new IllegalArgumentException("there are both dense and sparse coefficients");
            }
            return new DenseMatrix(numClasses, numFeatures, dense);
        }

        private Matrix sparseMatrix() {
            int size = Math.toIntExact(sparse.values().stream()
                    .mapToLong(piece -> piece.values().length)
                    .sum());
            int[] columnStarts = new int[numFeatures + 1];
            int[] rows = new int[size];
            double[] values = new double[size];
            int start = 0;
            for (Map.Entry<Integer, SparseMatrix> entry : sparse.entrySet()) {
                SparseMatrix piece = entry.getValue();
                for (int j = 1; j <= piece.numCols(); j++) {
                    columnStarts[entry.getKey() + j] = start + piece.colPtrs()[j];
                }
                System.arraycopy(piece.rowIndices(), 0, rows, start, piece.values().length);
                System.arraycopy(piece.values(), 0, values, start, piece.values().length);
                start += piece.values().length;
            }
            return new SparseMatrix(numClasses, numFeatures, columnStarts, rows, values);
        }
    }
}
