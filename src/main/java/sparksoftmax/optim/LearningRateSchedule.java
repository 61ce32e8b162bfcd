package sparksoftmax.optim;

import java.util.Arrays;
import java.util.List;

/**
 * How the step size changes during training: a factor by which {@code stepSize} is multiplied. Let t be the number of
 * passes over the data made so far (0 at first, and a fraction for the steps within a pass), and T = maxIter:
 *
 * <table>
 *   <caption>Factors</caption>
 *   <tr><th>name</th><th>factor</th></tr>
 *   <tr><td>constant</td><td>1</td></tr>
 *   <tr><td>invScaling</td><td>1 / √(1 + t)</td></tr>
 *   <tr><td>linear</td><td>1 - t / T</td></tr>
 *   <tr><td>step</td><td>1, then 0.1 from a third, then 0.01 from two thirds of T</td></tr>
 *   <tr><td>cosine</td><td>(1 + cos(π t / T)) / 2</td></tr>
 * </table>
 */
public enum LearningRateSchedule {
    /** 1. */
    CONSTANT("constant") {
        @Override
        public double factor(double pass, int maxIter) {
            return 1.0;
        }
    },
    /** 1 / √(1 + t), MLlib's classic rule. */
    INV_SCALING("invScaling") {
        @Override
        public double factor(double pass, int maxIter) {
            return 1.0 / Math.sqrt(1.0 + pass);
        }
    },
    /** 1 - t / T. */
    LINEAR("linear") {
        @Override
        public double factor(double pass, int maxIter) {
            return 1.0 - pass / maxIter;
        }
    },
    /** 0.1 to the power ⌊3 t / T⌋. */
    STEP("step") {
        @Override
        public double factor(double pass, int maxIter) {
            return Math.pow(0.1, Math.floor(3.0 * pass / maxIter));
        }
    },
    /**
     * (1 + cos(π t / T)) / 2. Source: I. Loshchilov, F. Hutter, "SGDR: Stochastic Gradient Descent with Warm Restarts",
     * 2017, equation 5, without restarts.
     */
    COSINE("cosine") {
        @Override
        public double factor(double pass, int maxIter) {
            return 0.5 * (1.0 + Math.cos(Math.PI * pass / maxIter));
        }
    };

    private final String paramValue;

    LearningRateSchedule(String paramValue) {
        this.paramValue = paramValue;
    }

    /**
     * The factor on the step size.
     *
     * @param pass t, the passes over the data made so far, in [0, maxIter]
     * @param maxIter T, at least 1
     */
    public abstract double factor(double pass, int maxIter);

    /** All names, the values of the Param {@code learningRateSchedule}, the default first. */
    public static List<String> names() {
        return Arrays.stream(values()).map(schedule -> schedule.paramValue).toList();
    }

    /**
     * The schedule with the given name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static LearningRateSchedule named(String name) {
        return Arrays.stream(values())
                .filter(schedule -> schedule.paramValue.equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "learningRateSchedule must be one of " + String.join(", ", names()) + ", but was " + name));
    }
}
