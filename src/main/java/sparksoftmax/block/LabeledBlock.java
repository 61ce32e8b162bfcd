package sparksoftmax.block;

/** What all kinds of blocks have: the number of features, and the rows' labels and weights. */
abstract sealed class LabeledBlock implements Block permits DenseBlock, SparseBlock, StandardizedBlock {
    private static final long serialVersionUID = 1L;

    final int numFeatures;
    final int[] labels;
    final double[] weights;

    LabeledBlock(int numFeatures, int[] labels, double[] weights) {
        this.numFeatures = numFeatures;
        this.labels = labels;
        this.weights = weights;
    }

    @Override
    public final int numRows() {
        return labels.length;
    }

    @Override
    public final int numFeatures() {
        return numFeatures;
    }

    @Override
    public final int label(int i) {
        return labels[i];
    }

    @Override
    public final double weight(int i) {
        return weights[i];
    }
}
