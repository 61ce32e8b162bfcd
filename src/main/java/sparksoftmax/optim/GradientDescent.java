package sparksoftmax.optim;

import sparksoftmax.state.State;

/** Plain gradient descent: u ← u - α g. */
final class GradientDescent implements StepRule {
    @Override
    public void step(double[] parameters, double[] gradient, double stepSize, Strengths l1) {
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = Proximal.softThreshold(parameters[i] - stepSize * gradient[i], stepSize * l1.at(i));
        }
    }

    @Override
    public void save(State state) {
        // A step depends on nothing but the gradient.
    }

    @Override
    public void restore(State state) {
        // See save.
    }
}
