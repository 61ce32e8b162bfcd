package sparksoftmax.training;

import java.io.Serializable;

/**
 * How rows are packed.
 *
 * @param blockBytes size at which a block is full
 * @param stepsPerEpoch the mini-batches that a pass is cut into; 1 keeps the rows in their order
 * @param seed of the order of rows otherwise
 */
record PackingPlan(long blockBytes, int stepsPerEpoch, long seed) implements Serializable {}
