package sparksoftmax.features;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.stat.Summarizer;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sparksoftmax.RandomRows;
import sparksoftmax.SharedSpark;
import sparksoftmax.block.Block;
import sparksoftmax.block.BlockBuilder;
import sparksoftmax.block.TestBlocks;

/** Statistics against Spark's Summarizer. */
@ExtendWith(SharedSpark.class)
class FeatureMomentsTest {
    private static DatasetStatistics statistics(List<Block> blocks, int... partitionEnds) {
        List<PartitionStatistics> partitions = new ArrayList<>();
        FeatureMoments moments = new FeatureMoments(0, blocks.get(0).numFeatures());
        int from = 0;
        for (int end : partitionEnds) {
            PartitionStatistics.Collector partition = new PartitionStatistics.Collector(true);
            blocks.subList(from, end).forEach(partition::add);
            partitions.add(partition.statistics());
            if (partition.moments() != null) {
                moments.add(partition.moments());
            }
            from = end;
        }
        return DatasetStatistics.of(partitions, moments);
    }

    @ParameterizedTest
    @CsvSource({"1.0, true", "1.0, false", "0.1, true", "0.1, false"})
    void meansAndDeviationsAreThoseOfSummarizer(double density, boolean weighted, SparkSession spark) {
        RandomRows rows =
                new RandomRows(200, 6, 3, density, 3L).rescale(1, 5.0, 100.0).rescale(4, 0.0, 1e-3);
        if (weighted) {
            rows.weighted(4L);
        }
        Row expected = rows.toDataset(spark, 2)
                .select(Summarizer.metrics("mean", "std")
                        .summary(functions.col("features"), functions.col("weight"))
                        .as("s"))
                .select("s.mean", "s.std")
                .head();
        List<Block> blocks = TestBlocks.of(rows, 13, 1, 30);
        for (int[] partitionEnds : new int[][] {{blocks.size()}, {2, 2, 5, blocks.size()}}) {
            DatasetStatistics found = statistics(blocks, partitionEnds);
            assertEquals(200, found.numRows());
            assertArrayEquals(expected.<Vector>getAs(0).toArray(), found.mean(), 1e-11);
            for (int j = 0; j < 6; j++) {
                double std = expected.<Vector>getAs(1).apply(j);
                assertEquals(std, found.std(j), 1e-10 * std);
            }
        }
    }

