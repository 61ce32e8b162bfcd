package sparksoftmax.optim;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** The step rules by name, the values of the Param {@code optimizer}. */
public enum Optimizer {
    /** {@link GradientDescent}. */
    SGD("sgd", Reach.GRADIENT, decay -> new GradientDescent()),
    /** {@link Momentum}. */
    MOMENTUM("momentum", Reach.HEAVY_BALL, decay -> new Momentum(decay.length)),
    /** {@link Nesterov}. */
    NESTEROV("nesterov", Reach.GRADIENT, decay -> new Nesterov()),
    /** {@link AdaGrad}. */
    ADAGRAD("adagrad", Reach.UNIT, decay -> new AdaGrad(decay.length)),
    /** {@link RmsProp}. */
    RMSPROP("rmsprop", Reach.UNIT_AFTER_TEN, decay -> new RmsProp(decay.length)),
    /** {@link Adam}. */
    ADAM("adam", Reach.UNIT, decay -> new Adam(new double[decay.length])),
    /**
     * {@link Adam} with decoupled weight decay: the L2 strengths decay the parameters and are kept out of the gradient.
     */
    ADAMW("adamw", Reach.UNIT, Adam::new);

    /** How far a rule's steps of size 1 reach, from which the automatic step size follows. */
    private enum Reach {
        /** A step is the gradient: 1 / (largest curvature) cannot diverge. */
        GRADIENT,
        /**
         * As {@link #GRADIENT}, with moves that add up: convergence is proved up to 2 (1 - β) / (largest curvature).
         * Source: E. Ghadimi, H. R. Feyzmahdavian, M. Johansson, "Global convergence of the Heavy-ball method for
         * convex optimization", 2015, theorem 4.
         */
        HEAVY_BALL,
        /** A step moves every coordinate by about 1, whatever the gradient's size. */
        UNIT,
        /** As {@link #UNIT}, but by 10 at first, when the mean square has seen one gradient of weight 0.01. */
        UNIT_AFTER_TEN
    }

    private final String paramValue;
    private final Reach reach;
    private final Function<double[], StepRule> factory;

    Optimizer(String paramValue, Reach reach, Function<double[], StepRule> factory) {
        this.paramValue = paramValue;
        this.reach = reach;
        this.factory = factory;
    }

    /**
     * A new rule, in its initial state.
     *
     * @param decay of every parameter, as its share a step of size 1; only the length matters unless
     *     {@link #decoupledDecay}
     */
    public StepRule newRule(double[] decay) {
        return factory.apply(decay);
    }

    /** Whether the rule itself applies the L2 penalty, as a decay, so that it must not be in the gradient. */
    public boolean decoupledDecay() {
        return this == ADAMW;
    }

    /**
     * A step size at which full-batch training cannot diverge.
     *
     * @param curvature no eigenvalue of the objective's second derivative exceeds this; greater than 0
     * @param unitMoveMargin the root mean square by which a margin changes at most if every parameter of its class
     *     moves by 1, with the penalty counted as if it were margins
     */
    public double safeStepSize(double curvature, double unitMoveMargin) {
        return switch (reach) {
            case GRADIENT -> 1.0 / curvature;
            case HEAVY_BALL -> 1.9 * (1.0 - Momentum.BETA) / curvature;
            case UNIT -> 1.0 / unitMoveMargin;
            case UNIT_AFTER_TEN -> 0.1 / unitMoveMargin;
        };
    }

    /** The value of the Param {@code optimizer} that selects this rule. */
    public String paramValue() {
        return paramValue;
    }

    /** All names, the default first. */
    public static List<String> names() {
        return Arrays.stream(values()).map(optimizer -> optimizer.paramValue).toList();
    }

    /**
     * The optimizer of that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Optimizer named(String name) {
        return Arrays.stream(values())
                .filter(optimizer -> optimizer.paramValue.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "optimizer must be one of " + String.join(", ", names()) + ", but was " + name));
    }
}
