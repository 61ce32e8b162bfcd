package sparksoftmax.scorer;

/**
 * The coefficients of one class as they are in a file.
 *
 * @param indices the features of the values, in ascending order; null if there is a value for every feature
 * @param values the coefficients
 */
record CoefficientRow(int[] indices, double[] values) {}
