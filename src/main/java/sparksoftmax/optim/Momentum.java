package sparksoftmax.optim;

import sparksoftmax.state.State;

/**
 * Heavy ball: u_{t+1} = u_t - α g + β (u_t - u_{t-1}), β = 0.9. With a constant step size this is PyTorch's SGD with
 * {@code momentum=0.9}. Source: B. T. Polyak, "Some methods of speeding up the convergence of iteration methods", 1964.
 */
final class Momentum implements StepRule {
    /** β of this rule and of {@link Nesterov}. */
    static final double BETA = 0.9;

    private final double[] lastMove;

    Momentum(int numParameters) {
        lastMove = new double[numParameters];
    }

    @Override
    public void step(double[] parameters, double[] gradient, double stepSize, Strengths l1) {
        for (int i = 0; i < parameters.length; i++) {
            double old = parameters[i];
            double moved = old - stepSize * gradient[i] + BETA * lastMove[i];
            parameters[i] = Proximal.softThreshold(moved, stepSize * l1.at(i));
            lastMove[i] = parameters[i] - old;
        }
    }

    @Override
    public void save(State state) {
        state.put("momentum.lastMove", lastMove);
    }

    @Override
    public void restore(State state) {
        System.arraycopy(state.takeDoubles("momentum.lastMove"), 0, lastMove, 0, lastMove.length);
    }
}
