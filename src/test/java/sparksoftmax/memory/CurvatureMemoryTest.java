package sparksoftmax.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sparksoftmax.RandomRows;
import sparksoftmax.block.Block;
import sparksoftmax.block.BlockBuilder;
import sparksoftmax.block.Coefficients;
import sparksoftmax.features.DatasetStatistics;
import sparksoftmax.features.FeatureMoments;
import sparksoftmax.features.PartitionStatistics;
import sparksoftmax.features.Penalty;
import sparksoftmax.features.Scaling;
import sparksoftmax.features.VaryingFeatures;
import sparksoftmax.sums.FixedPointUnits;
import sparksoftmax.sums.PartitionSums;

class CurvatureMemoryTest {
    private static final int F = 4;
    private static final int K = 3;

    private static double[] random(int length, long seed, double size) {
        return new Random(seed).doubles(length, -size, size).toArray();
    }

    private static Block block(RandomRows rows, int from, int to, boolean sparse) {
        BlockBuilder builder = new BlockBuilder(F);
        for (int i = from; i < to; i++) {
            if (sparse) {
                builder.addSparse(rows.y[i], rows.w[i], new int[] {1, 3}, new double[] {rows.x[i][1], rows.x[i][3]});
            } else {
                builder.addDense(rows.y[i], rows.w[i], rows.x[i]);
            }
        }
        return builder.build();
    }

    private static double[] probabilities(double[] x, double[] w, double[] b) {
        double[] p = new double[K];
        double sum = 0.0;
        for (int k = 0; k < K; k++) {
            double margin = b[k];
            for (int j = 0; j < F; j++) {
                margin += x[j] * w[j * K + k];
            }
            p[k] = Math.exp(margin);
            sum += p[k];
        }
        for (int k = 0; k < K; k++) {
            p[k] /= sum;
        }
        return p;
    }

    /** By the definition, for coefficients that make some probabilities nearly 0 or 1. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void curvaturesAreThoseOfTheDefinition(boolean sparse) {
        RandomRows rows = new RandomRows(120, F, K, 3L).weighted(5L).rescale(1, 4.0, 2.0);
        if (sparse) {
            for (double[] row : rows.x) {
                row[0] = 0.0;
                row[2] = 0.0;
            }
        }
        double[] w = random(F * K, 1L, 0.7);
        double[] b = random(K, 2L, 1.0);
        double[] center = {0.5, 4.0, 0.0, -1.0};
        double[] expected = new double[(F + 1) * K];
        double weight = 0.0;
        double uncertainty = 0.0;
        int bounded = 0;
        for (int i = 0; i < rows.x.length; i++) {
            double[] p = probabilities(rows.x[i], w, b);
            weight += rows.w[i];
            for (int k = 0; k < K; k++) {
                uncertainty += rows.w[i] * p[k] * (1.0 - p[k]);
                double v = Math.max(p[k] * (1.0 - p[k]), 0.2 / K * (1.0 - 1.0 / K));
                bounded += v > p[k] * (1.0 - p[k]) ? 1 : 0;
                for (int j = 0; j < F; j++) {
                    double d = rows.x[i][j] - center[j];
                    expected[j * K + k] += rows.w[i] * v * d * d;
                }
                expected[F * K + k] += rows.w[i] * v;
            }
        }
        assertTrue(bounded > 50 && bounded < 310, "" + bounded);
        double[] bounds = new double[F + 1];
        Arrays.fill(bounds, 1e6);
        CurvatureSums.Model sums =
                new CurvatureSums.Model(new Coefficients(w, b), center, FixedPointUnits.ofBounds(bounds, K));
        PartitionSums all = PartitionSums.none();
        for (int p = 0; p < 2; p++) {
            CurvatureSums ofPartition = sums.create();
            ofPartition.add(block(rows, 60 * p, 60 * p + 20, sparse));
            ofPartition.add(block(rows, 60 * p + 20, 60 * p + 60, sparse));
            all.add(ofPartition.sums(p));
        }
        double[] found = sums.curvatures(all);
        for (int i = 0; i < found.length; i++) {
            assertEquals(expected[i], found[i], 1e-9 * expected[i], "" + i);
        }
        assertEquals(weight, sums.weight(all), 1e-9 * weight);
        assertEquals(uncertainty / weight, sums.meanUncertainty(all), 1e-9);
    }

    /** The squares of one feature overflow; the others have their curvatures. */
    @Test
    void hugeFeaturesDoNotSpoilTheOthers() {
        BlockBuilder builder = new BlockBuilder(2);
        builder.addDense(0, 1.0, new double[] {1e200, 3.0});
        builder.addDense(1, 1.0, new double[] {-1e200, 3.0});
        double[] bounds = {Double.POSITIVE_INFINITY, 100.0, 100.0};
        CurvatureSums.Model sums = new CurvatureSums.Model(
                new Coefficients(new double[4], new double[2]),
                new double[] {1e199, 1.0},
                FixedPointUnits.ofBounds(bounds, 2));
        CurvatureSums ofPartition = sums.create();
        ofPartition.add(builder.build());
        double[] found = sums.curvatures(ofPartition.sums(0));
        assertTrue(found[0] > 1e200, "" + found[0]);
        assertEquals(0.25 * 2 * 4.0, found[2], 1e-12);
        assertEquals(0.5, found[4], 1e-12);
    }

    private static CurvatureMemory memory(int[] features, double... curvatures) {
        return new CurvatureMemory(10.0, 20.0, 9, features, curvatures, new double[] {7.0, 8.0});
    }

