package sparksoftmax.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import sparksoftmax.SharedSpark;
import sparksoftmax.block.Block;
import sparksoftmax.block.BlockBuilder;

/** The shuffle that distributes rows. */
@ExtendWith(SharedSpark.class)
class RowExchangeTest {
    private static final int BLOCKS = 60;
    private static final int ROWS = 3;

    /** The blocks that went into the shuffle, as far as something still refers to them. */
    private static final Queue<WeakReference<Block>> SHUFFLED = new ConcurrentLinkedQueue<>();

    private static long heldAtTheEnd;

    private final SparkSession spark;

    RowExchangeTest(SparkSession spark) {
        this.spark = spark;
    }

    private static Block block(int number) {
        BlockBuilder builder = new BlockBuilder(2);
        for (int i = 0; i < ROWS; i++) {
            builder.addDense(0, 1.0, new double[] {number, i});
        }
        return builder.build();
    }

    /** Makes blocks, and counts at the end how many of them are still referred to. */
    private static Iterator<Block> blocks() {
        return new Iterator<>() {
            private int number;

            @Override
            public boolean hasNext() {
                if (number == BLOCKS) {
                    System.gc();
                    heldAtTheEnd =
                            SHUFFLED.stream().filter(held -> held.get() != null).count();
                }
                return number < BLOCKS;
            }

            @Override
            public Block next() {
                Block next = block(number++);
                SHUFFLED.add(new WeakReference<>(next));
                return next;
            }
        };
    }

    @Test
    void writingTheShuffleKeepsNoRowsInMemory() {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        JavaRDD<Block> made = context.parallelize(List.of(0), 1).mapPartitions(none -> blocks());
        List<Integer> rows = RowExchange.exchanged(made, 5, false, 1L, 1L, 1L)
                .mapPartitions(blocks -> {
                    int count = 0;
                    while (blocks.hasNext()) {
                        count += blocks.next().numRows();
                    }
                    return List.of(count).iterator();
                })
                .collect();
        int even = BLOCKS * ROWS / 5;
        assertEquals(List.of(even, even, even, even, even), rows);
        assertTrue(heldAtTheEnd <= 5, () -> heldAtTheEnd + " of " + BLOCKS + " blocks are still in memory");
    }
}
