package sparksoftmax.cluster;

import java.io.Serializable;
import java.util.Iterator;
import sparksoftmax.block.Block;
import sparksoftmax.block.DistinctRows;
import sparksoftmax.features.PartitionMoments;
import sparksoftmax.features.PartitionStatistics;
import sparksoftmax.rows.PackedElement;

/** What a job tells of a partition of packed rows. Immutable. */
final class PartitionReport implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Why a row cannot be trained on, and the size of vectors and which rows were seen: the end of the partition. */
    final PackedElement end;

    final PartitionStatistics training;
    final PartitionStatistics validation;

    /** Of the rows to train on; null if there are none, or if they are too large to send. */
    final PartitionMoments moments;

    final boolean momentsAreLarge;
    final int numTrainingBlocks;
    final int numValidationBlocks;

    /** Whether many rows of the first block to train on are equal to others. */
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

    /** Collects a report. */
    private static final class Collector {
        private final PartitionStatistics.Collector training = new PartitionStatistics.Collector(true);
        private final PartitionStatistics.Collector validation = new PartitionStatistics.Collector(false);
        private PackedElement end;
        private int numTraining;
        private int numValidation;
        private boolean repeatsRows;

        void addTraining(Block block) {
            repeatsRows |= numTraining == 0 && DistinctRows.areMany(block);
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
     * Reports on a partition that was packed.
     *
     * @param mostMomentBytes moments that take more are not sent
     */
    static PartitionReport of(Iterator<PackedElement> elements, long mostMomentBytes) {
        Collector collector = new Collector();
        elements.forEachRemaining(collector::add);
        return collector.report(mostMomentBytes);
    }

    /** Reports on blocks to train on. */
    static PartitionReport ofTraining(Iterator<Block> blocks, long mostMomentBytes) {
        Collector collector = new Collector();
        blocks.forEachRemaining(collector::addTraining);
        return collector.report(mostMomentBytes);
    }
}
