/**
 * Sums over partitions that do not depend on the order in which partial results arrive or are put together: whole
 * numbers in units chosen beforehand. Knows neither Spark nor what is added up.
 */
package sparksoftmax.sums;
