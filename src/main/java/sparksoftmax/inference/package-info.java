/**
 * The sampling errors of coefficients: the Fisher information of training rows, in one pass over them, and the
 * covariance matrix of the coefficients that follows from it.
 */
package sparksoftmax.inference;
