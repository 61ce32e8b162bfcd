package sparksoftmax.features;

import java.util.Arrays;
import sparksoftmax.optim.Strengths;
import sparksoftmax.parallel.Ranges;

/**
 * The elastic net, Σ_jk (λ1_j |u_jk| + λ2_j / 2 u_jk²), as a penalty on the coefficients u of scaled features, [F x K]
 * feature-major. Intercepts, which follow the coefficients in the parameter array, are not penalized. The strengths
 * differ by feature because of the {@link Scaling}: a penalty on w = s u is a penalty on u with strengths λ1 s and λ2
 * s². Immutable.
 *
 * @param l1 λ1, [F], each at least 0
 * @param l2 λ2, [F], each at least 0
 * @param numClasses K
 */
public record Penalty(double[] l1, double[] l2, int numClasses) {
    /** The same with other strengths. */
    public Penalty times(double factor) {
        return new Penalty(
                Arrays.stream(l1).map(strength -> factor * strength).toArray(),
                Arrays.stream(l2).map(strength -> factor * strength).toArray(),
                numClasses);
    }

    /** The penalty at {@code parameters}, [F K] or longer. */
    public double value(double[] parameters) {
        return Ranges.sum(l1.length, numClasses, (from, to) -> {
            double sum = 0.0;
            for (int j = from; j < to; j++) {
                double absolute = 0.0;
                double square = 0.0;
                for (int i = j * numClasses; i < (j + 1) * numClasses; i++) {
                    absolute += Math.abs(parameters[i]);
                    square += parameters[i] * parameters[i];
                }
                sum += l1[j] * absolute + 0.5 * l2[j] * square;
            }
            return sum;
        });
    }

    /** Adds the gradient of the smooth (L2) part, λ2_j u_jk, to {@code gradient}. */
    public void addL2Gradient(double[] parameters, double[] gradient) {
        Ranges.forEach(l2.length, numClasses, (from, to) -> {
            for (int j = from; j < to; j++) {
                double strength = l2[j];
                for (int i = j * numClasses; i < (j + 1) * numClasses; i++) {
                    gradient[i] += strength * parameters[i];
                }
            }
        });
    }

    /** λ1 of every parameter, with 0 for the intercepts. */
    public Strengths l1Strengths() {
        int numCoefficients = l1.length * numClasses;
        if (l1.length == 0 || Arrays.stream(l1).allMatch(strength -> strength == l1[0])) {
            return Strengths.same(l1.length == 0 ? 0.0 : l1[0], numCoefficients);
        }
        double[] strengths = new double[numCoefficients];
        for (int j = 0; j < l1.length; j++) {
            Arrays.fill(strengths, j * numClasses, (j + 1) * numClasses, l1[j]);
        }
        return Strengths.of(strengths);
    }
}
