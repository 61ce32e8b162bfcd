package sparksoftmax.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import sparksoftmax.RandomRows;
import sparksoftmax.block.Block;
import sparksoftmax.block.BlockBuilder;
import sparksoftmax.block.Coefficients;
import sparksoftmax.features.DatasetStatistics;
import sparksoftmax.features.FeatureMoments;
import sparksoftmax.features.PartitionMoments;
import sparksoftmax.features.PartitionStatistics;
import sparksoftmax.features.Penalty;
import sparksoftmax.features.Scaling;
import sparksoftmax.features.VaryingFeatures;
import sparksoftmax.loss.FusedLoss;
import sparksoftmax.sums.PartitionSums;

class ClassMemoryTest {
    private static final int F = 4;
    private static final int K = 3;

    /** Features of large means and different sizes, one that is constant, and weights. */
    private static RandomRows rows(int numRows) {
        RandomRows rows = new RandomRows(numRows, F, K, 3L).weighted(5L);
        rows.rescale(0, 1e6, 3.0).rescale(1, -2.0, 1e-3).rescale(3, 7.0, 0.0);
        for (double[] row : rows.x) {
            row[2] += 0.5 * (row[0] - 1e6);
        }
        return rows;
    }

    private static Block block(RandomRows rows, int from, int to) {
        BlockBuilder builder = new BlockBuilder(F);
        for (int i = from; i < to; i++) {
            builder.addDense(rows.y[i], rows.w[i], rows.x[i]);
        }
        return builder.build();
    }

    private static DatasetStatistics statistics(Block... blocks) {
        FeatureMoments moments = new FeatureMoments(0, F);
        List<PartitionStatistics> partitions = Arrays.stream(blocks)
                .map(block -> {
                    PartitionStatistics.Collector collector = new PartitionStatistics.Collector(true);
                    collector.numFeatures(F);
                    collector.add(block);
                    PartitionMoments ofBlock = collector.moments();
                    moments.add(ofBlock);
                    return collector.statistics();
                })
                .toList();
        return DatasetStatistics.of(partitions, moments);
    }

    private static ClassMemory memory(int numRead, Block... blocks) {
        DatasetStatistics statistics = statistics(blocks);
        ClassMoments moments = ClassMoments.of(statistics, K, numRead);
        PartitionSums sums = PartitionSums.none();
        for (int p = 0; p < blocks.length; p++) {
            sums.add(moments.run(p, 1, List.of(blocks[p]).iterator()));
        }
        return moments.memory(sums, statistics.effectiveRows());
    }

    /** The covariance of features i and j within the classes, by its definition. */
    private static double covariance(RandomRows rows, double[][] means, int i, int j) {
        double sum = 0.0;
        double weight = 0.0;
        for (int r = 0; r < rows.x.length; r++) {
            double[] mean = means[rows.y[r]];
            sum += rows.w[r] * (rows.x[r][i] - mean[i]) * (rows.x[r][j] - mean[j]);
            weight += rows.w[r];
        }
        return sum / weight;
    }

    private static double[][] means(RandomRows rows) {
        double[][] means = new double[K][F];
        for (int k = 0; k < K; k++) {
            int label = k;
            double weight = IntStream.range(0, rows.y.length)
                    .filter(i -> rows.y[i] == label)
                    .mapToDouble(i -> rows.w[i])
                    .sum();
            for (int j = 0; j < F; j++) {
                int feature = j;
                means[k][j] = IntStream.range(0, rows.y.length)
                                .filter(i -> rows.y[i] == label)
                                .mapToDouble(i -> rows.w[i] * rows.x[i][feature])
                                .sum()
                        / weight;
            }
        }
        return means;
    }

