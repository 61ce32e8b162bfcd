package sparksoftmax.block;

import java.io.Serializable;
import java.util.Arrays;

/**
 * What some rows should be predicted as, how much each of them counts, and their fold: labels or distributions over the
 * classes, and weights. Where rows have distributions q, their labels are the classes of the largest q. Immutable;
 * arrays are not copied.
 */
public final class Targets implements Serializable {
    private static final long serialVersionUID = 1L;

    private final int[] labels;
    private final double[] weights;
    private final double[] distributions;
    private final int fold;

    /**
     * @param labels the class of every row, [n]
     * @param weights the weight of every row, [n], greater than 0
     * @param distributions q, [n x K], row-major, at least 0, with a sum of 1 in each row; null if the labels say all
     * @param fold the fold of all rows in cross-validation; 0 elsewhere
     */
    public Targets(int[] labels, double[] weights, double[] distributions, int fold) {
        this.labels = labels;
        this.weights = weights;
        this.distributions = distributions;
        this.fold = fold;
    }

    /** Targets of rows that are not divided into folds. */
    public Targets(int[] labels, double[] weights, double[] distributions) {
        this(labels, weights, distributions, 0);
    }

    /** The number of rows n. */
    public int numRows() {
        return labels.length;
    }

    /** The class of every row, [n], not a copy. */
    public int[] labels() {
        return labels;
    }

    /** The weight of every row, [n], not a copy. */
    public double[] weights() {
        return weights;
    }

    /** The distributions q, [n x K], row-major, not a copy; null if the labels say all. */
    public double[] distributions() {
        return distributions;
    }

    /** The fold of all rows in cross-validation; 0 elsewhere. */
    public int fold() {
        return fold;
    }

    /** K, if rows have distributions; else 0. */
    public int numClasses() {
        return distributions == null ? 0 : distributions.length / labels.length;
    }

    /** The bytes that a row takes. */
    int bytesPerRow() {
        return Integer.BYTES + Double.BYTES + Double.BYTES * numClasses();
    }

    /** The same labels or distributions with other weights. */
    public Targets withWeights(double[] newWeights) {
        return new Targets(labels, newWeights, distributions, fold);
    }

    /**
     * The targets of rows whose weights w are multiplied by a factor c_k for each class. A row with a distribution q
     * stands for K rows, of class k and weight w q_k, so that it gets the weight w Σ_k c_k q_k and the distribution c_k
     * q_k / Σ_l c_l q_l.
     *
     * @param factors c, [K], greater than 0
     */
    public Targets weightedByClass(double[] factors) {
        double[] newWeights = weights.clone();
        double[] newDistributions = distributions == null ? null : distributions.clone();
        for (int i = 0; i < newWeights.length; i++) {
            if (newDistributions == null) {
                newWeights[i] *= factors[labels[i]];
                continue;
            }
            int start = i * factors.length;
            double sum = 0.0;
            for (int k = 0; k < factors.length; k++) {
                newDistributions[start + k] *= factors[k];
                sum += newDistributions[start + k];
            }
            for (int k = 0; k < factors.length; k++) {
                newDistributions[start + k] /= sum;
            }
            newWeights[i] *= sum;
        }
        return new Targets(labels, newWeights, newDistributions, fold);
    }

    /** Some of the rows, with other weights. */
    Targets ofRows(int[] rows, double[] newWeights) {
        int numClasses = numClasses();
        int[] newLabels = new int[rows.length];
        double[] newDistributions = distributions == null ? null : new double[rows.length * numClasses];
        for (int r = 0; r < rows.length; r++) {
            newLabels[r] = labels[rows[r]];
            if (newDistributions != null) {
                System.arraycopy(distributions, rows[r] * numClasses, newDistributions, r * numClasses, numClasses);
            }
        }
        return new Targets(newLabels, newWeights, newDistributions, fold);
    }

    /** Whether row {@code i} has the label, or distribution, of row {@code other} of {@code that}. */
    boolean isSame(int i, Targets that, int other) {
        int numClasses = numClasses();
        return labels[i] == that.labels[other]
                && fold == that.fold
                && numClasses == that.numClasses()
                && (distributions == null
                        || Arrays.equals(
                                distributions,
                                i * numClasses,
                                (i + 1) * numClasses,
                                that.distributions,
                                other * numClasses,
                                (other + 1) * numClasses));
    }
}
