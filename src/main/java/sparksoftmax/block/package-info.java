/**
 * Rows packed into blocks for fast arithmetic: dense and sparse blocks, in double or single precision, how they are
 * built, and how sums over them are made.
 */
package sparksoftmax.block;
