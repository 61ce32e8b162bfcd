package sparksoftmax.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Step rules against the recurrences that PyTorch documents for {@code torch.optim}, written out for one parameter, on
 * f(u) = a u² / 2 - u.
 */
class OptimizerTest {
    private static final double CURVATURE = 3.0;
    private static final double STEP_SIZE = 0.05;
    private static final int STEPS = 25;
    private static final double START = 2.0;
    private static final double L2 = 0.1;

    static Stream<String> names() {
        return Optimizer.names().stream();
    }

    private static double gradient(double u) {
        return CURVATURE * u - 1.0;
    }

    private static double[] run(String name, int steps, double stepSize, double l1) {
        StepRule rule = Optimizer.named(name).newRule(1, Strengths.same(L2, 1));
        double[] u = {START};
        for (int t = 0; t < steps; t++) {
            rule.step(u, new double[] {gradient(u[0])}, stepSize, Strengths.of(l1));
        }
        return u;
    }

    /** torch.optim's recurrence for one parameter. */
    private static double torch(String name) {
        double u = START;
        double first = 0.0;
        double second = 0.0;
        for (int t = 1; t <= STEPS; t++) {
            double g = gradient(u);
            switch (name) {
                case "sgd" -> u -= STEP_SIZE * g;
                case "momentum" -> {
                    first = 0.9 * first + g;
                    u -= STEP_SIZE * first;
                }
                case "nesterov" -> {
                    first = 0.9 * first + g;
                    u -= STEP_SIZE * (g + 0.9 * first);
                }
                case "adagrad" -> {
                    second += g * g;
                    u -= STEP_SIZE * g / (Math.sqrt(second) + 1e-10);
                }
                case "rmsprop" -> {
                    second = 0.99 * second + 0.01 * g * g;
                    u -= STEP_SIZE * g / (Math.sqrt(second) + 1e-8);
                }
                case "adam", "adamw" -> {
                    if (name.equals("adamw")) {
                        u -= STEP_SIZE * L2 * u;
                    }
                    first = 0.9 * first + 0.1 * g;
                    second = 0.999 * second + 0.001 * g * g;
                    double meanHat = first / (1 - Math.pow(0.9, t));
                    double squareHat = second / (1 - Math.pow(0.999, t));
                    u -= STEP_SIZE * meanHat / (Math.sqrt(squareHat) + 1e-8);
                }
                default -> throw new IllegalStateException(name);
            }
        }
        return u;
    }

    @ParameterizedTest
    @MethodSource("names")
    void stepsAreThoseOfPyTorch(String name) {
        assertArrayEquals(new double[] {torch(name)}, run(name, STEPS, STEP_SIZE, 0.0), 1e-12);
    }

    /** The minimiser of a u² / 2 - u + λ |u| is (1 - λ) / a, and exactly 0 from λ = 1 on. */
    @ParameterizedTest
    @CsvSource({"sgd, 0.1", "momentum, 0.02", "nesterov, 0.1", "adagrad, 0.5", "rmsprop, 0.001", "adam, 0.001"})
    void theFixedPointMinimisesThePenalisedObjective(String name, double stepSize) {
        assertEquals((1.0 - 0.4) / CURVATURE, run(name, 20_000, stepSize, 0.4)[0], 1e-3);
        assertEquals(0.0, run(name, 20_000, stepSize, 1.2)[0]);
    }

    @ParameterizedTest
    @MethodSource("names")
    void theSafeStepSizeDoesNotDiverge(String name) {
        double safe = Optimizer.named(name).safeStepSize(CURVATURE, Math.sqrt(CURVATURE));
        double largest = 0.0;
        StepRule rule = Optimizer.named(name).newRule(1, Strengths.NONE);
        double[] u = {START};
        for (int t = 0; t < 2000; t++) {
            rule.step(u, new double[] {gradient(u[0])}, safe, Strengths.NONE);
            largest = Math.max(largest, Math.abs(u[0]));
        }
        assertTrue(largest <= 2 * START, name + " went to " + largest);
    }

    @Test
    void everyScheduleHasItsFormula() {
        assertFactors("constant", 1.0, 1.0, 1.0);
        assertFactors("invScaling", 1.0, 1 / Math.sqrt(31.0), 1 / Math.sqrt(76.0));
        assertFactors("linear", 1.0, 0.7, 0.25);
        assertFactors("step", 1.0, 1.0, 0.01);
        assertFactors("cosine", 1.0, (1 + Math.cos(0.3 * Math.PI)) / 2, (1 + Math.cos(0.75 * Math.PI)) / 2);
        assertEquals(0.1, LearningRateSchedule.named("step").factor(50, 100), 1e-15);
    }

    private static void assertFactors(String name, double at0, double at30, double at75) {
        LearningRateSchedule schedule = LearningRateSchedule.named(name);
        assertEquals(at0, schedule.factor(0, 100), 1e-15);
        assertEquals(at30, schedule.factor(30, 100), 1e-15);
        assertEquals(at75, schedule.factor(75, 100), 1e-15);
    }

    @Test
    void unknownNamesAreAnsweredWithTheKnownOnes() {
        assertEquals(
                "optimizer must be one of sgd, momentum, nesterov, adagrad, rmsprop, adam, adamw, but was lion",
                assertThrows(IllegalArgumentException.class, () -> Optimizer.named("lion"))
                        .getMessage());
        assertEquals(
                "learningRateSchedule must be one of constant, invScaling, linear, step, cosine, but was none",
                assertThrows(IllegalArgumentException.class, () -> LearningRateSchedule.named("none"))
                        .getMessage());
    }
}
