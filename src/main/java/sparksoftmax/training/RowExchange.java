package sparksoftmax.training;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;
import sparksoftmax.block.Block;
import sparksoftmax.block.BlockBuilder;
import sparksoftmax.block.BlockRows;

/**
 * Deals the rows of every partition evenly among all partitions, for local steps on data whose partitions hold
 * different classes: a partition that sees one class only learns to always answer with it. One shuffle of packed rows,
 * the same for the same seed.
 */
final class RowExchange {
    private RowExchange() {}

    /** Rows on their way from one partition to another. */
    private record Piece(int source, Block rows) implements Serializable {}

    /**
     * The exchanged blocks, without statistics.
     *
     * @param blockBytes size of the new blocks
     */
    static JavaRDD<PackedPart> exchanged(JavaRDD<PackedPart> parts, int numFeatures, long blockBytes, long seed) {
        int numPartitions = parts.getNumPartitions();
        return parts.mapPartitionsWithIndex(
                        (partition, elements) ->
                                dealt(partition, TrainingData.blocks(elements), numFeatures, numPartitions, seed),
                        true)
                .mapToPair(piece -> piece)
                .partitionBy(new HashPartitioner(numPartitions))
                .mapPartitions(pieces -> packed(pieces, numFeatures, blockBytes));
    }

    private static Iterator<Tuple2<Integer, Piece>> dealt(
            int partition, List<Block> blocks, int numFeatures, int numPartitions, long seed) {
        BlockRows rows = new BlockRows(blocks);
        int n = rows.numRows();
        int[] order = Shuffled.indices(n, new Random(seed * 1_000_003L + partition));
        List<Tuple2<Integer, Piece>> pieces = new ArrayList<>();
        for (int target = 0; target < numPartitions; target++) {
            BlockBuilder builder = new BlockBuilder(numFeatures);
            for (int i = (int) ((long) n * target / numPartitions);
                    i < (int) ((long) n * (target + 1) / numPartitions);
                    i++) {
                rows.find(order[i], builder::addRow);
            }
            if (builder.numRows() > 0) {
                pieces.add(new Tuple2<>(target, new Piece(partition, builder.build())));
            }
        }
        return pieces.iterator();
    }

    private static Iterator<PackedPart> packed(
            Iterator<Tuple2<Integer, Piece>> arrived, int numFeatures, long blockBytes) {
        List<Piece> pieces = new ArrayList<>();
        arrived.forEachRemaining(piece -> pieces.add(piece._2()));
        pieces.sort(Comparator.comparing(Piece::source));
        List<PackedPart> parts = new ArrayList<>();
        BlockBuilder builder = new BlockBuilder(numFeatures);
        for (int p = 0; p < pieces.size(); p++) {
            Block rows = pieces.set(p, null).rows();
            for (int i = 0; i < rows.numRows(); i++) {
                builder.addRow(rows, i);
                if (builder.numBytes() >= blockBytes) {
                    parts.add(new PackedPart(builder.build(), null));
                }
            }
        }
        if (builder.numRows() > 0) {
            parts.add(new PackedPart(builder.build(), null));
        }
        return parts.iterator();
    }
}
