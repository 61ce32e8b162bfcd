package sparksoftmax.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sparksoftmax.RandomRows;
import sparksoftmax.curvature.CorrelatedFeatures;

/** The same softmax objective, minimized by {@link Lbfgs} and by Breeze: values and coefficients agree. */
class BreezeOracleTest {
    private static final int NUM_FEATURES = 20;
    private static final int NUM_CLASSES = 4;
    private static final int MEMORY = 20;
    private static final int MOST_STEPS = 3000;

    private static SoftmaxProblem problem(double l2, double[] scale) {
        RandomRows rows = new RandomRows(400, NUM_FEATURES, NUM_CLASSES, 7L);
        for (double[] row : rows.x) {
            for (int j = 0; j < row.length; j++) {
                row[j] *= scale[j % scale.length];
            }
        }
        return new SoftmaxProblem(rows.x, rows.y, NUM_CLASSES, l2);
    }

    private static void run(Minimizer minimizer) {
        for (int steps = 0; minimizer.step(); steps++) {
            assertTrue(steps < MOST_STEPS, "no end after " + steps + " steps");
        }
    }

    /**
     * Compares both.
     *
     * @param numCoefficients of the parameters, the intercepts following, which are free to move together
     */
    private static void assertAgree(
            double[] ours, double value, BreezeMinimizer breeze, int numCoefficients, double tolerance) {
        assertEquals(breeze.value(), value, 1e-8 * Math.abs(breeze.value()));
        assertArrayEquals(
                Arrays.copyOf(breeze.position(), numCoefficients), Arrays.copyOf(ours, numCoefficients), tolerance);
        double[] theirs = Arrays.copyOfRange(breeze.position(), numCoefficients, ours.length);
        double[] intercepts = Arrays.copyOfRange(ours, numCoefficients, ours.length);
        assertArrayEquals(centered(theirs), centered(intercepts), tolerance);
    }

    private static double[] centered(double[] values) {
        double mean = Arrays.stream(values).average().orElse(0.0);
        return Arrays.stream(values).map(value -> value - mean).toArray();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 1e-2, 1e-3})
    void l2(double strength) {
        for (double[] scale : new double[][] {{1.0}, {0.1, 1.0, 5.0}}) {
            SoftmaxProblem problem = problem(strength, scale);
            double[] u = new double[problem.numParameters()];
            Lbfgs lbfgs = new Lbfgs(problem::valueAndGradient, u, Strengths.NONE);
            run(lbfgs);
            BreezeMinimizer breeze = BreezeMinimizer.lbfgs(problem::valueAndGradient, new double[u.length], MEMORY);
            run(breeze);
            assertAgree(u, lbfgs.value(), breeze, problem.numCoefficients(), 1e-4);
        }
    }

    @Test
    void l2WithKnownCorrelations() {
        SoftmaxProblem problem = problem(1e-2, new double[] {1.0});
        double[] u = new double[problem.numParameters()];
        double[] strengths = new double[NUM_FEATURES];
        Arrays.fill(strengths, 1e-2);
        CorrelatedFeatures known = CorrelatedFeatures.of(problem.moments(), strengths, 0.5, problem.classShares())
                .orElseThrow();
        Lbfgs lbfgs = new Lbfgs(problem::valueAndGradient, u, Strengths.NONE, Box.NONE, known);
        run(lbfgs);
        BreezeMinimizer breeze = BreezeMinimizer.lbfgs(problem::valueAndGradient, new double[u.length], MEMORY);
        run(breeze);
        assertAgree(u, lbfgs.value(), breeze, problem.numCoefficients(), 1e-4);
    }

    /** A little L2 beside it makes the optimum unique. */
    @ParameterizedTest
    @ValueSource(doubles = {0.05, 1e-2, 1e-3})
    void l1(double strength) {
        SoftmaxProblem problem = problem(1e-3, new double[] {1.0});
        double[] l1 = problem.onCoefficients(strength);
        double[] u = new double[l1.length];
        Lbfgs lbfgs = new Lbfgs(problem.withL1(l1), u, Strengths.of(l1));
        run(lbfgs);
        BreezeMinimizer breeze = BreezeMinimizer.owlqn(problem::valueAndGradient, new double[l1.length], l1, MEMORY);
        run(breeze);
        assertAgree(u, lbfgs.value(), breeze, problem.numCoefficients(), 1e-4);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.3, Double.POSITIVE_INFINITY})
    void bounds(double highest) {
        SoftmaxProblem problem = problem(1e-2, new double[] {1.0});
        double[] lower = problem.onCoefficients(highest < 0.2 ? -highest : 0.0);
        double[] upper = problem.onCoefficients(highest);
        Arrays.fill(lower, problem.numCoefficients(), lower.length, Double.NEGATIVE_INFINITY);
        Arrays.fill(upper, problem.numCoefficients(), upper.length, Double.POSITIVE_INFINITY);
        double[] u = new double[lower.length];
        Lbfgs lbfgs = new Lbfgs(problem::valueAndGradient, u, Strengths.NONE, Box.of(lower, upper), null);
        run(lbfgs);
        BreezeMinimizer breeze =
                BreezeMinimizer.lbfgsb(problem::valueAndGradient, new double[u.length], lower, upper, MEMORY);
        run(breeze);
        assertAgree(u, lbfgs.value(), breeze, problem.numCoefficients(), 1e-4);
    }

    /** What the objective throws in a step is what the caller sees. */
    @Test
    void exceptionsOfTheObjectiveComeOutUnchanged() {
        IllegalStateException failure = new IllegalStateException("a job failed");
        int[] calls = {0};
        Lbfgs.Function failing = (u, gradient) -> {
            if (calls[0]++ == 3) {
                throw failure;
            }
            gradient[0] = Math.exp(u[0]) - 5.0;
            return Math.exp(u[0]) - 5.0 * u[0];
        };
        Lbfgs lbfgs = new Lbfgs(failing, new double[1], Strengths.NONE);
        assertSame(failure, assertThrows(IllegalStateException.class, () -> run(lbfgs)));
    }
}