    @Test
    void memoriesAreAddedFeatureByFeature() {
        CurvatureMemory sum =
                memory(new int[] {1, 4, 8}, 1, 2, 3, 4, 5, 6).plus(memory(new int[] {0, 4}, 10, 20, 30, 40));
        assertArrayEquals(new int[] {0, 1, 4, 8}, sum.features());
        assertArrayEquals(new double[] {10, 20, 1, 2, 33, 44, 5, 6}, sum.curvatures());
        assertArrayEquals(new double[] {14, 16}, sum.intercepts());
        assertEquals(20.0, sum.numRows());
        assertEquals(40.0, sum.weight());
        CurvatureMemory half = sum.times(0.5);
        assertArrayEquals(new double[] {5, 10, 0.5, 1, 16.5, 22, 2.5, 3}, half.curvatures());
        assertArrayEquals(new double[] {7, 8}, half.intercepts());
        assertEquals(10.0, half.numRows());
        assertEquals(20.0, half.weight());
        assertEquals(4 * 4 + 8 * 8 + 2 * 8, sum.numBytes());
        assertTrue(sum.numBytes() <= Memory.mostBytes(2000, 2));
    }

    /** A stream of text brings new words without end. */
    @Test
    void tooManyCurvaturesLeaveNewFeaturesOut() {
        int numClasses = 1 << 21;
        double[] ofIntercepts = new double[numClasses];
        double[] ofTwo = new double[2 * numClasses];
        Arrays.fill(ofTwo, 1.0);
        CurvatureMemory first = new CurvatureMemory(1.0, 1.0, 9, new int[] {1, 4}, ofTwo, ofIntercepts);
        CurvatureMemory second = new CurvatureMemory(1.0, 1.0, 9, new int[] {4, 5}, ofTwo, ofIntercepts);
        assertArrayEquals(new int[] {1, 4, 5}, first.plus(second).features());
        CurvatureMemory third = new CurvatureMemory(1.0, 1.0, 9, new int[] {4, 8}, ofTwo, ofIntercepts);
        CurvatureMemory all = first.plus(second).plus(third);
        assertArrayEquals(new int[] {1, 4, 5}, all.features());
        assertEquals(3.0, all.curvatures()[numClasses]);
        assertEquals(3.0, all.weight());
    }

    private static DatasetStatistics statistics(Block block) {
        PartitionStatistics.Collector collector = new PartitionStatistics.Collector(true);
        collector.numFeatures(F);
        collector.add(block);
        FeatureMoments moments = new FeatureMoments(0, F);
        moments.add(collector.moments());
        return DatasetStatistics.of(java.util.List.of(collector.statistics()), moments);
    }

    /** Some features have curvatures, and some are not trained on; R is the penalty of all rows. */
    @Test
    void pullIsThatOfTheFormula() {
        Block block = block(new RandomRows(50, F, K, 8L).rescale(0, 40.0, 5.0), 0, 50, false);
        DatasetStatistics statistics = statistics(block);
        double[] curvatures = new Random(4L).doubles(3 * K, 0.0, 100.0).toArray();
        double[] ofIntercepts = {3.0, 4.0, 5.0};
        CurvatureMemory memory = new CurvatureMemory(60.0, 150.0, 7, new int[] {1, 3, 6}, curvatures, ofIntercepts);
        VaryingFeatures varying = new VaryingFeatures(new int[] {0, 1, 2, 6}, 7);
        double[] scale = {2.0, 0.5, 3.0, 1.5};
        Scaling scaling = new Scaling(scale, statistics.mean(), K, true);
        Penalty penalty = new Penalty(new double[F], new double[] {0.1, 0.2, 0.3, 0.4}, K);
        double[] earlier = random(F * K + K, 1L, 0.5);
        ScaledPull pull = new CurvaturePull(memory).in(scaling, earlier, penalty, varying, statistics);
        double weight = statistics.weightSum();
        double share = 150.0 / (150.0 + weight);
        for (long seed = 2L; seed < 5L; seed++) {
            double[] other = random(earlier.length, seed, 1.0);
            double expected = 0.0;
            for (int k = 0; k < K; k++) {
                expected += 0.5 * ofIntercepts[k] * Math.pow(other[F * K + k] - earlier[F * K + k], 2);
                for (int c : new int[] {1, 3}) {
                    double h = curvatures[(c == 1 ? 0 : 2) * K + k];
                    double change = scale[c] * (other[c * K + k] - earlier[c * K + k]);
                    expected += 0.5 * h * change * change;
                }
            }
            expected /= weight;
            for (int i = 0; i < F * K; i++) {
                expected -= share * penalty.l2()[i / K] * earlier[i] * (other[i] - earlier[i]);
            }
            assertEquals(expected, pull.value(other), 1e-12 * Math.abs(expected) + 1e-12);
            double[] gradient = new double[earlier.length];
            pull.addGradient(other, gradient);
            for (int i = 0; i < other.length; i++) {
                double[] step = other.clone();
                step[i] += 0.5;
                double forward = pull.value(step);
                step[i] -= 1.0;
                assertEquals(forward - pull.value(step), gradient[i], 1e-10, "parameter " + i);
            }
        }
        assertEquals(0.0, pull.value(earlier), 1e-12);
    }

    @Test
    void onlyModelsWithManyCurvaturesRememberNothing() {
        assertTrue(Memory.isPossible(1 << 20, 1000));
        assertFalse(Memory.isPossible(0, 10_000_000));
        assertTrue(CurvatureMemory.holds(80_000, 100));
        assertFalse(CurvatureMemory.holds(90_000, 100));
        assertFalse(CurvatureMemory.holds(Integer.MAX_VALUE, Integer.MAX_VALUE));
    }
}
