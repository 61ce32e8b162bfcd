package sparksoftmax.block;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sparksoftmax.sums.FixedPointUnits;

/** {@link Block#addSquares} of sparse rows in single precision, by the definition. */
class SquaresTest {
    private static final int ROWS = 40;

    /** The largest value is ordinary, or has a square that single precision does not hold. */
    @ParameterizedTest
    @CsvSource({"50, 3, 1", "5000, 7, 1", "50, 3, 1e25", "5000, 7, 1e25"})
    void squaresAreThoseOfTheDefinition(int numFeatures, int numClasses, float largest) {
        Random random = new Random(5);
        BlockBuilder builder = new BlockBuilder(numFeatures);
        double[][] x = new double[ROWS][numFeatures];
        for (int i = 0; i < ROWS; i++) {
            int[] features = random.ints(0, numFeatures)
                    .distinct()
                    .limit(1 + random.nextInt(8))
                    .sorted()
                    .toArray();
            double[] values = random.doubles(features.length)
                    .map(value -> (float) (value - 0.3))
                    .toArray();
            if (i == 25) {
                values[0] = largest;
            }
            for (int p = 0; p < features.length; p++) {
                x[i][features[p]] = values[p];
            }
            builder.addSparse(0, 1.0, features, values);
        }
        double[] ones = new double[numFeatures];
        Arrays.fill(ones, 1.0);
        Block block = builder.build()
                .mapped(FeatureMap.selecting(IntStream.range(0, numFeatures).toArray(), numFeatures)
                        .standardizing(ones, new double[numFeatures], 1.0, Storage.SPARSE_FLOAT));
        assertTrue(block instanceof SparseFloatBlock);
        double[] center = random.doubles(numFeatures).toArray();
        double[] multipliers = random.doubles((long) ROWS * numClasses).toArray();
        double[] expected = new double[(numFeatures + 1) * numClasses];
        for (int i = 0; i < ROWS; i++) {
            for (int k = 0; k < numClasses; k++) {
                double multiplier = multipliers[i * numClasses + k];
                for (int j = 0; j < numFeatures; j++) {
                    expected[j * numClasses + k] += multiplier * x[i][j] * (x[i][j] - 2.0 * center[j]);
                }
                expected[numFeatures * numClasses + k] += multiplier;
            }
        }

        GradientSums sums = new GradientSums(numFeatures, numClasses);
        for (int from = 0; from < ROWS; from += 15) {
            int to = Math.min(ROWS, from + 15);
            double[] ofTile = Arrays.copyOfRange(multipliers, from * numClasses, to * numClasses);
            block.addSquares(from, to, ofTile, center, sums);
        }
        double[] bounds = new double[numFeatures + 1];
        for (int j = 0; j <= numFeatures; j++) {
            for (int k = 0; k < numClasses; k++) {
                bounds[j] = Math.max(bounds[j], 100.0 + 2.0 * Math.abs(expected[j * numClasses + k]));
            }
        }
        double[] found = sums.toSum(FixedPointUnits.ofBounds(bounds, numClasses))
                .toDoubles(FixedPointUnits.ofBounds(bounds, numClasses));
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], found[i], 1e-6 * Math.max(1.0, Math.abs(expected[i])), "sum " + i);
        }
    }
}
