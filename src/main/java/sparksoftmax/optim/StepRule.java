package sparksoftmax.optim;

import sparksoftmax.state.Resumable;

/**
 * How a gradient step changes the parameters u, given the gradient g of the smooth part of the objective at u, a step
 * size α, and the strengths λ of an L1 penalty Σ λ_i |u_i|. Every rule applies the penalty by its proximal operator:
 * after a step of length α_i in coordinate i, u_i is moved toward 0 by α_i λ_i, but not beyond 0 ({@link Proximal}).
 * Therefore coefficients can become exactly 0, and a fixed point of the rule is a minimum of the whole objective.
 *
 * <p>A rule may keep state between steps, up to two arrays of the parameters' length: use one object for each fit. Not
 * thread safe.
 */
public interface StepRule extends Resumable {
    /**
     * Takes one step.
     *
     * @param parameters u, overwritten with the point at which the next gradient is to be computed
     * @param gradient g, same length, not changed
     * @param stepSize α, greater than or equal to 0
     * @param l1 λ
     */
    void step(double[] parameters, double[] gradient, double stepSize, Strengths l1);
}