    private static void assertIsThatOf(RandomRows rows, ClassMemory memory) {
        double[][] means = means(rows);
        for (int k = 0; k < K; k++) {
            for (int j = 0; j < F; j++) {
                double scale = 1.0 + memory.deviations()[j];
                assertEquals(means[k][j], memory.means()[k * F + j], 1e-9 * scale);
            }
        }
        int next = 0;
        for (int i = 0; i < F; i++) {
            double deviation = Math.sqrt(covariance(rows, means, i, i));
            assertEquals(deviation, memory.deviations()[i], 1e-6 * deviation + 1e-12);
            for (int j = i + 1; j < F; j++) {
                double scale = deviation * Math.sqrt(covariance(rows, means, j, j));
                double expected = scale < 1e-12 ? 0.0 : covariance(rows, means, i, j) / scale;
                assertEquals(expected, memory.correlations()[next++], 1e-6);
            }
        }
        assertEquals(0.0, memory.deviations()[3]);
        assertEquals(7.0, memory.means()[3]);
    }

    @Test
    void theMemoryOfTwoBatchesIsThatOfAllTheirRows() {
        RandomRows rows = rows(60);
        Block first = block(rows, 0, 25);
        Block second = block(rows, 25, 60);
        assertIsThatOf(rows, memory(2, first, second));
        ClassMemory merged = memory(1, first).plus(memory(1, second));
        assertIsThatOf(rows, merged);
        assertEquals(Arrays.stream(rows.w).sum(), merged.weight(), 1e-9);
        // The second partition has rows that were added, which are remembered already.
        assertArrayEquals(
                memory(1, first).classWeights(), memory(1, first, second).classWeights(), 1e-9);
    }

    /**
     * A partition of a dense block and a sparse one, whose zeros are not stored; and rows of which some are a sample.
     */
    @Test
    void sparseRowsAreRememberedLikeDenseOnes() {
        int numRows = 5000;
        RandomRows rows = rows(numRows);
        BlockBuilder builder = new BlockBuilder(F);
        for (int i = 0; i < numRows; i++) {
            rows.x[i][1] = i % 3 == 0 ? rows.x[i][1] : 0.0;
            if (i >= 1000) {
                double[] x = rows.x[i];
                int[] nonZeros = IntStream.range(0, F).filter(j -> x[j] != 0.0).toArray();
                builder.addSparse(
                        rows.y[i],
                        rows.w[i],
                        nonZeros,
                        Arrays.stream(nonZeros).mapToDouble(j -> x[j]).toArray());
            }
        }
        Block dense = block(rows, 0, 1000);
        Block sparse = builder.build();
        DatasetStatistics statistics = statistics(dense, sparse);
        ClassMoments moments = ClassMoments.of(statistics, K, 1);
        ClassMemory mixed = moments.memory(
                PartitionSums.none()
                        .add(moments.run(0, 2, List.of(dense, sparse).iterator())),
                statistics.effectiveRows());
        ClassMemory all = memory(1, block(rows, 0, numRows));
        double[][] means = means(rows);
        for (int k = 0; k < K; k++) {
            for (int j = 0; j < F; j++) {
                double error = 1e-8 * (1.0 + mixed.deviations()[j]);
                assertEquals(means[k][j], mixed.means()[k * F + j], error);
                assertEquals(means[k][j], all.means()[k * F + j], error);
            }
        }
        for (int j = 0; j < F; j++) {
            double deviation = Math.sqrt(covariance(rows, means, j, j));
            assertEquals(deviation, mixed.deviations()[j], 0.05 * deviation + 1e-12);
            assertEquals(deviation, all.deviations()[j], 0.05 * deviation + 1e-12);
        }
    }

    /** A constant far from 0, in rows that do not store their zeros. */
    @Test
    void sparseRowsMayHaveLargeConstants() {
        RandomRows rows = rows(3000);
        BlockBuilder builder = new BlockBuilder(F);
        for (int i = 0; i < rows.x.length; i++) {
            rows.x[i][3] = 1.2345678901234e15;
            builder.addSparse(rows.y[i], rows.w[i], new int[] {0, 1, 2, 3}, rows.x[i]);
        }
        ClassMemory memory = memory(1, builder.build());
        double[][] means = means(rows);
        for (int k = 0; k < K; k++) {
            assertEquals(means[k][0], memory.means()[k * F], 1e-8);
            assertEquals(rows.x[0][3], memory.means()[k * F + 3], 0.13);
        }
        assertEquals(0.0, memory.deviations()[3]);
    }

