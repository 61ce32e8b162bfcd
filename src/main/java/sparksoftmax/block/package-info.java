/**
 * Rows packed for arithmetic: dense row-major and sparse CSR blocks, their builder, and the accumulators' common shape.
 */
package sparksoftmax.block;
