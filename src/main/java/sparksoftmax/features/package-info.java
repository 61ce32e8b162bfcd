/**
 * What is known about the features before training: which of them vary, their moments, how they are scaled for
 * training, and the penalty on their coefficients. The package does not depend on Spark.
 */
package sparksoftmax.features;