    /** The features of the first rows are seen in another order than that of their numbers. */
    @Test
    void denseRowsMayFollowSparseOnes() {
        int numRows = 60;
        double[][] x = new RandomRows(numRows, 4, 2, 8L).x;
        BlockBuilder builder = new BlockBuilder(4);
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < numRows; i++) {
            if (i < 20) {
                // Feature 2 comes first, then 0; 1 and 3 come with the dense rows.
                x[i] = i % 2 == 0 ? new double[] {0.0, 0.0, x[i][2], 0.0} : new double[] {x[i][0], 0.0, 0.0, 0.0};
            }
            x[i][3] = i % 7 == 0 ? 0.0 : x[i][3];
            builder.addDense(0, 1.0 + i % 3, x[i]);
            if (i % 20 == 19) {
                blocks.add(builder.build());
            }
        }
        DatasetStatistics found = statistics(blocks, blocks.size());
        for (int j = 0; j < 4; j++) {
            double weights = 0.0;
            double present = 0.0;
            double sum = 0.0;
            for (int i = 0; i < numRows; i++) {
                weights += 1.0 + i % 3;
                present += x[i][j] == 0.0 ? 0.0 : 1.0 + i % 3;
                sum += (1.0 + i % 3) * x[i][j];
            }
            double squares = 0.0;
            for (int i = 0; i < numRows; i++) {
                squares += (1.0 + i % 3) * Math.pow(x[i][j] - sum / weights, 2.0);
            }
            assertEquals(sum / weights, found.mean()[j], 1e-12);
            assertEquals(Math.sqrt(squares / weights), found.deviation(j), 1e-12);
            assertEquals(present / weights, found.presence(j), 1e-12);
        }
    }

    @Test
    void aConstantColumnHasDeviationExactlyZero() {
        RandomRows rows = new RandomRows(100, 3, 2, 5L)
                .rescale(0, 0.1, 0.0)
                .rescale(1, 1e9 / 3, 0.0)
                .weighted(6L);
        List<Block> blocks = TestBlocks.of(rows, 7);
        DatasetStatistics found = statistics(blocks, 3, 9, blocks.size());
        assertEquals(0.0, found.std(0));
        assertEquals(0.0, found.std(1));
        assertEquals(0.1, found.mean()[0]);
    }

    @Test
    void aMeanOfOneMillionDoesNotSwallowADeviationOfOne() {
        RandomRows plain = new RandomRows(1000, 1, 2, 7L);
        RandomRows shifted = new RandomRows(1000, 1, 2, 7L).rescale(0, 1e6, 1.0);
        DatasetStatistics expected = statistics(TestBlocks.of(plain, 100), 10);
        DatasetStatistics found = statistics(TestBlocks.of(shifted, 100), 4, 10);
        assertEquals(expected.std(0), found.std(0), 1e-9);
        assertEquals(expected.mean()[0] + 1e6, found.mean()[0], 1e-9);
    }

    @ParameterizedTest
    @CsvSource({"1.0, 532", "0.2, 532", "1.0, -565", "0.2, -565", "1.0, -1000", "0.2, 950"})
    void squaresBeyondTheRangeOfDoublesDoNotMatter(double density, int exponent) {
        RandomRows plain = new RandomRows(200, 2, 2, density, 11L).weighted(12L);
        RandomRows scaled = new RandomRows(200, 2, 2, density, 11L).weighted(12L);
        for (double[] row : scaled.x) {
            row[0] = Math.scalb(row[0], exponent);
        }
        DatasetStatistics expected = statistics(TestBlocks.of(plain, 30), 2, 2, 7);
        DatasetStatistics found = statistics(TestBlocks.of(scaled, 30), 2, 2, 7);
        double unit = Math.scalb(1.0, exponent);
        assertEquals(expected.std(0), found.std(0) / unit, 1e-12);
        assertEquals(expected.mean()[0], found.mean()[0] / unit, 1e-12);
        assertEquals(expected.rootMeanSquare(0, 0.5), found.rootMeanSquare(0, 0.5 * unit) / unit, 1e-12);
        assertEquals(expected.std(1), found.std(1));
    }

    /** One value is too large to be squared, one too small, and one is neither. */
    @Test
    void squaresOfAllSizesAreAdded() {
        for (double[] values :
                new double[][] {{0.0, 1e200, 1.0, 1e-200}, {0.0, 1e-150, 3e-140, 1e-160}, {0.0, 3e-136, 4e-136, 0.0}}) {
            RandomRows rows = new RandomRows(4, 1, 2, 13L);
            for (int i = 0; i < 4; i++) {
                rows.x[i][0] = values[i];
            }
            DatasetStatistics found = statistics(TestBlocks.of(rows, 4), 1);
            double root = Math.hypot(values[1], Math.hypot(values[2], values[3]));
            assertEquals(1.0, found.rootMeanSquare(0, 0.0) / (root / 2.0), 1e-12);
        }
    }

    /** As a shuffle does that gives each task one range of the features. */
    @Test
    void momentsMergedByRangesOfFeaturesAreTheSameToTheBit() {
        RandomRows rows = new RandomRows(300, 40, 3, 0.05, 9L).weighted(10L);
        List<PartitionMoments> parts = new ArrayList<>();
        for (Block block : TestBlocks.of(rows, 40)) {
            PartitionStatistics.Collector collector = new PartitionStatistics.Collector(true);
            collector.add(block);
            parts.add(collector.moments());
        }
        FeatureMoments expected = new FeatureMoments(0, 40);
        parts.forEach(expected::add);
        FeatureMoments found = new FeatureMoments(0, 40);
        for (int from = 0; from < 40; from += 9) {
            int to = Math.min(40, from + 9);
            FeatureMoments range = new FeatureMoments(from, to);
            for (PartitionMoments part : parts) {
                range.add(part.slice(from, to));
            }
            found.add(range.toPartitionMoments());
        }
        assertArrayEquals(expected.mean(), found.mean());
        assertArrayEquals(expected.deviation(), found.deviation());
        assertArrayEquals(expected.nonZeroWeight(), found.nonZeroWeight());
    }

    @Test
    void classWeightsAndTheirNumberAreCounted() {
        RandomRows rows = new RandomRows(100, 2, 5, 8L);
        DatasetStatistics found = statistics(TestBlocks.of(rows, 10), 3, 10);
        assertEquals(5, found.numLabels());
        assertEquals(5, found.numDistinctLabels());
        assertEquals(100.0, found.weightSum());
    }
}
