package sparksoftmax.training;

import java.io.Serializable;
import sparksoftmax.block.Block;

/**
 * An element of the RDD that one scan makes: a block, or, last in every partition, the partition's statistics. Exactly
 * one is not null.
 */
record PackedPart(Block block, DatasetStatistics statistics) implements Serializable {}
