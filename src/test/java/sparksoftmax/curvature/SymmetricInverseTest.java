package sparksoftmax.curvature;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import breeze.linalg.DenseMatrix;
import breeze.linalg.LU$primitive$LU_DM_Impl_Double$;
import breeze.linalg.inv;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sparksoftmax.optim.Vectors;

/** Against Breeze's {@code inv}, which is LAPACK's LU decomposition. */
class SymmetricInverseTest {
    /** The mean of x xᵀ over 2 n rows, and a ridge. */
    private static double[][] moments(int n, double ridge, long seed) {
        Random random = new Random(seed);
        double[][] a = new double[n][n];
        for (int row = 0; row < 2 * n; row++) {
            double common = random.nextGaussian();
            double[] x = random.doubles(n, -1.0, 1.0).map(v -> v + common).toArray();
            for (int j = 0; j < n; j++) {
                Vectors.addScaled(x[j] / (2 * n), x, a[j]);
            }
        }
        for (int j = 0; j < n; j++) {
            a[j][j] += ridge;
        }
        return a;
    }

    private static double[] flat(double[][] a) {
        return Arrays.stream(a).flatMapToDouble(Arrays::stream).toArray();
    }

    private static double[] byBreeze(double[][] a) {
        DenseMatrix<Object> matrix = new DenseMatrix<>(a.length, a.length, flat(a));
        return (double[]) inv.apply(matrix, inv.canInvUsingLU_Double(LU$primitive$LU_DM_Impl_Double$.MODULE$))
                .data();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 31, 32, 33, 64, 65, 67, 130, 201})
    void equalsBreezes(int n) {
        double[][] a = moments(n, 0.1, n);
        double[] found = flat(SymmetricInverse.of(a).orElseThrow());
        double[] expected = byBreeze(a);
        double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        assertArrayEquals(expected, found, 1e-11 * largest);
    }

    @Test
    void theMatrixIsNotChanged() {
        double[][] a = moments(70, 0.1, 1L);
        double[] before = flat(a);
        SymmetricInverse.of(a);
        assertArrayEquals(before, flat(a));
    }

    /** Eigenvalues from 1 to 1e-10: the error grows with their ratio, not beyond. */
    @Test
    void anIllConditionedMatrixIsInverted() {
        int n = 100;
        double[][] a = moments(n, 1e-10, 2L);
        double[][] inverse = SymmetricInverse.of(a).orElseThrow();
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                assertEquals(i == j ? 1.0 : 0.0, Vectors.dot(a[i], inverse[j]), 1e-8);
            }
        }
    }

    /** In the first half, in the Schur complement, and where numbers are not finite. */
    @Test
    void aMatrixThatIsNotPositiveDefiniteHasNone() {
        for (int at : new int[] {3, 50, 99}) {
            for (double bad : new double[] {-1.0, 0.0, Double.NaN, Double.NEGATIVE_INFINITY}) {
                double[][] a = moments(100, 0.1, 3L);
                a[at][at] = bad;
                assertTrue(SymmetricInverse.of(a).isEmpty(), bad + " at " + at);
            }
        }
        assertTrue(SymmetricInverse.of(new double[][] {{1.0, 5.0}, {5.0, 1.0}}).isEmpty());
    }
}
