/**
 * The inner loops of training, on plain arrays: products of rows of features with a coefficient matrix, exponentials
 * and logarithms. The package does not depend on Spark, blocks or losses.
 */
package sparksoftmax.kernel;
