/** Predictions for the rows of a data set, by a model that is broadcast rather than sent with every task. */
package sparksoftmax.scoring;
