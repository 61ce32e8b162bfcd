package sparksoftmax;

import java.util.List;
import sparksoftmax.block.Block;
import sparksoftmax.features.DatasetStatistics;
import sparksoftmax.features.FeatureMoments;
import sparksoftmax.features.PartitionStatistics;

/** Statistics of blocks, for tests. */
public final class TestStatistics {
    private TestStatistics() {}

    /** The statistics of one partition of blocks. */
    public static PartitionStatistics ofPartition(List<Block> blocks) {
        return collected(blocks).statistics();
    }

    /** The statistics of blocks as those of one partition. */
    public static DatasetStatistics of(List<Block> blocks) {
        PartitionStatistics.Collector collector = collected(blocks);
        FeatureMoments moments = new FeatureMoments(0, blocks.get(0).numFeatures());
        moments.add(collector.moments());
        return DatasetStatistics.of(List.of(collector.statistics()), moments);
    }

    private static PartitionStatistics.Collector collected(List<Block> blocks) {
        PartitionStatistics.Collector collector = new PartitionStatistics.Collector(true);
        blocks.forEach(collector::add);
        return collector;
    }
}