    /** Classes keep deviations of their own, in one batch and in several. */
    @Test
    void classesHaveDeviationsOfTheirOwn() {
        int numRows = 3000;
        RandomRows rows = rows(numRows);
        for (int i = 0; i < numRows; i++) {
            rows.x[i][2] *= 1.0 + rows.y[i];
        }
        ClassMemory all = memory(1, block(rows, 0, numRows));
        ClassMemory merged = memory(1, block(rows, 0, 700))
                .plus(memory(1, block(rows, 700, 1500)))
                .plus(memory(1, block(rows, 1500, numRows)));
        double[][] means = means(rows);
        for (int k = 0; k < K; k++) {
            int label = k;
            int[] ofClass =
                    IntStream.range(0, numRows).filter(i -> rows.y[i] == label).toArray();
            double weight = Arrays.stream(ofClass).mapToDouble(i -> rows.w[i]).sum();
            for (int j = 0; j < F; j++) {
                int feature = j;
                double squares = Arrays.stream(ofClass)
                        .mapToDouble(i -> rows.w[i] * Math.pow(rows.x[i][feature] - means[label][feature], 2))
                        .sum();
                double expected = Math.sqrt(squares / weight);
                assertEquals(expected, all.classDeviations()[k * F + j], 0.1 * expected + 1e-9, k + ", " + j);
                assertEquals(expected, merged.classDeviations()[k * F + j], 0.1 * expected + 1e-9, k + ", " + j);
            }
        }
    }

    @Test
    void aClassWithoutRowsTakesTheMeansOfTheOtherMemory() {
        RandomRows rows = rows(40);
        Arrays.fill(rows.y, 0, 20, 0);
        ClassMemory ofFirst = memory(1, block(rows, 0, 20));
        ClassMemory all = ofFirst.plus(memory(1, block(rows, 20, 40)));
        assertEquals(0.0, ofFirst.classWeights()[1]);
        assertIsThatOf(rows, all);
        ClassMemory half = all.times(0.5);
        assertEquals(0.5 * all.weight(), half.weight(), 1e-12);
        assertEquals(0.5 * all.numRows(), half.numRows(), 1e-12);
    }

    @Test
    void drawnRowsHaveTheMomentsThatAreRemembered() {
        RandomRows rows = rows(200);
        ClassMemory memory = memory(1, block(rows, 0, 200));
        RememberedRows drawn = RememberedRows.draw(memory, 11L);
        assertTrue(drawn.labels().length > 2000);
        RandomRows asRows = new RandomRows(drawn.labels().length, F, K, 1L);
        for (int i = 0; i < drawn.labels().length; i++) {
            asRows.x[i] = drawn.features()[i];
            asRows.y[i] = drawn.labels()[i];
            asRows.w[i] = drawn.weights()[i];
        }
        assertEquals(memory.weight(), Arrays.stream(asRows.w).sum(), 1e-9 * memory.weight());
        double[][] means = means(asRows);
        for (int k = 0; k < K; k++) {
            for (int j = 0; j < F; j++) {
                assertEquals(
                        memory.means()[k * F + j], means[k][j], 1e-9 * (Math.abs(means[k][j]) + 1.0), k + ", " + j);
            }
        }
        int next = 0;
        for (int i = 0; i < F; i++) {
            for (int j = i + 1; j < F; j++) {
                double scale = memory.deviations()[i] * memory.deviations()[j];
                double found = scale == 0.0 ? 0.0 : covariance(asRows, means, i, j) / scale;
                assertEquals(memory.correlations()[next++], found, 0.08, i + ", " + j);
            }
        }
        assertArrayEquals(drawn.features()[5], RememberedRows.draw(memory, 11L).features()[5]);
        assertFalse(Arrays.equals(
                drawn.features()[5], RememberedRows.draw(memory, 12L).features()[5]));
        for (double[] row : drawn.features()) {
            assertEquals(7.0, row[3]);
        }
    }

