/** Optimization on plain arrays: step rules of gradient descent, learning-rate schedules, and quasi-Newton steps. */
package sparksoftmax.optim;
