package sparksoftmax.memory;

import sparksoftmax.parallel.Ranges;

/**
 * A {@link Pull} as a function of the parameters u of a scaling, of which the first [F x K] are coefficients: -⟨linear,
 * u - u'⟩ + Σ_jk prior_j u_jk² / 2 + Σ_i curvature_i (u_i - u'_i)² / 2, where u' are the earlier parameters. Immutable.
 *
 * @param linear [parameters]
 * @param prior [F]; of length 0 if it is 0
 * @param curvature [parameters]; of length 0 if it is 0
 * @param earlier u', [parameters]; of length 0 if there is no curvature
 * @param atEarlier ⟨linear, u'⟩
 * @param numClasses K
 */
public record ScaledPull(
        double[] linear, double[] prior, double[] curvature, double[] earlier, double atEarlier, int numClasses) {
    private static final double[] NOTHING = {};

    /** No pull. */
    public static final ScaledPull NONE = new ScaledPull(NOTHING, NOTHING, NOTHING, NOTHING, 0.0, 1);

    static ScaledPull ofPrior(double[] linear, double[] prior, double atEarlier, int numClasses) {
        return new ScaledPull(linear, prior, NOTHING, NOTHING, atEarlier, numClasses);
    }

    static ScaledPull ofCurvature(
            double[] linear, double[] curvature, double[] earlier, double atEarlier, int numClasses) {
        return new ScaledPull(linear, NOTHING, curvature, earlier, atEarlier, numClasses);
    }

    /** The value at {@code parameters}. */
    public double value(double[] parameters) {
        double linearPart = Ranges.sum(linear.length, 1, (from, to) -> {
            double sum = 0.0;
            for (int i = from; i < to; i++) {
                sum += linear[i] * parameters[i];
            }
            return sum;
        });
        double priorPart = Ranges.sum(prior.length, numClasses, (from, to) -> {
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
        double curvaturePart = Ranges.sum(curvature.length, 1, (from, to) -> {
            double sum = 0.0;
            for (int i = from; i < to; i++) {
                double difference = parameters[i] - earlier[i];
                sum += 0.5 * curvature[i] * difference * difference;
            }
            return sum;
        });
        return priorPart + curvaturePart - (linearPart - atEarlier);
    }

    /** Adds the gradient at {@code parameters} to {@code gradient}. */
    public void addGradient(double[] parameters, double[] gradient) {
        Ranges.forEach(linear.length, 1, (from, to) -> {
            for (int i = from; i < to; i++) {
                gradient[i] -= linear[i];
            }
        });
        for (int i = 0; i < prior.length * numClasses; i++) {
            gradient[i] += prior[i / numClasses] * parameters[i];
        }
        Ranges.forEach(curvature.length, 1, (from, to) -> {
            for (int i = from; i < to; i++) {
                gradient[i] += curvature[i] * (parameters[i] - earlier[i]);
            }
        });
    }
}
