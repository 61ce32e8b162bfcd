package sparksoftmax.features;

/**
 * The features that are trained on: those that vary. Constant features get coefficient 0, and with hashed text most
 * features are constant, so all arrays of training are as long as this subset.
 *
 * @param columns increasing
 * @param numFeatures of all features
 */
public record VaryingFeatures(int[] columns, int numFeatures) {
    /** Whether no feature is left out. */
    public boolean isAll() {
        return columns.length == numFeatures;
    }

    /** The values of this subset's features, of a value a feature. */
    double[] select(double[] values) {
        return select(values, 1);
    }

    /** The rows of this subset's features, of [numFeatures x width]. */
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

    /** [numFeatures x width] with the rows given, and zeros for features left out. */
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
