package sparksoftmax.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a minimizer takes over from one of a similar function, in other coordinates and with another penalty. */
class LearnedCurvatureTest {
    private static final int N = 12;
    private static final double[][] HESSIAN = new double[N][N];
    private static final double[] LINEAR = new double[N];

    static {
        Random random = new Random(1L);
        for (int k = 0; k < 3 * N; k++) {
            double[] v = random.doubles(N, -1.0, 1.0).toArray();
            for (int i = 0; i < N; i++) {
                for (int j = 0; j < N; j++) {
                    HESSIAN[i][j] += Math.pow(10.0, k % 4 - 2.0) * v[i] * v[j];
                }
            }
        }
        Arrays.setAll(LINEAR, i -> random.nextGaussian());
    }

    /** f(v / r) + Σ λ v² / 2, with f(u) = uᵀ A u / 2 + bᵀ u. */
    private record Penalized(double[] ratios, double[] strengths) implements Lbfgs.Function {
        @Override
        public double valueAndGradient(double[] v, double[] gradient) {
            double value = 0.0;
            for (int i = 0; i < N; i++) {
                double ui = v[i] / ratios[i];
                double product = 0.0;
                for (int j = 0; j < N; j++) {
                    product += HESSIAN[i][j] * v[j] / ratios[j];
                }
                value += ui * (0.5 * product + LINEAR[i]) + 0.5 * strengths[i] * v[i] * v[i];
                gradient[i] = (product + LINEAR[i]) / ratios[i] + strengths[i] * v[i];
            }
            return value;
        }
    }

    private static double[] filled(double value) {
        double[] values = new double[N];
        Arrays.fill(values, value);
        return values;
    }

    /** The secant equation of the newest pair: H y = s, with y = B s for the new Hessian B. */
    @Test
    void pairsAreThoseOfTheNewFunction() {
        Random random = new Random(2L);
        double[] ratios = random.doubles(N, 0.2, 3.0).toArray();
        double[] curvature = random.doubles(N, 0.0, 2.0).toArray();
        InverseHessian known = new InverseHessian(N, 5);
        double[] newest = null;
        for (int pair = 0; pair < 4; pair++) {
            newest = random.doubles(N, -1.0, 1.0).toArray();
            double[] change = new double[N];
            for (int i = 0; i < N; i++) {
                for (int j = 0; j < N; j++) {
                    change[i] += HESSIAN[i][j] * newest[j];
                }
            }
            known.add(new double[N], new double[N], newest, change);
            known.direction(change, null, null, new double[N]);
        }
        InverseHessian taken = new InverseHessian(N, 5);
        taken.addRescaled(known, ratios, curvature);

        double[] step = new double[N];
        double[] change = new double[N];
        for (int i = 0; i < N; i++) {
            step[i] = ratios[i] * newest[i];
            for (int j = 0; j < N; j++) {
                change[i] += HESSIAN[i][j] * newest[j] / ratios[i];
            }
            change[i] += curvature[i] * step[i];
        }
        double[] direction = taken.direction(change, null, null, new double[N]);
        assertArrayEquals(step, Arrays.stream(direction).map(x -> -x).toArray(), 1e-9);
    }

    @Test
    void aMinimizerThatHasLearnedNeedsFewerStepsToTheSameMinimum() {
        Lbfgs strong = new Lbfgs(new Penalized(filled(1.0), filled(0.1)), new double[N], Strengths.NONE);
        while (strong.gradientNorm() > 1e-6 && strong.step()) {
            // Until the minimum is reached.
        }
        double[] ratios = new Random(3L).doubles(N, 0.5, 2.0).toArray();
        double[] added = new double[N];
        Arrays.setAll(added, i -> 0.05 - 0.1 / (ratios[i] * ratios[i]));
        double[][] ends = new double[2][];
        int[] steps = new int[2];
        for (int learns = 0; learns < 2; learns++) {
            double[] v = new double[N];
            Lbfgs weak = new Lbfgs(new Penalized(ratios, filled(0.05)), v, Strengths.NONE);
            if (learns == 1) {
                weak.learnFrom(strong, ratios, added);
            }
            while (weak.gradientNorm() > 1e-6 && weak.step()) {
                steps[learns]++;
            }
            ends[learns] = v;
        }
        assertArrayEquals(ends[0], ends[1], 1e-4);
        assertTrue(2 * steps[1] <= steps[0], () -> Arrays.toString(steps));
    }
}
