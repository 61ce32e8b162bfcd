package sparksoftmax.optim;

import sparksoftmax.state.State;

/**
 * Adam: m ← 0.9 m + 0.1 g, s ← 0.999 s + 0.001 g², u ← u - α m̂ / (√ŝ + 1e-8), where m̂ = m / (1 - 0.9ᵗ) and ŝ = s / (1
 * - 0.999ᵗ) after t steps. Source: D. P. Kingma, J. Ba, "Adam: A Method for Stochastic Optimization", 2015, algorithm
 * 1.
 *
 * <p>With a decay d it is AdamW: before the step, u ← u - α d u, and g does not contain the decay. Source: I.
 * Loshchilov, F. Hutter, "Decoupled Weight Decay Regularization", 2019, algorithm 2.
 */
final class Adam implements StepRule {
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    private static final double EPSILON = 1e-8;

    private final Strengths decay;
    private final double[] means;
    private final double[] squares;
    private double beta1Power = 1.0;
    private double beta2Power = 1.0;

    /** @param decay d of every parameter; none for plain Adam */
    Adam(int numParameters, Strengths decay) {
        this.decay = decay;
        means = new double[numParameters];
        squares = new double[numParameters];
    }

    @Override
    public void step(double[] parameters, double[] gradient, double stepSize, Strengths l1) {
        beta1Power *= BETA1;
        beta2Power *= BETA2;
        for (int i = 0; i < parameters.length; i++) {
            means[i] = BETA1 * means[i] + (1.0 - BETA1) * gradient[i];
            squares[i] = BETA2 * squares[i] + (1.0 - BETA2) * gradient[i] * gradient[i];
            double length = stepSize / (Math.sqrt(squares[i] / (1.0 - beta2Power)) + EPSILON);
            double decayed = parameters[i] - stepSize * decay.at(i) * parameters[i];
            double moved = decayed - length * means[i] / (1.0 - beta1Power);
            parameters[i] = Proximal.softThreshold(moved, length * l1.at(i));
        }
    }

    @Override
    public void save(State state) {
        state.put("adam.means", means);
        state.put("adam.squares", squares);
        state.put("adam.beta1Power", beta1Power);
        state.put("adam.beta2Power", beta2Power);
    }

    @Override
    public void restore(State state) {
        System.arraycopy(state.takeDoubles("adam.means"), 0, means, 0, means.length);
        System.arraycopy(state.takeDoubles("adam.squares"), 0, squares, 0, squares.length);
        beta1Power = state.number("adam.beta1Power");
        beta2Power = state.number("adam.beta2Power");
    }
}
