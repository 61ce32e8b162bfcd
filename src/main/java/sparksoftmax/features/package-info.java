/**
 * What is known of the features beforehand: which vary, their moments, the scaling in which they are trained, and the
 * penalty on their coefficients. Knows no Spark.
 */
package sparksoftmax.features;
