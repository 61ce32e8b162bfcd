package sparksoftmax.optim;

import java.util.Arrays;
import java.util.List;

/**
 * How the step size changes as training goes on: a factor on {@code stepSize}, constant within an epoch's fraction of
 * the way. With e the epochs done (from 0, with fractions for the steps within an epoch) and E = maxIter:
 *
 * <table>
 *   <caption>Factors</caption>
 *   <tr><th>name</th><th>factor</th></tr>
 *   <tr><td>constant</td><td>1</td></tr>
 *   <tr><td>invScaling</td><td>1 / √(1 + e)</td></tr>
 *   <tr><td>linear</td><td>1 - e / E</td></tr>
 *   <tr><td>step</td><td>1, then 0.1 from a third, then 0.01 from two thirds of E</td></tr>
 *   <tr><td>cosine</td><td>(1 + cos(π e / E)) / 2</td></tr>
 * </table>
 */
public enum LearningRateSchedule {
    /** 1. */
    CONSTANT("constant") {
        @Override
        public double factor(double epoch, int maxIter) {
            return 1.0;
        }
    },
    /** 1 / √(1 + e), MLlib's classic rule. */
    INV_SCALING("invScaling") {
        @Override
        public double factor(double epoch, int maxIter) {
            return 1.0 / Math.sqrt(1.0 + epoch);
        }
    },
    /** 1 - e / E. */
    LINEAR("linear") {
        @Override
        public double factor(double epoch, int maxIter) {
            return 1.0 - epoch / maxIter;
        }
    },
    /** 0.1 to the power ⌊3 e / E⌋. */
    STEP("step") {
        @Override
        public double factor(double epoch, int maxIter) {
            return Math.pow(0.1, Math.floor(3.0 * epoch / maxIter));
        }
    },
    /**
     * (1 + cos(π e / E)) / 2. Source: I. Loshchilov, F. Hutter, "SGDR: Stochastic Gradient Descent with Warm Restarts",
     * 2017, equation 5, without restarts.
     */
    COSINE("cosine") {
        @Override
        public double factor(double epoch, int maxIter) {
            return 0.5 * (1.0 + Math.cos(Math.PI * epoch / maxIter));
        }
    };

    private final String paramValue;

    LearningRateSchedule(String paramValue) {
        this.paramValue = paramValue;
    }

    /**
     * The factor on the step size.
     *
     * @param epoch the passes over the data done so far, in [0, maxIter)
     * @param maxIter E, at least 1
     */
    public abstract double factor(double epoch, int maxIter);

    /** All names, the values of the Param {@code learningRateSchedule}, the default first. */
    public static List<String> names() {
        return Arrays.stream(values()).map(schedule -> schedule.paramValue).toList();
    }

    /**
     * The schedule of that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static LearningRateSchedule named(String name) {
        return Arrays.stream(values())
                .filter(schedule -> schedule.paramValue.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "learningRateSchedule must be one of " + String.join(", ", names()) + ", but was " + name));
    }
}
