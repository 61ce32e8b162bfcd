package sparksoftmax.scorer;

/** Coefficients W, stored feature by feature. Immutable. */
sealed interface Weights permits DenseWeights, SparseWeights {
    /**
     * z += W x. The terms are added in the same order as by the Spark model, so that the margins have the same bits.
     *
     * @param indices the features that have values, in ascending order; null if all have
     * @param values their values
     * @param z [numClasses]
     */
    void addProduct(int[] indices, double[] values, double[] z);
}
