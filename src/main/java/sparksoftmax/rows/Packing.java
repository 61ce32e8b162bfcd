package sparksoftmax.rows;

import java.io.Serializable;

/**
 * How rows are packed into blocks.
 *
 * @param blockBytes the size at which a block is full, in bytes
 * @param stepsPerPass the number of mini-batches in a pass; with 1, rows keep their order, otherwise they are shuffled
 *     within their partition
 * @param seed the seed of the random order of rows
 * @param mostFeatures the most elements that a feature vector may have
 */
public record Packing(long blockBytes, int stepsPerPass, long seed, int mostFeatures) implements Serializable {}
