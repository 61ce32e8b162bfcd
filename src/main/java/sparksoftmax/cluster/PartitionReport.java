package sparksoftmax.cluster;

import java.io.Serializable;
import java.util.Iterator;
import sparksoftmax.block.Block;
import sparksoftmax.block.DistinctRows;
import sparksoftmax.features.PartitionMoments;
import sparksoftmax.features.PartitionStatistics;
import sparksoftmax.rows.PackedElement;

/** What the driver needs to know about a partition of packed rows: statistics, and whether a row is bad. Immutable. */
final class PartitionReport implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The last element of the partition: the size of vectors, and why a row cannot be trained on, if so. */
    final PackedElement end;

    final PartitionStatistics training;
    final PartitionStatistics validation;

    /** The moments of the training rows; null if there are no rows, or if the moments are too large to be sent. */
    final PartitionMoments moments;

    final boolean momentsAreLarge;
    final int numTrainingBlocks;
    final int numValidationBlocks;

    /** Whether many rows of the first block of training rows are equal to others. */
    final boolean repeatsRows;

    private PartitionReport(
            PackedElement end,
            PartitionStatistics training,
            PartitionStatistics validation,
            PartitionMoments moments,
            boolean momentsAreLarge,
            int numTrainingBlocks,
            int numValidationBlocks,
            boolean repeatsRows) {
        this.end = end;
        this.training = training;
        this.validation = validation;
        this.moments = moments;
        this.momentsAreLarge = momentsAreLarge;
        this.numTrainingBlocks = numTrainingBlocks;
        this.numValidationBlocks = numValidationBlocks;
        this.repeatsRows = repeatsRows;
    }

    /** Makes a report from the elements of a partition. */
    private static final class Collector {
        private final PartitionStatistics.Collector training = new PartitionStatistics.Collector(true);
        private final PartitionStatistics.Collector validation = new PartitionStatistics.Collector(false);
        private PackedElement end;
        private int numTraining;
        private int numValidation;
        private boolean repeatsRows;

        void addTraining(Block block) {
            repeatsRows |= numTraining == 0 && DistinctRows.pays(block);
            training.add(block);
            numTraining++;
        }

        void add(PackedElement element) {
            if (element.block() == null) {
                end = element;
                training.numFeatures(element.numFeatures());
                validation.numFeatures(element.numFeatures());
            } else if (element.isValidation()) {
                validation.add(element.block());
                numValidation++;
            } else {
                addTraining(element.block());
            }
        }

        PartitionReport report(long mostMomentBytes) {
            PartitionMoments moments = training.moments();
            boolean large = moments != null && moments.numBytes() > mostMomentBytes;
            return new PartitionReport(
                    end,
                    training.statistics(),
                    validation.statistics(),
                    large ? null : moments,
                    large,
                    numTraining,
                    numValidation,
                    repeatsRows);
        }
    }

    /**
     * The report on a packed partition.
     *
     * @param mostMomentBytes moments that take more bytes than this are left out
     * @param handOver receives the elements
     */
    static PartitionReport of(
            Iterator<PackedElement> elements, long mostMomentBytes, HandOver.Partition<PackedElement> handOver) {
        Collector collector = new Collector();
        elements.forEachRemaining(element -> {
            collector.add(element);
            handOver.add(element, element.block() == null ? 0L : element.block().numBytes());
        });
        handOver.end();
        return collector.report(mostMomentBytes);
    }

    /** The report on a partition of blocks of training rows. */
    static PartitionReport ofTraining(Iterator<Block> blocks, long mostMomentBytes) {
        Collector collector = new Collector();
        blocks.forEachRemaining(collector::addTraining);
        return collector.report(mostMomentBytes);
    }
}