    /**
     * Features that determine each other have a singular covariance. Drawn rows keep that if all classes have the same
     * deviations.
     */
    @Test
    void rowsOfDependentFeaturesKeepTheDependence() {
        RandomRows rows = new RandomRows(100, F, K, 3L);
        for (double[] row : rows.x) {
            row[2] = row[0] - 2.0 * row[1];
        }
        ClassMemory memory = memory(1, block(rows, 0, 100));
        double[] sameDeviations = IntStream.range(0, K * F)
                .mapToDouble(i -> memory.deviations()[i % F])
                .toArray();
        RememberedRows drawn = RememberedRows.draw(
                new ClassMemory(
                        memory.numRows(),
                        memory.classWeights(),
                        memory.means(),
                        sameDeviations,
                        memory.deviations(),
                        memory.correlations()),
                1L);
        for (double[] row : drawn.features()) {
            assertEquals(row[0] - 2.0 * row[1], row[2], 1e-2);
        }
    }

    private static double logSumExp(double[] z) {
        double most = Arrays.stream(z).max().orElse(0.0);
        return most + Math.log(Arrays.stream(z).map(x -> Math.exp(x - most)).sum());
    }

    /** Margins of standardized features, from parameters u and β. */
    private static double[] margins(double[] parameters, double[] row, Scaling scaling) {
        double[] z = new double[K];
        for (int k = 0; k < K; k++) {
            z[k] = parameters[F * K + k];
            for (int j = 0; j < F; j++) {
                z[k] += parameters[j * K + k] * scaling.scale()[j] * (row[j] - scaling.center()[j]);
            }
        }
        return z;
    }

    private static double lossSum(double[] parameters, RememberedRows rows, Scaling scaling) {
        double sum = 0.0;
        for (int i = 0; i < rows.labels().length; i++) {
            double[] z = margins(parameters, rows.features()[i], scaling);
            sum += rows.weights()[i] * (logSumExp(z) - z[rows.labels()[i]]);
        }
        return sum;
    }

    private static double divergence(double[] earlier, double[] parameters, RememberedRows rows, Scaling scaling) {
        double sum = 0.0;
        for (int i = 0; i < rows.labels().length; i++) {
            double[] before = margins(earlier, rows.features()[i], scaling);
            double[] after = margins(parameters, rows.features()[i], scaling);
            for (int k = 0; k < K; k++) {
                double logP = before[k] - logSumExp(before);
                sum += rows.weights()[i] * Math.exp(logP) * (logP - after[k] + logSumExp(after));
            }
        }
        return sum;
    }

    private static double[] random(int length, long seed, double size) {
        return new java.util.Random(seed).doubles(length, -size, size).toArray();
    }

