/**
 * A fit from beginning to end: {@link sparksoftmax.training.Plan} decides how to train,
 * {@link sparksoftmax.training.Trainer} carries the plan out, and a {@link sparksoftmax.training.Solver} makes the
 * passes over the data.
 */
package sparksoftmax.training;
