/** Columns of a DataFrame that Params name, and the features that a row has in them, in Spark's internal form. */
package sparksoftmax.columns;
