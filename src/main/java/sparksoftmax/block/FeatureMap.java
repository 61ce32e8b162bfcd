package sparksoftmax.block;

import java.io.Serializable;
import java.util.Arrays;
import sparksoftmax.kernel.Kernels;

/**
 * Converts the features that were read to the features that are trained on: which features are kept, how they are
 * scaled and centered, and how they are stored. Immutable, thread safe.
 */
public final class FeatureMap implements Serializable {
    private static final long serialVersionUID = 1L;

    private final int[] columns;
    private final double[] scale;
    private final double[] center;
    private final double weightUnit;
    private final Storage storage;
    private final int numFeaturesRead;
    private transient volatile int[] positions;

    private FeatureMap(
            int[] columns, double[] scale, double[] center, double weightUnit, Storage storage, int numFeaturesRead) {
        this.columns = columns;
        this.scale = scale;
        this.center = center;
        this.weightUnit = weightUnit;
        this.storage = storage;
        this.numFeaturesRead = numFeaturesRead;
    }

    /**
     * A map that keeps some features as they are and leaves the others out.
     *
     * @param columns the indices of the features that are kept, increasing
     * @param numFeaturesRead the number of features before
     */
    public static FeatureMap selecting(int[] columns, int numFeaturesRead) {
        double[] ones = new double[columns.length];
        Arrays.fill(ones, 1.0);
        return new FeatureMap(columns, ones, new double[columns.length], 1.0, Storage.AS_READ, numFeaturesRead);
    }

    /**
     * A map that keeps the same features, and also scales features and weights: a stored value is s (x - c).
     *
     * @param scale s, [kept], the factor of each feature
     * @param center c, [kept], subtracted before the scaling if the storage is dense, else ignored
     * @param weightUnit the number that weights are divided by, such as the mean weight: in single precision, gradients
     *     must lie between 1e-45 and 3e38
     * @param storage how the features are stored
     */
    public FeatureMap standardizing(double[] scale, double[] center, double weightUnit, Storage storage) {
        return new FeatureMap(columns, scale, center, weightUnit, storage, numFeaturesRead);
    }

    /** The least share of non-zeros with which products of dense blocks are faster, with the kernel of this machine. */
    public static double denseFrom() {
        return Kernels.best().denseFrom();
    }

    /** The number of features kept. */
    int numFeatures() {
        return columns.length;
    }

    Storage storage() {
        return storage;
    }

    int[] columns() {
        return columns;
    }

    double[] scale() {
        return scale;
    }

    double[] center() {
        return center;
    }

    /** The new index of each feature that was read, -1 if it is left out; not a copy. */
    int[] positions() {
        int[] result = positions;
        if (result == null) {
            result = new int[numFeaturesRead];
            Arrays.fill(result, -1);
            for (int c = 0; c < columns.length; c++) {
                result[columns[c]] = c;
            }
            positions = result;
        }
        return result;
    }

    /** The weights divided by the unit of this map. */
    double[] weights(double[] weights) {
        double[] inUnits = new double[weights.length];
        for (int i = 0; i < weights.length; i++) {
            inUnits[i] = weights[i] / weightUnit;
        }
        return inUnits;
    }
}
