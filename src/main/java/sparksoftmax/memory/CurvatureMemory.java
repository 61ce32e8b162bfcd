package sparksoftmax.memory;

import java.util.Arrays;
import java.util.BitSet;

/**
 * The memory of models with many features: the curvature of the loss of the rows in the direction of every coefficient,
 * which is the diagonal of the Hessian. For feature j, class k and the probabilities p of the model that was trained on
 * the rows, with c_j the mean of the feature (0 where training does not center it),
 *
 * <pre>
 *   H_jk = Σ_i w_i v_ik (x_ij - c_j)²      h_k = Σ_i w_i v_ik      v_ik = max(p_ik (1 - p_ik), 0.2 (K - 1) / K²)
 * </pre>
 *
 * <p>Without the lower bound, a fifth of the curvature for equal probabilities, coefficients would be free where all
 * probabilities are near 0 or 1, as those of classes that have not come yet. Curvatures are kept for the features that
 * have any; for the others they are 0. Immutable, thread safe.
 *
 * <p>Source: O. Chapelle, L. Li, "An Empirical Evaluation of Thompson Sampling", NIPS 2011, algorithm 3 (batches of
 * regularized logistic regression, with a diagonal Laplace approximation); J. Kirkpatrick et al., "Overcoming
 * catastrophic forgetting in neural networks", 2017.
 */
public final class CurvatureMemory implements Memory {
    /** More curvatures would take too much memory on the driver. */
    private static final long MOST_CURVATURES = 1L << 23;

    private static final long serialVersionUID = 1L;

    private final double numRows;
    private final double weight;
    private final int numFeatures;
    private final int[] features;
    private final double[] curvatures;
    private final double[] intercepts;

    /**
     * @param numRows the effective number of rows, (Σ w)² / Σ w² for the rows of a training
     * @param weight Σ w
     * @param numFeatures F
     * @param features the features with curvatures, increasing
     * @param curvatures H, [features x K]
     * @param intercepts h, [K]
     */
    public CurvatureMemory(
            double numRows, double weight, int numFeatures, int[] features, double[] curvatures, double[] intercepts) {
        this.numRows = numRows;
        this.weight = weight;
        this.numFeatures = numFeatures;
        this.features = features;
        this.curvatures = curvatures;
        this.intercepts = intercepts;
    }

    /** Whether models of this size remember their rows in this way, as far as the varying features are not known. */
    static boolean isPossible(long numFeatures, long numClasses) {
        return numFeatures > 0 && numClasses > 1 && numFeatures < Integer.MAX_VALUE && numClasses < MOST_CURVATURES;
    }

    /** Whether the curvatures of {@code numVarying} features are not too many. */
    public static boolean holds(long numVarying, long numClasses) {
        return (numVarying + 1) * numClasses <= MOST_CURVATURES;
    }

    static long mostBytes(long numFeatures, long numClasses) {
        double most = Math.min((double) MOST_CURVATURES, (double) numFeatures * numClasses);
        return (long) ((Double.BYTES + (double) Integer.BYTES / numClasses) * most) + Double.BYTES * numClasses;
    }

    @Override
    public double numRows() {
        return numRows;
    }

    @Override
    public double weight() {
        return weight;
    }

    @Override
    public int numFeatures() {
        return numFeatures;
    }

    @Override
    public int numClasses() {
        return intercepts.length;
    }

    /** The features with curvatures, increasing, not a copy. */
    public int[] features() {
        return features;
    }

    /** H, [features x K], not a copy. */
    public double[] curvatures() {
        return curvatures;
    }

    /** h, [K], not a copy. */
    public double[] intercepts() {
        return intercepts;
    }

    @Override
    public long numBytes() {
        return (long) Integer.BYTES * features.length + (long) Double.BYTES * (curvatures.length + intercepts.length);
    }

    @Override
    public CurvatureMemory times(double factor) {
        return new CurvatureMemory(
                factor * numRows,
                factor * weight,
                numFeatures,
                features,
                Arrays.stream(curvatures).map(h -> factor * h).toArray(),
                Arrays.stream(intercepts).map(h -> factor * h).toArray());
    }

    /**
     * The memory of these and other rows, of the same classes and features. If together they have too many curvatures,
     * those of features that only the other rows have are left out.
     */
    public CurvatureMemory plus(CurvatureMemory other) {
        int numClasses = numClasses();
        BitSet present = new BitSet(numFeatures);
        Arrays.stream(features).forEach(present::set);
        Arrays.stream(other.features).forEach(present::set);
        int[] all = holds(present.cardinality(), numClasses) ? present.stream().toArray() : features;
        double[] sums = new double[all.length * numClasses];
        addTo(sums, all);
        other.addTo(sums, all);
        double[] ofIntercepts = intercepts.clone();
        for (int k = 0; k < numClasses; k++) {
            ofIntercepts[k] += other.intercepts[k];
        }
        return new CurvatureMemory(
                numRows + other.numRows, weight + other.weight, numFeatures, all, sums, ofIntercepts);
    }

    /** Adds the curvatures of those of {@code columns}, increasing, that have any. */
    private void addTo(double[] sums, int[] columns) {
        forEachOf(columns, (column, feature) -> {
            for (int k = 0; k < intercepts.length; k++) {
                sums[column * intercepts.length + k] += curvatures[feature * intercepts.length + k];
            }
        });
    }

    /** Receives places in two arrays of features. */
    @FunctionalInterface
    interface Places {
        /** Receives the places of the same feature. */
        void visit(int column, int feature);
    }

    /** Calls {@code places} for every feature with curvatures that is among {@code columns}, increasing. */
    void forEachOf(int[] columns, Places places) {
        int place = 0;
        for (int c = 0; c < columns.length; c++) {
            while (place < features.length && features[place] < columns[c]) {
                place++;
            }
            if (place < features.length && features[place] == columns[c]) {
                places.visit(c, place);
            }
        }
    }
}
