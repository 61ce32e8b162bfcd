package sparksoftmax.optim;

import sparksoftmax.state.State;

/**
 * AdaGrad: s ← s + g², u ← u - α g / (√s + 1e-10), as in PyTorch. Source: J. Duchi, E. Hazan, Y. Singer, "Adaptive
 * Subgradient Methods for Online Learning and Stochastic Optimization", 2011.
 */
final class AdaGrad implements StepRule {
    private static final double EPSILON = 1e-10;

    private final double[] squares;

    AdaGrad(int numParameters) {
        squares = new double[numParameters];
    }

    @Override
    public void step(double[] parameters, double[] gradient, double stepSize, Strengths l1) {
        for (int i = 0; i < parameters.length; i++) {
            squares[i] += gradient[i] * gradient[i];
            double length = stepSize / (Math.sqrt(squares[i]) + EPSILON);
            parameters[i] = Proximal.softThreshold(parameters[i] - length * gradient[i], length * l1.at(i));
        }
    }

    @Override
    public void save(State state) {
        state.put("adagrad.squares", squares);
    }

    @Override
    public void restore(State state) {
        System.arraycopy(state.takeDoubles("adagrad.squares"), 0, squares, 0, squares.length);
    }
}
