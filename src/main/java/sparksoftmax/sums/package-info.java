/**
 * Sums over partitions that do not depend on the order in which partial results arrive or are merged: values are
 * expressed as integers in units that are chosen before the sums are made. The package does not depend on Spark.
 */
package sparksoftmax.sums;
