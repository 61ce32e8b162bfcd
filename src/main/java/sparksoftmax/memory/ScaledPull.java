package sparksoftmax.memory;

import sparksoftmax.parallel.Ranges;

/**
 * A {@link Pull} as a function of the parameters u of a scaling, of which the first [F x K] are coefficients: -⟨linear,
 * u - u'⟩ + Σ_jk prior_j u_jk² / 2, where u' are the earlier parameters. Immutable.
 *
 * @param linear [parameters]
 * @param prior [F]
 * @param atEarlier ⟨linear, u'⟩
 * @param numClasses K
 */
public record ScaledPull(double[] linear, double[] prior, double atEarlier, int numClasses) {
    /** No pull. */
    public static final ScaledPull NONE = new ScaledPull(new double[0], new double[0], 0.0, 1);

    /** The value at {@code parameters}. */
    public double value(double[] parameters) {
        double linearPart = Ranges.sum(linear.length, 1, (from, to) -> {
            double sum = 0.0;
            for (int i = from; i < to; i++) {
                sum += linear[i] * parameters[i];
            }
            return sum;
        });
        double quadraticPart = Ranges.sum(prior.length, numClasses, (from, to) -> {
            double sum = 0.0;
            for (int j = from; j < to; j++) {
                double squares = 0.0;
                for (int i = j * numClasses; i < (j + 1) * numClasses; i++) {
                    squares += parameters[i] * parameters[i];
                }
                sum += 0.5 * prior[j] * squares;
            }
            return sum;
        });
        return quadraticPart - (linearPart - atEarlier);
    }

    /** Adds the gradient at {@code parameters} to {@code gradient}. */
    public void addGradient(double[] parameters, double[] gradient) {
        for (int i = 0; i < linear.length; i++) {
            double strength = i < prior.length * numClasses ? prior[i / numClasses] : 0.0;
            gradient[i] += strength * parameters[i] - linear[i];
        }
    }
}
