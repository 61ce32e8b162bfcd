/** Step rules, learning-rate schedules and quasi-Newton steps, on plain arrays. */
package sparksoftmax.optim;
