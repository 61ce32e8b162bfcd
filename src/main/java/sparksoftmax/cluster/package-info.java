/**
 * Blocks of rows on the cluster: how they are read, cached, regrouped, and summed over with {@code treeAggregate}. This
 * is the only package that uses RDDs and broadcasts.
 */
package sparksoftmax.cluster;
