/**
 * The few hot loops, on plain arrays: matrix products between rows of features and a coefficient matrix. Nothing here
 * knows Spark, blocks or losses.
 */
package sparksoftmax.kernel;
