package sparksoftmax.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sparksoftmax.curvature.CorrelatedFeatures;

class LbfgsTest {
    /** Σ c_i (u_i - t_i)² / 2 + Σ λ_i |u_i|, minimal at the soft threshold of t_i by λ_i / c_i. */
    private static Lbfgs.Function quadratic(double[] c, double[] t, double[] l1) {
        return (u, gradient) -> {
            double value = 0.0;
            for (int i = 0; i < u.length; i++) {
                gradient[i] = c[i] * (u[i] - t[i]);
                value += 0.5 * gradient[i] * (u[i] - t[i]) + l1[i] * Math.abs(u[i]);
            }
            return value;
        };
    }

    private static int run(Lbfgs lbfgs, int maxSteps) {
        int steps = 0;
        double value = lbfgs.value();
        while (steps < maxSteps && lbfgs.step()) {
            assertTrue(lbfgs.value() <= value, "step " + steps + " went uphill");
            value = lbfgs.value();
            steps++;
        }
        return steps;
    }

    @Test
    void findsTheMinimumOfAnIllConditionedQuadratic() {
        Random random = new Random(1L);
        double[] c = random.doubles(30).map(x -> Math.pow(10.0, 4.0 * x)).toArray();
        double[] t = random.doubles(30, -2.0, 2.0).toArray();
        double[] u = new double[30];
        run(new Lbfgs(quadratic(c, t, new double[30]), u, Strengths.NONE), 500);
        assertArrayEquals(t, u, 1e-5);
    }

    @Test
    void findsTheSoftThresholdWithL1() {
        Random random = new Random(2L);
        double[] c = random.doubles(30, 0.5, 50.0).toArray();
        double[] t = random.doubles(30, -2.0, 2.0).toArray();
        double[] l1 = random.doubles(30, 0.0, 20.0).map(x -> x < 5.0 ? 0.0 : x).toArray();
        double[] expected = new double[30];
        int zeros = 0;
        for (int i = 0; i < 30; i++) {
            expected[i] = Proximal.softThreshold(t[i], l1[i] / c[i]);
            zeros += expected[i] == 0.0 ? 1 : 0;
        }
        assertTrue(zeros > 3 && zeros < 27, "a test needs zeros and others");
        double[] u = random.doubles(30, -1.0, 1.0).toArray();
        run(new Lbfgs(quadratic(c, t, l1), u, Strengths.of(l1)), 500);
        assertArrayEquals(expected, u, 1e-6);
        for (int i = 0; i < 30; i++) {
            assertEquals(expected[i] == 0.0, u[i] == 0.0, "coordinate " + i);
        }
    }

    /**
     * Not separable, so that which bounds are active is not plain from the start. Checked by the optimality conditions.
     */
    @Test
    void findsTheMinimumInABox() {
        Random random = new Random(4L);
        int n = 20;
        double[][] a = new double[n][];
        Arrays.setAll(a, i -> random.doubles(n, -1.0, 1.0).toArray());
        double[] t = random.doubles(n, -2.0, 2.0).toArray();
        double[] lower = new double[n];
        double[] upper = new double[n];
        Arrays.setAll(lower, i -> i % 3 == 0 ? Double.NEGATIVE_INFINITY : -0.5);
        Arrays.setAll(upper, i -> i % 4 == 0 ? Double.POSITIVE_INFINITY : 0.5);
        Lbfgs.Function function = (u, gradient) -> {
            Arrays.fill(gradient, 0.0);
            double value = 0.0;
            for (double[] row : a) {
                double residual = 0.0;
                for (int j = 0; j < n; j++) {
                    residual += row[j] * (u[j] - t[j]);
                }
                value += 0.5 * residual * residual;
                for (int j = 0; j < n; j++) {
                    gradient[j] += residual * row[j];
                }
            }
            return value;
        };
        double[] u = random.doubles(n, -3.0, 3.0).toArray();
        run(new Lbfgs(function, u, Strengths.NONE, Box.of(lower, upper), null), 2000);
        double[] gradient = new double[n];
        function.valueAndGradient(u, gradient);
        int active = 0;
        for (int i = 0; i < n; i++) {
            assertTrue(u[i] >= lower[i] && u[i] <= upper[i], "coordinate " + i);
            boolean atLower = u[i] == lower[i];
            boolean atUpper = u[i] == upper[i];
            active += atLower || atUpper ? 1 : 0;
            assertTrue(
                    atLower ? gradient[i] >= 0.0 : atUpper ? gradient[i] <= 0.0 : Math.abs(gradient[i]) < 1e-5,
                    "coordinate " + i + " is " + u[i] + " with derivative " + gradient[i]);
        }
        assertTrue(active > 2 && active < n - 2, active + " bounds are active");
    }

