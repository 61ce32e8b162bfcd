/**
 * Blocks of rows on the cluster: read, cached, regrouped, and summed over with {@code treeAggregate}. The only package
 * that names an RDD or a Broadcast.
 */
package sparksoftmax.cluster;
