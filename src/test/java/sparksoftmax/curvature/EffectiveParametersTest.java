package sparksoftmax.curvature;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import sparksoftmax.block.BlockBuilder;
import sparksoftmax.features.DatasetStatistics;
import sparksoftmax.features.FeatureMoments;
import sparksoftmax.features.PartitionStatistics;
import sparksoftmax.features.Penalty;
import sparksoftmax.features.Scaling;

/** By hand: two features of deviation 1 and 2, two classes of equal share. */
class EffectiveParametersTest {
    private static final double ENTROPY = Math.log(2.0);

    /** Curvatures 1/4 and 1 of either class, before a model is known. */
    private static EffectiveParameters effective(double l2) {
        BlockBuilder builder = new BlockBuilder(2);
        for (int i = 0; i < 8; i++) {
            builder.addDense(i % 2, 1.0, new double[] {i < 4 ? 1.0 : -1.0, i % 4 < 2 ? 2.0 : -2.0});
        }
        PartitionStatistics.Collector collector = new PartitionStatistics.Collector(true);
        collector.add(builder.build());
        FeatureMoments moments = new FeatureMoments(0, 2);
        moments.add(collector.moments());
        double[] ones = {1.0, 1.0};
        double[] strengths = new double[2];
        Arrays.fill(strengths, l2);
        return new EffectiveParameters(
                DatasetStatistics.of(List.of(collector.statistics()), moments),
                new Scaling(ones, new double[2], 2, true),
                new Penalty(new double[2], strengths, 2));
    }

    @Test
    void withoutAPenaltyAreAll() {
        assertEquals(4.0, effective(0.0).number(ENTROPY), 1e-12);
        assertEquals(4.0, effective(0.0).number(1e-3), 1e-12);
    }

    @Test
    void aPenaltyHoldsDownThoseOfLittleCurvature() {
        assertEquals(2 * (0.25 / 0.5 + 1.0 / 1.25), effective(0.25).number(ENTROPY), 1e-12);
    }

    @Test
    void aModelThatTellsTheClassesApartLeavesLessCurvature() {
        assertEquals(2 * (0.025 / 0.275 + 0.1 / 0.35), effective(0.25).number(ENTROPY / 10), 1e-12);
    }

    @Test
    void aModelWorseThanTheSharesLeavesNoMore() {
        assertEquals(effective(0.25).number(ENTROPY), effective(0.25).number(10 * ENTROPY), 1e-12);
    }
}
