package sparksoftmax.hostile;

/**
 * A row as the oracle sees it.
 *
 * @param x features, [numFeatures]; null if the vector is null, or too long for an array
 * @param label the label; NaN if it is null
 * @param weight the weight; NaN if it is null
 */
record PlainRow(double[] x, double label, double weight) {}
