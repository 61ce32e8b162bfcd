package sparksoftmax.training;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;

/** The statistics of some partitions, and how many blocks each has. */
final class PartitionSizes implements Serializable {
    private static final long serialVersionUID = 1L;

    private DatasetStatistics statistics = new DatasetStatistics();
    private final ArrayList<Integer> counts = new ArrayList<>();
    private final ArrayList<DatasetStatistics> classes = new ArrayList<>();

    static PartitionSizes of(Iterator<PackedPart> elements) {
        PartitionSizes sizes = new PartitionSizes();
        int numBlocks = 0;
        while (elements.hasNext()) {
            PackedPart element = elements.next();
            if (element.block() != null) {
                numBlocks++;
            } else {
                sizes.statistics = element.statistics();
            }
        }
        sizes.counts.add(numBlocks);
        sizes.classes.add(sizes.statistics.ofClassesOnly());
        return sizes;
    }

    void merge(PartitionSizes other, InputColumns columns) {
        statistics.merge(other.statistics, columns);
        counts.addAll(other.counts);
        classes.addAll(other.classes);
    }

    double largestSkew() {
        return classes.stream()
                .filter(partition -> partition.numRows() > 0)
                .mapToDouble(partition -> partition.classSkew(statistics))
                .max()
                .orElse(0.0);
    }

    int[] numBlocks() {
        return counts.stream().mapToInt(Integer::intValue).toArray();
    }

    DatasetStatistics statistics() {
        return statistics;
    }
}
