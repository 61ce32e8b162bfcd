/**
 * One fit, from rows to coefficients: {@link sparksoftmax.training.TrainingData} reads, checks and packs the rows in
 * one scan; {@link sparksoftmax.training.Training} prepares the space, the penalty and the step size; a
 * {@link sparksoftmax.training.Solver} runs the rounds.
 */
package sparksoftmax.training;