    /** With many rows, losses and pull together are the divergence of the probabilities plus that of the penalty. */
    @Test
    void pullAndLossesAreADivergence() {
        RandomRows rows = new RandomRows(300, F, K, 8L).rescale(0, 40.0, 5.0);
        Block block = block(rows, 0, 300);
        DatasetStatistics statistics = statistics(block);
        ClassMemory memory = memory(1, block);
        RememberedRows drawn = RememberedRows.draw(memory, 2L);
        double[] scale = IntStream.range(0, F)
                .mapToDouble(j -> 1.0 / statistics.deviation(j))
                .toArray();
        Scaling scaling = new Scaling(scale, statistics.mean(), K, true);
        double[] earlier = random(F * K + K, 1L, 0.5);
        double[] w = scaling.coefficients(earlier);
        DivergencePull pull = DivergencePull.to(
                new Coefficients(w, scaling.intercepts(earlier, w)),
                drawn,
                memory.numRows(),
                75.0,
                null,
                new FusedLoss());
        double rho = 75.0 / memory.numRows();
        Penalty penalty = new Penalty(new double[F], new double[] {0.1, 0.2, 0.3, 0.4}, K);
        int[] all = {0, 1, 2, 3};
        ScaledPull scaled = pull.in(scaling, earlier, penalty, new VaryingFeatures(all, F), statistics);
        double alpha = pull.distrust();
        // (f / (f + h))², where the classes are contested in most of the 300 rows.
        assertTrue(alpha > Math.pow(5.0 / 305.0, 2) && alpha < Math.pow(5.0 / 105.0, 2), "" + alpha);
        double n = memory.weight();
        double[] gradient = new double[earlier.length];
        for (long seed = 2L; seed < 5L; seed++) {
            double[] other = random(earlier.length, seed, 1.0);
            double penaltyBetween = 0.0;
            double prior = 0.0;
            double between = 0.0;
            for (int i = 0; i < F * K; i++) {
                double difference = other[i] - earlier[i];
                between += 0.5 * difference * difference;
                penaltyBetween += 0.5 * penalty.l2()[i / K] * difference * difference;
                prior += 0.5 * (other[i] * other[i] - earlier[i] * earlier[i]);
            }
            double lossChange = lossSum(other, drawn, scaling) - lossSum(earlier, drawn, scaling);
            double penaltyChange = n * (penalty.value(other) - penalty.value(earlier));
            double trusted = divergence(earlier, other, drawn, scaling) + n * penaltyBetween;
            double expected = (1.0 - alpha * rho) * trusted
                    + alpha * rho * (lossChange + penaltyChange + prior)
                    + alpha * (1.0 - rho) * between;
            double found =
                    lossChange + penaltyChange + statistics.weightSum() * (scaled.value(other) - scaled.value(earlier));
            assertEquals(expected, found, 1e-9 * Math.abs(expected));

            double priorAtStart = 0.0;
            for (int i = 0; i < F * K; i++) {
                priorAtStart += alpha * n / memory.numRows() * 0.5 * earlier[i] * earlier[i];
            }
            assertEquals(priorAtStart, statistics.weightSum() * scaled.value(earlier), 1e-9 * n);

            Arrays.fill(gradient, 0.0);
            scaled.addGradient(other, gradient);
            for (int i = 0; i < other.length; i++) {
                double[] step = other.clone();
                step[i] += 0.5;
                double forward = scaled.value(step);
                step[i] -= 1.0;
                assertEquals(forward - scaled.value(step), gradient[i], 1e-10, "parameter " + i);
            }
        }
    }

    /** The optimum of few rows is trusted little, and class weights multiply those of the remembered rows. */
    @Test
    void saturatedProbabilitiesOfFewRowsAreNotTrusted() {
        RandomRows rows = new RandomRows(10, F, K, 8L);
        ClassMemory memory = memory(1, block(rows, 0, 10));
        RememberedRows drawn = RememberedRows.draw(memory, 2L);
        Coefficients large = new Coefficients(random(F * K, 1L, 300.0), new double[K]);
        assertTrue(DivergencePull.to(large, drawn, 10.0, 5.0, null, new FusedLoss())
                        .distrust()
                > 0.9);
        Coefficients zero = new Coefficients(new double[F * K], new double[K]);
        double h = 10.0 * (1.0 - 1.0 / K);
        double expected = Math.pow((F + 1) / (F + 1 + h), 2);
        assertEquals(
                expected,
                DivergencePull.to(zero, drawn, 10.0, 5.0, null, new FusedLoss()).distrust(),
                1e-9);
        double[] factors = {2.0, 2.0, 2.0};
        assertEquals(
                expected,
                DivergencePull.to(zero, drawn, 10.0, 5.0, factors, new FusedLoss())
                        .distrust(),
                1e-9);
    }

    @Test
    void largeModelsDoNotRememberClasses() {
        assertTrue(ClassMemory.isPossible(1024, 1000));
        assertFalse(ClassMemory.isPossible(1025, 2));
        assertFalse(ClassMemory.isPossible(1000, 1 << 20));
        assertFalse(ClassMemory.isPossible(0, Integer.MAX_VALUE));
    }
}
