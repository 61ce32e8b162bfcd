/**
 * One fit, from settings and rows to coefficients: {@link sparksoftmax.training.Plan} decides,
 * {@link sparksoftmax.training.Trainer} carries the plan out, and a {@link sparksoftmax.training.Solver} makes the
 * passes.
 */
package sparksoftmax.training;
