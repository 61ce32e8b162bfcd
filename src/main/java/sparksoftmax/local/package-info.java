/**
 * Steps that a partition takes alone, on a few rows at a time with a model of its own, and the average of the models.
 * Knows no Spark.
 */
package sparksoftmax.local;
