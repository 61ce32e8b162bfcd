package sparksoftmax.optim;

import sparksoftmax.state.State;

/**
 * RMSProp: s ← 0.99 s + 0.01 g², u ← u - α g / (√s + 1e-8), with PyTorch's constants. Source: T. Tieleman, G. Hinton,
 * "Neural Networks for Machine Learning", lecture 6e, 2012.
 */
final class RmsProp implements StepRule {
    private static final double DECAY = 0.99;
    private static final double EPSILON = 1e-8;

    private final double[] squares;

    RmsProp(int numParameters) {
        squares = new double[numParameters];
    }

    @Override
    public void step(double[] parameters, double[] gradient, double stepSize, Strengths l1) {
        for (int i = 0; i < parameters.length; i++) {
            squares[i] = DECAY * squares[i] + (1.0 - DECAY) * gradient[i] * gradient[i];
            double length = stepSize / (Math.sqrt(squares[i]) + EPSILON);
            parameters[i] = Proximal.softThreshold(parameters[i] - length * gradient[i], length * l1.at(i));
        }
    }

    @Override
    public void save(State state) {
        state.put("rmsprop.squares", squares);
    }

    @Override
    public void restore(State state) {
        System.arraycopy(state.takeDoubles("rmsprop.squares"), 0, squares, 0, squares.length);
    }
}
