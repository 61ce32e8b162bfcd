/** Step rules and learning-rate schedules, on plain arrays. */
package sparksoftmax.optim;
