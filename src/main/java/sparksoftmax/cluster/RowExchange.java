package sparksoftmax.cluster;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;
import sparksoftmax.block.Block;
import sparksoftmax.block.BlockBuilder;
import sparksoftmax.block.BlockRows;
import sparksoftmax.block.Shuffled;

/**
 * Distributes the rows of every partition evenly over all partitions, in one shuffle of packed rows. This lets all
 * cores work if the rows were read in few partitions or in partitions of very different sizes. Local steps also need it
 * if partitions have different classes, since a model that is trained on one class only learns to always predict that
 * class. The result is the same for the same seed.
 */
final class RowExchange {
    private RowExchange() {}

    /** Some rows of one partition that are sent to another, as a block. */
    static final class Piece implements Serializable {
        private static final long serialVersionUID = 1L;

        private final int source;
        private final int number;
        private final Block rows;

        private Piece(int source, int number, Block rows) {
            this.source = source;
            this.number = number;
            this.rows = rows;
        }

        private int source() {
            return source;
        }

        private int number() {
            return number;
        }
    }

    /** See {@link ClusterBlocks#exchanged}. */
    static JavaRDD<Block> exchanged(
            JavaRDD<Block> blocks, int numPartitions, boolean rowByRow, long blockBytes, long partBytes, long seed) {
        JavaRDD<Tuple2<Integer, Piece>> pieces = blocks.mapPartitionsWithIndex(
                (partition, elements) -> rowByRow
                        ? dealtInParts(partition, BlockRows.inParts(elements, partBytes), numPartitions, seed)
                        : dealtInBlocks(partition, elements, numPartitions),
                true);
        return pieces.mapToPair(piece -> piece)
                .partitionBy(new HashPartitioner(numPartitions))
                .mapPartitions(arrived -> inOrder(arrived, rowByRow, blockBytes));
    }

    /**
     * Block number b of partition p goes to partition (p + b) mod {@code numPartitions}, so that the first blocks of
     * different partitions go to different partitions.
     */
    private static Iterator<Tuple2<Integer, Piece>> dealtInBlocks(
            int partition, Iterator<Block> blocks, int numPartitions) {
        return new Iterator<>() {
            private int number;

            @Override
            public boolean hasNext() {
                return blocks.hasNext();
            }

            @Override
            public Tuple2<Integer, Piece> next() {
                int target = (int) (((long) partition + number) % numPartitions);
                return new Tuple2<>(target, new Piece(partition, number++, blocks.next()));
            }
        };
    }

    /** Deals the rows of one part after the other, so that no more than one has to be held in memory. */
    private static Iterator<Tuple2<Integer, Piece>> dealtInParts(
            int partition, Iterator<List<Block>> parts, int numPartitions, long seed) {
        return new Iterator<>() {
            private int number;
            private Iterator<Tuple2<Integer, Piece>> dealt = Collections.emptyIterator();

            @Override
            public boolean hasNext() {
                while (!dealt.hasNext() && parts.hasNext()) {
                    dealt = dealt(partition, number++, parts.next(), numPartitions, seed)
                            .iterator();
                }
                return dealt.hasNext();
            }

            @Override
            public Tuple2<Integer, Piece> next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return dealt.next();
            }
        };
    }

    private static List<Tuple2<Integer, Piece>> dealt(
            int partition, int part, List<Block> blocks, int numPartitions, long seed) {
        BlockRows rows = new BlockRows(blocks);
        int n = rows.numRows();
        int[] order = Shuffled.indices(n, new Random(seed * 1_000_003L + partition + part * 104_729_003L));
        List<Tuple2<Integer, Piece>> pieces = new ArrayList<>();
        for (int target = 0; target < numPartitions && n > 0; target++) {
            BlockBuilder builder = new BlockBuilder(blocks.get(0).numFeatures());
            for (int i = (int) ((long) n * target / numPartitions);
                    i < (int) ((long) n * (target + 1) / numPartitions);
                    i++) {
                rows.find(order[i], builder::addRow);
            }
            if (builder.numRows() > 0) {
                pieces.add(new Tuple2<>(target, new Piece(partition, part, builder.build())));
            }
        }
        return pieces;
    }

    private static Iterator<Block> inOrder(
            Iterator<Tuple2<Integer, Piece>> arrived, boolean rowByRow, long blockBytes) {
        List<Piece> pieces = new ArrayList<>();
        arrived.forEachRemaining(piece -> pieces.add(piece._2()));
        pieces.sort(Comparator.comparingInt(Piece::source).thenComparingInt(Piece::number));
        return rowByRow
                ? packed(pieces, blockBytes).iterator()
                : pieces.stream().map(piece -> piece.rows).iterator();
    }

    private static List<Block> packed(List<Piece> pieces, long blockBytes) {
        List<Block> blocks = new ArrayList<>();
        BlockBuilder builder = null;
        for (int p = 0; p < pieces.size(); p++) {
            Block rows = pieces.set(p, null).rows;
            builder = builder == null ? new BlockBuilder(rows.numFeatures()) : builder;
            for (int i = 0; i < rows.numRows(); i++) {
                builder.addRow(rows, i);
                if (builder.numBytes() >= blockBytes) {
                    blocks.add(builder.build());
                }
            }
        }
        if (builder != null && builder.numRows() > 0) {
            blocks.add(builder.build());
        }
        return blocks;
    }
}