    /** H. H. Rosenbrock's valley: not convex, with a curved floor. */
    @Test
    void followsTheRosenbrockValley() {
        double[] u = {-1.2, 1.0};
        Lbfgs lbfgs = new Lbfgs(
                (v, g) -> {
                    double a = 1.0 - v[0];
                    double b = v[1] - v[0] * v[0];
                    g[0] = -2.0 * a - 400.0 * v[0] * b;
                    g[1] = 200.0 * b;
                    return a * a + 100.0 * b * b;
                },
                u,
                Strengths.NONE);
        int steps = run(lbfgs, 200);
        assertArrayEquals(new double[] {1.0, 1.0}, u, 1e-6);
        assertTrue(steps < 100, steps + " steps");
    }

    @Test
    void stopsAtTheMinimum() {
        double[] c = {1.0, 2.0};
        double[] t = {3.0, -1.0};
        Lbfgs lbfgs = new Lbfgs(quadratic(c, t, new double[2]), t.clone(), Strengths.NONE);
        assertEquals(0, run(lbfgs, 10));
        assertEquals(0.0, lbfgs.value());
    }

    @Test
    void stepsBackFromWhereTheFunctionIsNotFinite() {
        double[] u = {1.0};
        Lbfgs lbfgs = new Lbfgs(
                (v, g) -> {
                    g[0] = 1.0 - 1.0 / v[0];
                    return v[0] - Math.log(v[0]);
                },
                new double[] {50.0},
                Strengths.NONE);
        assertTrue(lbfgs.step());
        Lbfgs far = new Lbfgs(
                (v, g) -> {
                    g[0] = 1.0 - 0.01 / v[0];
                    return v[0] - 0.01 * Math.log(v[0]);
                },
                u,
                Strengths.NONE);
        run(far, 100);
        assertEquals(0.01, u[0], 1e-6);
    }

    /** f(u) = Σ over classes of uᵀ A u / 2 - bᵀ u, with A the second moments of correlated features and a ridge. */
    private static Lbfgs.Function correlated(double[] a, double[] b, int numFeatures, int numClasses) {
        return (u, gradient) -> {
            double value = 0.0;
            for (int j = 0; j < numFeatures; j++) {
                for (int k = 0; k < numClasses; k++) {
                    double product = 0.0;
                    for (int i = 0; i < numFeatures; i++) {
                        product += a[j * numFeatures + i] * u[i * numClasses + k];
                    }
                    int at = j * numClasses + k;
                    gradient[at] = product - b[at];
                    value += u[at] * (0.5 * product - b[at]);
                }
            }
            return value;
        };
    }

    /** Second moments of 60 features of which many move together, scaled to a diagonal of 1. */
    private static double[] moments(Random random, int numFeatures) {
        double[] moments = new double[numFeatures * numFeatures];
        for (int row = 0; row < 200; row++) {
            double common = 3.0 * random.nextGaussian();
            double other = 2.0 * random.nextGaussian();
            double[] x = new double[numFeatures];
            Arrays.setAll(x, j -> random.nextGaussian() + common + (j % 3) * other);
            for (int i = 0; i < moments.length; i++) {
                moments[i] += x[i / numFeatures] * x[i % numFeatures];
            }
        }
        double[] scaled = moments.clone();
        for (int i = 0; i < moments.length; i++) {
            int row = i / numFeatures;
            int column = i % numFeatures;
            scaled[i] /= Math.sqrt(moments[row * numFeatures + row] * moments[column * numFeatures + column]);
        }
        return scaled;
    }

    /**
     * The curvature is a thousandth, as with a thousand classes: a first step of length 1 is a thousand times too
     * short.
     */
    @Test
    void aFirstStepThatIsFarTooShortIsMadeLongerAtOnce() {
        double[] c = new double[30];
        Arrays.fill(c, 1e-3);
        double[] t = new Random(3L).doubles(30, -2000.0, 2000.0).toArray();
        int[] evaluations = new int[1];
        Lbfgs.Function quadratic = quadratic(c, t, new double[30]);
        double[] u = new double[30];
        Lbfgs lbfgs = new Lbfgs(
                (v, gradient) -> {
                    evaluations[0]++;
                    return quadratic.valueAndGradient(v, gradient);
                },
                u,
                Strengths.NONE);
        double before = lbfgs.value();
        assertTrue(lbfgs.step());
        assertTrue(lbfgs.value() < 0.2 * before);
        assertTrue(evaluations[0] <= 4, () -> evaluations[0] + " evaluations");
    }

