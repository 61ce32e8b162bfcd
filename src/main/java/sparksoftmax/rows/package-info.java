/** Reads the rows of one partition of a DataFrame in Spark's internal form, checks them, and packs them into blocks. */
package sparksoftmax.rows;
