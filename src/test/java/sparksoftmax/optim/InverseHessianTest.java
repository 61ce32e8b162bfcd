package sparksoftmax.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InverseHessianTest {
    /**
     * More pairs than are kept, one without curvature, vectors of one and of many ranges: against the recursion step by
     * step, which runs where coordinates may be held, with none that is, and against the formula.
     */
    @Test
    void directionIsThatOfTheRecursion() {
        for (int n : new int[] {5, 4100, 140_000}) {
            for (Preconditioner first : new Preconditioner[] {null, InverseHessianTest::thirds}) {
                Random random = new Random(n);
                InverseHessian inSweeps = new InverseHessian(n, 4);
                InverseHessian stepByStep = new InverseHessian(n, 4);
                List<double[][]> kept = new ArrayList<>();
                double[] zero = new double[n];
                for (int pair = 0; pair < 7; pair++) {
                    double[] s = random.doubles(n, -1.0, 1.0).toArray();
                    double[] y = s.clone();
                    boolean curved = pair != 5;
                    for (int i = 0; i < n; i++) {
                        y[i] *= (curved ? 1.0 : -1.0) * (1.0 + i % 7 + random.nextDouble());
                    }
                    inSweeps.add(zero, zero, s, y);
                    stepByStep.add(zero, zero, s, y);
                    if (curved) {
                        kept.add(new double[][] {s, y});
                    }
                    double[] p = random.doubles(n, -1.0, 1.0).toArray();
                    double[] expected = recursion(kept.subList(Math.max(0, kept.size() - 4), kept.size()), p, first);
                    double[] found = inSweeps.direction(p, null, first, new double[n]);
                    assertArrayEquals(expected, found, 1e-12, "pair " + pair);
                    double[] other = stepByStep.direction(p, new boolean[n], first, new double[n]);
                    assertArrayEquals(expected, other, 1e-12, "pair " + pair);
                }
            }
        }
    }

    @Test
    void directionIsThatOfTheCoordinatesThatMove() {
        int n = 12;
        Random random = new Random(8L);
        boolean[] held = new boolean[n];
        Arrays.fill(held, 0, n / 2, true);
        InverseHessian all = new InverseHessian(n, 3);
        InverseHessian half = new InverseHessian(n / 2, 3);
        double[] zero = new double[n];
        for (int pair = 0; pair < 5; pair++) {
            double[] s = random.doubles(n, -1.0, 1.0).toArray();
            double[] y =
                    Arrays.stream(s).map(x -> x * (1.0 + random.nextDouble())).toArray();
            all.add(zero, zero, s, y);
            half.add(zero, zero, end(s), end(y));
        }
        double[] p = random.doubles(n, -1.0, 1.0).toArray();
        Arrays.fill(p, 0, n / 2, 0.0);
        double[] found = all.direction(p, held, null, new double[n]);
        double[] expected = half.direction(end(p), new boolean[n / 2], null, new double[n / 2]);
        assertArrayEquals(expected, end(found), 1e-12);
        for (int i = 0; i < n / 2; i++) {
            assertEquals(0.0, found[i], "coordinate " + i);
        }
    }

    private static double[] end(double[] x) {
        return Arrays.copyOfRange(x, x.length / 2, x.length);
    }

    private static double[] thirds(double[] v) {
        double[] result = v.clone();
        for (int i = 0; i < v.length; i++) {
            result[i] /= 1.0 + i % 3;
        }
        return result;
    }

    /** Nocedal and Wright, algorithm 7.4. */
    private static double[] recursion(List<double[][]> pairs, double[] p, Preconditioner first) {
        double[] d = Arrays.stream(p).map(x -> -x).toArray();
        double[] alphas = new double[pairs.size()];
        for (int i = pairs.size() - 1; i >= 0; i--) {
            double[] s = pairs.get(i)[0];
            double[] y = pairs.get(i)[1];
            alphas[i] = Vectors.dot(s, d) / Vectors.dot(s, y);
            Vectors.addScaled(-alphas[i], y, d);
        }
        double[][] newest = pairs.get(pairs.size() - 1);
        double[] scaled = first == null ? newest[1] : first.times(newest[1]);
        d = first == null ? d : first.times(d);
        Vectors.scale(Vectors.dot(newest[0], newest[1]) / Vectors.dot(newest[1], scaled), d);
        for (int i = 0; i < pairs.size(); i++) {
            double[] s = pairs.get(i)[0];
            double[] y = pairs.get(i)[1];
            Vectors.addScaled(alphas[i] - Vectors.dot(y, d) / Vectors.dot(s, y), s, d);
        }
        return d;
    }
}
