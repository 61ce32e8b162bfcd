/**
 * Rows of a DataFrame, in Spark's internal form, read, checked and packed into blocks: what happens inside one
 * partition.
 */
package sparksoftmax.rows;
