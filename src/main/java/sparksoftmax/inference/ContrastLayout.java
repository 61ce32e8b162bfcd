package sparksoftmax.inference;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Where the sums of {@link InformationSums} lie. Parameters are those of contrasts: the coefficients of every class but
 * the reference class, minus those of the reference class. Immutable, thread safe.
 */
final class ContrastLayout implements Serializable {
    private static final long serialVersionUID = 1L;

    private final int numContrasts;
    private final int size;

    /**
     * @param numContrasts K - 1
     * @param size d, the number of features, plus 1 if there are intercepts
     */
    ContrastLayout(int numContrasts, int size) {
        this.numContrasts = numContrasts;
        this.size = size;
    }

    /** K - 1. */
    int numContrasts() {
        return numContrasts;
    }

    /** d. */
    int size() {
        return size;
    }

    /** P, the number of parameters: element a of contrast k is parameter k d + a. */
    int numParameters() {
        return numContrasts * size;
    }

    /** The number of sums: the triangles of all pairs of contrasts, and the gradients of all contrasts. */
    int numSums() {
        long triangle = (long) size * (size + 1) / 2;
        long pairs = (long) numContrasts * (numContrasts + 1) / 2;
        return Math.toIntExact(pairs * triangle + numParameters());
    }

    /** The information as columns, [P x P], with both triangles. */
    double[][] information(double[] sums) {
        double[][] columns = new double[numParameters()][numParameters()];
        int at = 0;
        for (int k = 0; k < numContrasts; k++) {
            for (int l = k; l < numContrasts; l++) {
                for (int a = 0; a < size; a++) {
                    for (int b = a; b < size; b++) {
                        double value = sums[at];
                        at++;
                        columns[k * size + a][l * size + b] = value;
                        columns[l * size + b][k * size + a] = value;
                        columns[k * size + b][l * size + a] = value;
                        columns[l * size + a][k * size + b] = value;
                    }
                }
            }
        }
        return columns;
    }

    /** The gradient, [P]. */
    double[] gradient(double[] sums) {
        return Arrays.copyOfRange(sums, sums.length - numParameters(), sums.length);
    }
}
