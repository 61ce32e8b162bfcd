package sparksoftmax.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sparksoftmax.SharedSpark;

@ExtendWith(SharedSpark.class)
class OrderedTreeAggregateTest {
    /** Remembers in which order it was added up. */
    private static final class Trail implements Serializable {
        private static final long serialVersionUID = 1L;
        private final ArrayList<Integer> partitions = new ArrayList<>();
    }

    @ParameterizedTest
    @CsvSource({"1, 2", "2, 2", "4, 2", "5, 2", "17, 2", "17, 3", "40, 3", "7, 1"})
    void addsUpInTheOrderOfThePartitionsWhateverTheirNumber(int numPartitions, int depth, SparkSession spark) {
        List<Integer> numbers = IntStream.range(0, numPartitions).boxed().toList();
        JavaRDD<Integer> rdd =
                JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(numbers, numPartitions);
        Trail all = OrderedTreeAggregate.aggregate(
                rdd, OrderedTreeAggregateTest::trail, (sum, other) -> sum.partitions.addAll(other.partitions), depth);
        assertEquals(numbers, all.partitions);
    }

    private static Trail trail(int partition, Iterator<Integer> elements) {
        Trail trail = new Trail();
        int element = elements.next();
        assertEquals(partition, element);
        try {
            // Early partitions finish late.
            Thread.sleep(element % 2 == 0 ? 20 : 0);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        trail.partitions.add(element);
        return trail;
    }
}
