/**
 * What is known of the objective's curvature beforehand, from the features' second moments and the penalty: step sizes
 * that cannot diverge, a first inverse Hessian, and how many parameters the data determine. Knows no Spark.
 */
package sparksoftmax.curvature;