    @Test
    void knownCorrelationsSaveStepsAndLeadToTheSameMinimum() {
        Random random = new Random(5L);
        int numFeatures = 60;
        int numClasses = 3;
        double[] moments = moments(random, numFeatures);
        double[] b = random.doubles((long) numFeatures * numClasses, -1.0, 1.0).toArray();
        double[] a = moments.clone();
        for (int j = 0; j < numFeatures; j++) {
            a[j * numFeatures + j] += 0.3;
        }
        Lbfgs.Function function = correlated(a, b, numFeatures, numClasses);
        double[] l1 = new double[b.length];
        double[] plain = new double[b.length];
        run(new Lbfgs(function, plain, Strengths.of(l1)), 300);
        double[] strengths = new double[numFeatures];
        Arrays.fill(strengths, 0.3 * 0.5);
        double[] preconditioned = new double[b.length];
        double[] shares = new double[numClasses];
        Arrays.fill(shares, 1.0 / numClasses);
        CorrelatedFeatures known =
                CorrelatedFeatures.of(moments, strengths, 0.5, shares).orElseThrow();
        run(new Lbfgs(function, preconditioned, Strengths.of(l1), Box.NONE, known), 300);
        assertArrayEquals(plain, preconditioned, 1e-5);

        double least = function.valueAndGradient(plain, new double[b.length]);
        int without = stepsTo(least, new Lbfgs(function, new double[b.length], Strengths.of(l1)));
        int with = stepsTo(least, new Lbfgs(function, new double[b.length], Strengths.of(l1), Box.NONE, known));
        assertTrue(with < without, with + " steps with, " + without + " without");
    }

    private static int stepsTo(double least, Minimizer minimizer) {
        int steps = 0;
        while (minimizer.value() > least + 1e-6 * Math.abs(least)) {
            assertTrue(minimizer.step());
            steps++;
        }
        return steps;
    }

    /**
     * Half of the coordinates are 0 at the minimum, and all are correlated. OWL-QN as published, of which Breeze's is
     * an implementation, does not leave those that stay 0 out of the estimated Hessian.
     */
    @Test
    void correlatedCoordinatesThatStayZeroDoNotSlowStepsDown() {
        int n = 60;
        Random random = new Random(11L);
        double[][] factors = new double[12][];
        Arrays.setAll(
                factors,
                r -> random.doubles(n, -1.0, 1.0).map(x -> 1.0 + x / (1.0 + r)).toArray());
        double[] b = random.doubles(n, -1.0, 1.0).toArray();
        double[] l1 = new double[n];
        Arrays.fill(l1, 0.5);
        // Σ_r (factor_r u)² / 2 + 0.1 ‖u‖² / 2 - b u + Σ λ |u|
        Lbfgs.Function function = (u, gradient) -> {
            double value = 0.0;
            for (int i = 0; i < n; i++) {
                gradient[i] = 0.1 * u[i] - b[i];
                value += 0.05 * u[i] * u[i] - b[i] * u[i] + l1[i] * Math.abs(u[i]);
            }
            for (double[] factor : factors) {
                double product = Vectors.dot(factor, u);
                value += 0.5 * product * product;
                Vectors.addScaled(product, factor, gradient);
            }
            return value;
        };
        double[] u = new double[n];
        Lbfgs toTheEnd = new Lbfgs(function, u, Strengths.of(l1));
        run(toTheEnd, 2000);
        assertEquals(0.0, toTheEnd.gradientNorm(), 1e-6);
        long zeros = Arrays.stream(u).filter(x -> x == 0.0).count();
        assertTrue(zeros > n / 2 && zeros < n, zeros + " zeros");
        Lbfgs.Function smooth = (x, gradient) -> {
            double value = function.valueAndGradient(x, gradient);
            for (int i = 0; i < n; i++) {
                value -= l1[i] * Math.abs(x[i]);
            }
            return value;
        };
        int steps = stepsTo(toTheEnd.value(), new Lbfgs(function, new double[n], Strengths.of(l1)));
        int published = stepsTo(toTheEnd.value(), BreezeMinimizer.owlqn(smooth, new double[n], l1, 10));
        assertTrue(2 * steps <= published, steps + " steps, by OWL-QN as published " + published);
    }

    /** A function in single precision: its noise hides the gain of the last steps. */
    @Test
    void searchesEndInTheNoise() {
        int n = 40;
        for (double strength : new double[] {0.0, 0.05}) {
            double[] c = new double[n];
            double[] t = new Random(3L).doubles(n, -1.0, 1.0).toArray();
            Arrays.setAll(c, i -> 1.0 + 50.0 * i);
            double[] l1 = new double[n];
            Arrays.fill(l1, strength);
            int[] evaluations = new int[1];
            Lbfgs.Function exact = quadratic(c, t, l1);
            double[] u = new double[n];
            Lbfgs lbfgs = new Lbfgs(
                    (v, gradient) -> {
                        evaluations[0]++;
                        double value = 100.0 + exact.valueAndGradient(v, gradient);
                        double noise = new Random(Arrays.hashCode(v)).nextDouble();
                        return value * (1.0 + 1e-7 * noise);
                    },
                    u,
                    Strengths.of(l1));
            int steps = run(lbfgs, 1000);
            assertTrue(steps < 1000);
            assertTrue(evaluations[0] < 2 * steps + 15, evaluations[0] + " evaluations in " + steps + " steps");
            double least = exact.valueAndGradient(minimum(c, t, l1), new double[n]);
            assertEquals(least, exact.valueAndGradient(u, new double[n]), 1e-4);
        }
    }

    private static double[] minimum(double[] c, double[] t, double[] l1) {
        double[] minimum = new double[c.length];
        Arrays.setAll(minimum, i -> Proximal.softThreshold(t[i], l1[i] / c[i]));
        return minimum;
    }
}
