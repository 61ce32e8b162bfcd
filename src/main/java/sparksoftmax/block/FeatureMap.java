package sparksoftmax.block;

import java.io.Serializable;
import java.util.Arrays;
import sparksoftmax.kernel.Kernels;

/**
 * How the features that were read become the features that are trained on: which of them, in which units, and how they
 * are stored. Immutable, thread safe.
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
     * Leaves features out, and the others as they are.
     *
     * @param columns the features kept, increasing
     * @param numFeaturesRead how many there were
     */
    public static FeatureMap selecting(int[] columns, int numFeaturesRead) {
        double[] ones = new double[columns.length];
        Arrays.fill(ones, 1.0);
        return new FeatureMap(columns, ones, new double[columns.length], 1.0, Storage.AS_READ, numFeaturesRead);
    }

    /**
     * Selects features and puts them in other units, weights too.
     *
     * @param scale s, [kept], what a feature is multiplied by
     * @param center c, [kept], what it is reduced by before, if stored densely
     * @param weightUnit what a row's weight is divided by: the mean weight, say, since gradients in single precision
     *     end at 3e38 and 1e-45
     * @param storage of the mapped rows
     */
    public FeatureMap standardizing(double[] scale, double[] center, double weightUnit, Storage storage) {
        return new FeatureMap(columns, scale, center, weightUnit, storage, numFeaturesRead);
    }

    /** The share of non-zeros from which on products of dense blocks are faster, with this machine's kernel. */
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

    /** Where each feature read goes, -1 if it is left out; not a copy. */
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

    /** Weights in this map's unit. */
    double[] weights(double[] weights) {
        double[] inUnits = new double[weights.length];
        for (int i = 0; i < weights.length; i++) {
            inUnits[i] = weights[i] / weightUnit;
        }
        return inUnits;
    }
}
