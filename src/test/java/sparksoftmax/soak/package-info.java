/** Fits and predictions under load: many rows, little memory, many partitions. */
package sparksoftmax.soak;
