package sparksoftmax.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import sparksoftmax.curvature.SymmetricInverse;

class VectorsTest {
    private static final int[] LENGTHS = {0, 1, 7, 8, 9, 15, 16, 17, 100, 1003};

    @Test
    void dotEqualsTheExactSum() {
        Random random = new Random(1L);
        for (int n : LENGTHS) {
            double[] x = random.doubles(n, -1.0, 1.0).toArray();
            double[] y = random.doubles(n, -1.0, 1.0).toArray();
            BigDecimal exact = BigDecimal.ZERO;
            for (int i = 0; i < n; i++) {
                exact = exact.add(new BigDecimal(x[i]).multiply(new BigDecimal(y[i])));
            }
            assertEquals(exact.doubleValue(), Vectors.dot(x, y), 1e-16 * (n + 1));
        }
    }

    @Test
    void addScaledAndScaleDoSo() {
        double[] y = {1.0, 2.0, 3.0};
        Vectors.addScaled(2.0, new double[] {1.0, 0.5, -1.0}, y);
        assertArrayEquals(new double[] {3.0, 3.0, 1.0}, y);
        Vectors.scale(-0.5, y);
        assertArrayEquals(new double[] {-1.5, -1.5, -0.5}, y);
    }

    /** What the driver computes has the same bits before and after compilation, by either compiler. */
    @Test
    void bitsDoNotDependOnCompilation() throws IOException, InterruptedException {
        Bits.repeat(2000);
        String compiled = Bits.text();
        assertEquals(compiled, inNewMachine("-Xint"));
        assertEquals(compiled, inNewMachine("-XX:TieredStopAtLevel=1"));
    }

    private static String inNewMachine(String option) throws IOException, InterruptedException {
        String java = System.getProperty("java.home") + File.separator + "bin" + File.separator + "java";
        Process process = new ProcessBuilder(
                        java, option, "-cp", System.getProperty("java.class.path"), Bits.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue());
        return output.strip();
    }

    /** The bits of dot products, of an inverse and of the minima of L-BFGS with and without L1. */
    static final class Bits {
        private Bits() {}

        public static void main(String[] args) {
            System.out.println(text());
        }

        static void repeat(int times) {
            for (int i = 0; i < times; i++) {
                dots();
                if (i % 20 == 0) {
                    text();
                }
            }
        }

        static String text() {
            return dots() + " " + inverse() + " " + minimum(0.0) + " " + minimum(0.01);
        }

        private static long dots() {
            Random random = new Random(5L);
            long hash = 0L;
            for (int n : LENGTHS) {
                double[] x = random.doubles(n, -1.0, 1.0).toArray();
                double[] y = random.doubles(n, -1.0, 1.0).toArray();
                hash = 31L * hash + Double.doubleToLongBits(Vectors.dot(x, y));
            }
            return hash;
        }

        private static long inverse() {
            Random random = new Random(6L);
            int n = 70;
            double[][] a = new double[n][n];
            for (int row = 0; row < n; row++) {
                double[] x = random.doubles(n, -1.0, 1.0).toArray();
                for (int j = 0; j < n; j++) {
                    Vectors.addScaled(x[j] / n, x, a[j]);
                }
            }
            for (int j = 0; j < n; j++) {
                a[j][j] += 1.0;
            }
            return Arrays.deepHashCode(SymmetricInverse.of(a).orElseThrow());
        }

        private static long minimum(double strength) {
            Random random = new Random(7L);
            double[] c = random.doubles(50, 1.0, 100.0).toArray();
            double[] t = random.doubles(50, -1.0, 1.0).toArray();
            double[] l1 = new double[50];
            Arrays.fill(l1, strength);
            double[] u = new double[50];
            Lbfgs lbfgs = new Lbfgs(
                    (v, gradient) -> {
                        double value = 0.0;
                        for (int i = 0; i < v.length; i++) {
                            double distance = v[i] - t[i];
                            gradient[i] = c[i] * distance * (1.0 + distance * distance);
                            value += c[i] * distance * distance * (0.5 + 0.25 * distance * distance)
                                    + strength * Math.abs(v[i]);
                        }
                        return value;
                    },
                    u,
                    Strengths.of(l1));
            for (int step = 0; step < 15 && lbfgs.step(); step++) {}
            return Arrays.hashCode(u);
        }
    }
}
