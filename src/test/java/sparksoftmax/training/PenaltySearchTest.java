package sparksoftmax.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import sparksoftmax.features.Regularization;

class PenaltySearchTest {
    private static PenaltySearch search(double... strengths) {
        double[] given = strengths.length == 0 ? null : strengths;
        return new PenaltySearch(given, new double[] {0.0}, 3, SelectionMetric.LOG_LOSS, false, true, null);
    }

    private static double[] strengths(Regularization[] path) {
        return Arrays.stream(path).mapToDouble(Regularization::strength).toArray();
    }

    @Test
    void givenPenaltiesGoFromStrongToWeakWithoutRepetition() {
        Regularization[] path = search(0.1, 0.0, 3.0, 0.1).path(0.5, Double.NaN, true);
        assertArrayEquals(new double[] {3.0, 0.1, 0.0}, strengths(path));
        assertTrue(Arrays.stream(path).allMatch(penalty -> penalty.l1Share() == 0.5 && penalty.standardization()));
    }

    @Test
    void thePathOfTheDataIsGeometric() {
        double[] values = strengths(search().path(0.5, 0.2, false));
        assertEquals(20, values.length);
        assertEquals(0.4, values[0], 1e-15);
        assertEquals(0.2e-4, values[19], 1e-18);
        for (int i = 1; i < 19; i++) {
            assertEquals(1.0, values[i] * values[i] / (values[i - 1] * values[i + 1]), 1e-12);
        }
        assertEquals(200.0, strengths(search().path(0.0, 0.2, false))[0], 1e-12);
        assertArrayEquals(new double[] {0.0}, strengths(search().path(0.0, 0.0, false)));
    }

    /** A trial with these accuracies, by fold. */
    private static PenaltyTrial trial(double strength, double l1Share, double... accuracies) {
        return new PenaltyTrial(
                new Regularization(strength, l1Share, true),
                Arrays.stream(accuracies)
                        .mapToObj(accuracy -> new FoldMetrics(
                                1.0 - accuracy, new double[] {10.0}, new double[] {10.0}, new double[] {10.0 * accuracy
                                }))
                        .toList());
    }

    @Test
    void theBestOrTheStrongestWithinOneStandardErrorIsChosen() {
        List<PenaltyTrial> trials = List.of(
                trial(1.0, 0.0, 0.78, 0.78),
                // Another share: near the best, but not on its path.
                trial(1.0, 0.5, 0.5, 0.5),
                trial(0.3, 0.5, 0.77, 0.78),
                trial(0.1, 0.5, 0.77, 0.81),
                PenaltyTrial.abandoned(new Regularization(0.01, 0.5, true)));
        for (SelectionMetric metric : List.of(SelectionMetric.ACCURACY, SelectionMetric.LOG_LOSS)) {
            assertEquals(3, PenaltyChoice.of(trials, metric, false).chosen());
            // The standard error of 0.79 is 0.02.
            assertEquals(2, PenaltyChoice.of(trials, metric, true).chosen());
        }
        assertEquals(0.79, trials.get(3).mean(SelectionMetric.ACCURACY), 1e-15);
        assertEquals(0.02, trials.get(3).standardError(SelectionMetric.ACCURACY), 1e-15);
        assertTrue(Double.isNaN(trials.get(4).mean(SelectionMetric.ACCURACY)));
        assertEquals(
                0,
                PenaltyChoice.of(
                                List.of(trial(2.0, 0.0, 0.5, 0.5), trial(1.0, 0.0, 0.5, 0.5)),
                                SelectionMetric.F1,
                                false)
                        .chosen(),
                "of equal ones the strongest");
    }
}
