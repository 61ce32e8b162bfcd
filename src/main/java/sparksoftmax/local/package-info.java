/**
 * Local steps: each partition trains a model on its own rows, a few rows at a time, and the models are averaged. The
 * package does not depend on Spark.
 */
package sparksoftmax.local;
