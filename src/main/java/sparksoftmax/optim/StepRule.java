package sparksoftmax.optim;

/**
 * How parameters u move, given the gradient g of the smooth part of the objective at u, a step size α, and the
 * strengths λ of an absolute-value penalty Σ λ_i |u_i|. Every rule takes the penalty proximally: after its step of
 * length α_i in coordinate i, u_i is shrunk towards 0 by α_i λ_i ({@link Proximal}), so that coefficients become
 * exactly 0 and a fixed point of the rule is a minimiser of the whole objective.
 *
 * <p>A rule may keep state between steps, one array or two of the parameters' length: use one object a fit. Not thread
 * safe.
 */
public interface StepRule {
    /**
     * Takes one step.
     *
     * @param parameters u, overwritten with the next point at which the gradient is wanted
     * @param gradient g, same length, not changed
     * @param stepSize α, greater than or equal to 0
     * @param l1 λ, same length, each at least 0
     */
    void step(double[] parameters, double[] gradient, double stepSize, double[] l1);
}
