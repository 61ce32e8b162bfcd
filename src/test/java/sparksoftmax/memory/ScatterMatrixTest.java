package sparksoftmax.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sparksoftmax.RandomRows;

class ScatterMatrixTest {
    /** Numbers of rows below and above a tile and the rows that are summed in single precision; extreme weights. */
    @ParameterizedTest
    @CsvSource({"1, 3, 1.0", "64, 17, 1e-200", "65, 1, 1e200", "2500, 33, 1.0"})
    void isTheSumOfTheSquaresOfTheRows(int numRows, int numFeatures, double unit) {
        RandomRows rows = new RandomRows(numRows, numFeatures, 2, 5L).weighted(7L);
        ScatterMatrix matrix = new ScatterMatrix(numFeatures, unit);
        double[] expected = new double[numFeatures * (numFeatures + 1) / 2];
        for (int r = 0; r < numRows; r++) {
            double[] z = rows.x[r];
            matrix.add(unit * rows.w[r], z);
            int at = 0;
            for (int i = 0; i < numFeatures; i++) {
                for (int j = i; j < numFeatures; j++) {
                    expected[at++] += rows.w[r] * z[i] * z[j];
                }
            }
        }
        double[] found = new double[2 + expected.length];
        matrix.copyTo(found, 2);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], found[2 + i] / unit, 1e-5 * numRows, "element " + i);
        }
    }
}
