package sparksoftmax.cluster;

import java.io.Serializable;
import org.apache.spark.Partition;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.PartitionCoalescer;
import org.apache.spark.rdd.PartitionGroup;
import org.apache.spark.rdd.RDD;
import scala.Option;

/**
 * Coalesces partitions in given groups. Spark's own coalescing depends on the executors on which the partitions happen
 * to be, but the same data must always be grouped in the same way, for reproducible results.
 */
final class Grouping implements PartitionCoalescer, Serializable {
    private static final long serialVersionUID = 1L;

    private final int[][] groups;

    private Grouping(int[][] groups) {
        this.groups = groups;
    }

    /**
     * An RDD whose partition g has the elements of the partitions {@code groups[g]}, in that order. There is no
     * shuffle.
     */
    static <T> JavaRDD<T> coalesce(JavaRDD<T> rdd, int[][] groups) {
        RDD<T> coalesced = rdd.rdd().coalesce(groups.length, false, Option.apply(new Grouping(groups)), null);
        return coalesced.toJavaRDD();
    }

    @Override
    public PartitionGroup[] coalesce(int maxPartitions, RDD<?> parent) {
        Partition[] partitions = parent.partitions();
        PartitionGroup[] result = new PartitionGroup[groups.length];
        for (int g = 0; g < groups.length; g++) {
            result[g] = new PartitionGroup(Option.empty());
            for (int partition : groups[g]) {
                result[g].partitions().$plus$eq(partitions[partition]);
            }
        }
        return result;
    }
}
