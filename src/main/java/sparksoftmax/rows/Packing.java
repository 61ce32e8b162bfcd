package sparksoftmax.rows;

import java.io.Serializable;

/**
 * How rows are packed into blocks.
 *
 * @param blockBytes size at which a block is full
 * @param stepsPerPass the mini-batches that a pass is cut into; 1 keeps the rows in their order
 * @param seed of the order of rows otherwise
 */
public record Packing(long blockBytes, int stepsPerPass, long seed) implements Serializable {}
