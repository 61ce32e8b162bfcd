package sparksoftmax.block;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sparksoftmax.sums.FixedPointSum;
import sparksoftmax.sums.FixedPointUnits;

class ScatteredRowsTest {
    private static final int ROWS_OF_BLOCK = 30;

    /** Blocks of sparse rows, their multipliers, and the sums of their gradients row by row. */
    private static final class Problem {
        private final int numFeatures;
        private final int numClasses;
        private final GradientSums sums;
        private final double[] expected;

        Problem(int numFeatures, int numClasses, int numBlocks, int rowLength) {
            this.numFeatures = numFeatures;
            this.numClasses = numClasses;
            sums = new GradientSums(numFeatures, numClasses);
            expected = new double[(numFeatures + 1) * numClasses];
            Random random = new Random(numFeatures);
            for (int block = 0; block < numBlocks; block++) {
                add(random, rowLength);
            }
        }

        private void add(Random random, int rowLength) {
            int[] rowStarts = new int[ROWS_OF_BLOCK + 1];
            int[] indices = new int[ROWS_OF_BLOCK * rowLength];
            float[] values = new float[indices.length];
            for (int i = 0; i < ROWS_OF_BLOCK; i++) {
                int[] row = random.ints(0, numFeatures)
                        .distinct()
                        .limit(rowLength)
                        .sorted()
                        .toArray();
                System.arraycopy(row, 0, indices, i * rowLength, rowLength);
                rowStarts[i + 1] = (i + 1) * rowLength;
            }
            for (int p = 0; p < values.length; p++) {
                values[p] = random.nextFloat();
            }
            double[] weights = new double[ROWS_OF_BLOCK];
            Arrays.fill(weights, 1.0);
            int[] labels = new int[ROWS_OF_BLOCK];
            Block rows = new SparseFloatBlock(numFeatures, rowStarts, indices, values, labels, weights, 0);
            double[] m =
                    random.doubles((long) ROWS_OF_BLOCK * numClasses, -1.0, 1.0).toArray();
            int half = ROWS_OF_BLOCK / 2;
            rows.addGradient(0, half, Arrays.copyOf(m, half * numClasses), sums);
            rows.addGradient(half, ROWS_OF_BLOCK, Arrays.copyOfRange(m, half * numClasses, m.length), sums);
            for (int i = 0; i < ROWS_OF_BLOCK; i++) {
                for (int k = 0; k < numClasses; k++) {
                    double factor = m[i * numClasses + k];
                    expected[numFeatures * numClasses + k] += factor;
                    for (int p = rowStarts[i]; p < rowStarts[i + 1]; p++) {
                        expected[indices[p] * numClasses + k] += values[p] * factor;
                    }
                }
            }
        }

        FixedPointUnits units() {
            double[] bounds = new double[numFeatures + 1];
            Arrays.fill(bounds, 1e4);
            return FixedPointUnits.ofBounds(bounds, numClasses);
        }
    }

    /** One panel and several, most features present and few, and so many rows that sums are made in between. */
    @Test
    void sumsAreThoseOfTheRowsInTheirOrder() {
        Problem[] problems = {
            new Problem(200, 3, 4, 5),
            new Problem(40_000, 3, 4, 50),
            new Problem(30_000, 4, 10, 900),
            new Problem(300, 1000, 40, 8)
        };
        for (Problem problem : problems) {
            FixedPointUnits units = problem.units();
            double[] expected = FixedPointSum.of(units, problem.expected).toDoubles(units);
            assertArrayEquals(expected, problem.sums.toSum(units).toDoubles(units), 0.0);
        }
        Problem inDoubles = new Problem(40_000, 3, 4, 50);
        assertArrayEquals(inDoubles.expected, inDoubles.sums.toArray(), 0.0);
    }

    @Test
    void featuresThatNoRowHasDoNotTravel() throws IOException {
        Problem problem = new Problem(100_000, 10, 1, 20);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(problem.sums.toSum(problem.units()));
        }
        int most = ROWS_OF_BLOCK * 20 * 10 * Long.BYTES;
        assertTrue(bytes.size() < 2 * most, bytes.size() + " bytes");
    }
}
