/**
 * What the second moments of the features and the penalty say about the curvature of the objective before training: its
 * largest value, which gives a step size that cannot diverge, an estimate of the inverse Hessian, and the effective
 * number of parameters. The package does not depend on Spark.
 */
package sparksoftmax.curvature;
