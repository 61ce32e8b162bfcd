package sparksoftmax.optim;

import sparksoftmax.state.State;

/**
 * Nesterov's momentum: x_{t+1} = u_t - α g(u_t), u_{t+1} = x_{t+1} + β (x_{t+1} - x_t), β = 0.9. The parameters are the
 * look-ahead points u. With a constant step size, this is PyTorch's SGD with {@code momentum=0.9, nesterov=True}.
 * Source: Y. Nesterov, "A method of solving a convex programming problem with convergence rate O(1/k²)", 1983; for the
 * proximal step A. Beck, M. Teboulle, "A Fast Iterative Shrinkage-Thresholding Algorithm", 2009.
 */
final class Nesterov implements StepRule {
    private double[] lastIterate;

    @Override
    public void step(double[] parameters, double[] gradient, double stepSize, Strengths l1) {
        if (lastIterate == null) {
            lastIterate = parameters.clone();
        }
        for (int i = 0; i < parameters.length; i++) {
            double iterate = Proximal.softThreshold(parameters[i] - stepSize * gradient[i], stepSize * l1.at(i));
            parameters[i] = iterate + Momentum.BETA * (iterate - lastIterate[i]);
            lastIterate[i] = iterate;
        }
    }

    @Override
    public void save(State state) {
        state.put("nesterov.lastIterate", lastIterate);
    }

    @Override
    public void restore(State state) {
        lastIterate = state.takeDoubles("nesterov.lastIterate");
    }
}
