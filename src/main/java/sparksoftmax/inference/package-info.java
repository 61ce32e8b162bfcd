/**
 * What rows tell of a fitted model: the sampling errors of its coefficients, from the Fisher information, and the
 * temperature by which its probabilities become those of the rows.
 */
package sparksoftmax.inference;
