package sparksoftmax.optim;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;

/** The names of the step rules, which are the values of the Param {@code optimizer}. */
public enum Optimizer {
    /** {@link GradientDescent}. */
    SGD("sgd", Reach.GRADIENT, (numParameters, decay) -> new GradientDescent()),
    /** {@link Momentum}. */
    MOMENTUM("momentum", Reach.HEAVY_BALL, (numParameters, decay) -> new Momentum(numParameters)),
    /** {@link Nesterov}. */
    NESTEROV("nesterov", Reach.GRADIENT, (numParameters, decay) -> new Nesterov()),
    /** {@link AdaGrad}. */
    ADAGRAD("adagrad", Reach.UNIT, (numParameters, decay) -> new AdaGrad(numParameters)),
    /** {@link RmsProp}. */
    RMSPROP("rmsprop", Reach.UNIT_AFTER_TEN, (numParameters, decay) -> new RmsProp(numParameters)),
    /** {@link Adam}. */
    ADAM("adam", Reach.UNIT, (numParameters, decay) -> new Adam(numParameters, Strengths.NONE)),
    /**
     * {@link Adam} with decoupled weight decay: the L2 penalty is applied as a decay of the parameters and is not part
     * of the gradient.
     */
    ADAMW("adamw", Reach.UNIT, Adam::new);

    /** How far a rule's steps of size 1 go, which determines the automatic step size. */
    private enum Reach {
        /** A step of size 1 is the gradient. The step size 1 / (largest curvature) cannot diverge. */
        GRADIENT,
        /**
         * As {@link #GRADIENT}, but steps accumulate. Convergence is proved for step sizes below 2 (1 - β) / (largest
         * curvature). Source: E. Ghadimi, H. R. Feyzmahdavian, M. Johansson, "Global convergence of the Heavy-ball
         * method for convex optimization", 2015, theorem 4.
         */
        HEAVY_BALL,
        /** A step of size 1 changes every coordinate by about 1, whatever the size of the gradient. */
        UNIT,
        /**
         * As {@link #UNIT}, but the first step changes every coordinate by 10, since the mean square then contains only
         * one gradient, with weight 0.01.
         */
        UNIT_AFTER_TEN
    }

    private final String paramValue;
    private final Reach reach;
    private final BiFunction<Integer, Strengths, StepRule> factory;

    Optimizer(String paramValue, Reach reach, BiFunction<Integer, Strengths, StepRule> factory) {
        this.paramValue = paramValue;
        this.reach = reach;
        this.factory = factory;
    }

    /**
     * A new rule in its initial state.
     *
     * @param numParameters the number of parameters
     * @param decay the weight decay of every parameter in a step of size 1; ignored if {@link #decoupledDecay} is false
     */
    public StepRule newRule(int numParameters, Strengths decay) {
        return factory.apply(numParameters, decay);
    }

    /** Whether the rule applies the L2 penalty itself, as weight decay, so that the gradient must not contain it. */
    public boolean decoupledDecay() {
        return this == ADAMW;
    }

    /**
     * A step size at which full-batch training cannot diverge.
     *
     * @param curvature an upper bound on the eigenvalues of the objective's Hessian, greater than 0
     * @param unitMoveMargin an upper bound on the root mean square change of a margin if every parameter of its class
     *     changes by 1, with the L2 penalty included as if it were part of the margins
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
     * The step rule with the given name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Optimizer named(String name) {
        return Arrays.stream(values())
                .filter(optimizer -> optimizer.paramValue.equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "optimizer must be one of " + String.join(", ", names()) + ", but was " + name));
    }
}
