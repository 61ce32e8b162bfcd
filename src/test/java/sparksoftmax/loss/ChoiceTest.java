package sparksoftmax.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The choice of classes, compared with sorting and with expected costs that are written out. */
class ChoiceTest {
    @Test
    void theMostProbableClassesAreThoseOfASort() {
        Random random = new Random(1L);
        for (int trial = 0; trial < 200; trial++) {
            // Few different values, so that many classes have the same probability.
            double[] p =
                    random.ints(1 + random.nextInt(30), 0, 6).asDoubleStream().toArray();
            int number = 1 + random.nextInt(p.length + 3);
            int[] expected = IntStream.range(0, p.length)
                    .boxed()
                    .sorted(Comparator.<Integer>comparingDouble(k -> -p[k]).thenComparingInt(k -> k))
                    .limit(number)
                    .mapToInt(k -> k)
                    .toArray();
            assertArrayEquals(expected, Choice.top(p, number));
        }
        assertArrayEquals(new int[] {0, 1}, Choice.top(new double[] {Double.NaN, Double.NaN, Double.NaN}, 2));
        assertArrayEquals(new int[] {1, 0}, Choice.top(new double[] {0.25, 0.75}, Integer.MAX_VALUE));
    }

    /** A false alarm costs 1, a fault that is missed 20: then it takes a probability of 20 / 21 to predict class 0. */
    @Test
    void theClassOfLeastExpectedCostIsChosen() {
        double[] costs = {0, 1, 20, 0};
        assertEquals(0, Choice.leastCost(new double[] {0.953, 0.047}, costs));
        assertEquals(1, Choice.leastCost(new double[] {0.952, 0.048}, costs));
        // The cost of predicting class j is in column j: with the rows exchanged, the other class is chosen.
        assertEquals(0, Choice.leastCost(new double[] {0.1, 0.9}, new double[] {0, 20, 1, 0}));
        assertEquals(
                0, Choice.leastCost(new double[] {0.5, 0.5}, new double[] {0, 1, 1, 0}), "the first of equal ones");
        assertEquals(0, Choice.leastCost(new double[] {Double.NaN, Double.NaN}, costs));
        // To abstain, a class that never occurs can be predicted at a fixed cost.
        double[] abstaining = {0, 1, 0.3, 1, 0, 0.3, 9, 9, 9};
        assertEquals(2, Choice.leastCost(new double[] {0.6, 0.4, 0.0}, abstaining));
        assertEquals(0, Choice.leastCost(new double[] {0.8, 0.2, 0.0}, abstaining));
    }

    @Test
    void aRuleDecidesByMarginsAsByProbabilities() {
        double[] margins = {0.3, 0.1, -2.0};
        double[] probabilities = Softmax.softmax(margins);
        double[] costs = {0, 1, 2, 1.5, 0, 1, 9, 8, 0};
        for (DecisionRule rule : new DecisionRule[] {
            new DecisionRule(null, null),
            new DecisionRule(new double[] {0.5, 0.5, 0.01}, null),
            new DecisionRule(null, costs)
        }) {
            assertEquals(rule.byProbabilities(probabilities), rule.byMargins(margins));
            assertArrayEquals(new double[] {0.3, 0.1, -2.0}, margins);
        }
        assertEquals(0, new DecisionRule(null, null).byMargins(margins));
        assertEquals(2, new DecisionRule(new double[] {0.5, 0.5, 0.01}, null).byMargins(margins));
        assertEquals(1, new DecisionRule(null, costs).byMargins(margins));
        assertThrows(IllegalArgumentException.class, () -> new DecisionRule(new double[3], costs));
    }
}
