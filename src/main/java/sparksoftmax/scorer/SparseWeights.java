package sparksoftmax.scorer;

/**
 * Sparse coefficients, in compressed columns: those of feature j are at {@code starts[j] .. starts[j + 1]}.
 *
 * @param starts [numFeatures + 1]
 * @param classes the class of each coefficient
 * @param values the coefficients
 */
record SparseWeights(int[] starts, int[] classes, double[] values) implements Weights {
    @Override
    public void addProduct(int[] indices, double[] x, double[] z) {
        for (int p = 0; p < x.length; p++) {
            if (x[p] != 0.0) {
                int j = indices == null ? p : indices[p];
                for (int at = starts[j]; at < starts[j + 1]; at++) {
                    z[classes[at]] += x[p] * values[at];
                }
            }
        }
    }
}
