package sparksoftmax.features;

/**
 * The features that vary, which are the ones that are trained on. Constant features get coefficient 0. With hashed text
 * most features are constant, so training uses arrays with elements for the varying features only.
 *
 * @param columns the indices of the varying features, increasing
 * @param numFeatures the number of all features
 */
public record VaryingFeatures(int[] columns, int numFeatures) {
    /** Whether all features vary. */
    public boolean isAll() {
        return columns.length == numFeatures;
    }

    /** The values for the varying features, from one value for each feature. */
    double[] select(double[] values) {
        return select(values, 1);
    }

    /** The rows for the varying features, [varying x width], from one row for each feature, [numFeatures x width]. */
    public double[] select(double[] values, int width) {
        if (isAll()) {
            return values.clone();
        }
        double[] selected = new double[columns.length * width];
        for (int c = 0; c < columns.length; c++) {
            System.arraycopy(values, columns[c] * width, selected, c * width, width);
        }
        return selected;
    }

    /** One row for each feature, [numFeatures x width], from rows for the varying features; the others are zeros. */
    public double[] expand(double[] selected, int width) {
        if (isAll()) {
            return selected;
        }
        double[] values = new double[Math.multiplyExact(numFeatures, width)];
        for (int c = 0; c < columns.length; c++) {
            System.arraycopy(selected, c * width, values, columns[c] * width, width);
        }
        return values;
    }
}
