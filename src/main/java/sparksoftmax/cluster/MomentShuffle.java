package sparksoftmax.cluster;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;
import sparksoftmax.block.Block;
import sparksoftmax.features.FeatureMoments;
import sparksoftmax.features.PartitionMoments;
import sparksoftmax.features.PartitionStatistics;

/**
 * Merges the moments of many features on the executors. Each task gets the moments of one range of features from all
 * partitions and merges them in the order of the partitions. So the result does not depend on the order of arrival, a
 * task needs about as much memory as the moments of one partition, and the driver receives each feature only once.
 */
final class MomentShuffle {
    private MomentShuffle() {}

    /** The moments of a range of features from one partition, as they are shuffled. */
    static final class Slice implements Serializable {
        private static final long serialVersionUID = 1L;

        private final int source;
        private final PartitionMoments moments;

        private Slice(int source, PartitionMoments moments) {
            this.source = source;
            this.moments = moments;
        }

        private int source() {
            return source;
        }
    }

    static FeatureMoments merge(JavaRDD<Block> blocks, int numFeatures) {
        int numRanges = Math.min(numFeatures, blocks.getNumPartitions());
        FeatureMoments all = new FeatureMoments(0, numFeatures);
        blocks.mapPartitionsWithIndex(
                        (partition, elements) -> sliced(partition, elements, numFeatures, numRanges), true)
                .mapToPair(slice -> slice)
                .partitionBy(new HashPartitioner(numRanges))
                .mapPartitions(slices -> merged(slices, numFeatures))
                .collect()
                .forEach(all::add);
        return all;
    }

    private static Iterator<Tuple2<Integer, Slice>> sliced(
            int partition, Iterator<Block> blocks, int numFeatures, int numRanges) {
        PartitionStatistics.Collector collector = new PartitionStatistics.Collector(true);
        blocks.forEachRemaining(collector::add);
        PartitionMoments moments = collector.moments();
        List<Tuple2<Integer, Slice>> slices = new ArrayList<>();
        for (int r = 0; moments != null && r < numRanges; r++) {
            PartitionMoments slice =
                    moments.slice(bound(r, numFeatures, numRanges), bound(r + 1, numFeatures, numRanges));
            slices.add(new Tuple2<>(r, new Slice(partition, slice)));
        }
        return slices.iterator();
    }

    private static int bound(int range, int numFeatures, int numRanges) {
        return (int) ((long) numFeatures * range / numRanges);
    }

    private static Iterator<PartitionMoments> merged(Iterator<Tuple2<Integer, Slice>> arrived, int numFeatures) {
        List<Slice> slices = new ArrayList<>();
        arrived.forEachRemaining(slice -> slices.add(slice._2()));
        if (slices.isEmpty()) {
            return List.<PartitionMoments>of().iterator();
        }
        slices.sort(Comparator.comparingInt(Slice::source));
        int from = numFeatures;
        int to = 0;
        for (Slice slice : slices) {
            from = Math.min(from, slice.moments.firstFeature());
            to = Math.max(to, slice.moments.lastFeature() + 1);
        }
        FeatureMoments sum = new FeatureMoments(Math.min(from, to), to);
        slices.forEach(slice -> sum.add(slice.moments));
        return List.of(sum.toPartitionMoments()).iterator();
    }
}
