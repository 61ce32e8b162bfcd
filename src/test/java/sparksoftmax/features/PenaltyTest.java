package sparksoftmax.features;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import sparksoftmax.optim.Strengths;

class PenaltyTest {
    private static final int NUM_FEATURES = 1_000;
    private static final int NUM_CLASSES = 10_000;

    private static Penalty penalty(double... l1) {
        return new Penalty(l1, new double[l1.length], 3);
    }

    @Test
    void everyCoefficientHasTheStrengthOfItsFeatureAndInterceptsHaveNone() {
        Strengths strengths = penalty(0.5, 0.0).l1Strengths();
        double[] expected = {0.5, 0.5, 0.5, 0.0, 0.0, 0.0, 0.0, 0.0};
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], strengths.at(i));
        }
        Strengths same = penalty(0.5, 0.5).l1Strengths();
        for (int i = 0; i < 6; i++) {
            assertEquals(0.5, same.at(i));
        }
        assertEquals(0.0, same.at(6));
    }

    @Test
    void withoutL1ThereAreNoStrengths() {
        assertSame(Strengths.NONE, penalty(0.0, 0.0).l1Strengths());
        assertSame(Strengths.NONE, penalty().l1Strengths());
    }

    /** An array of them would have 80 MB. */
    @Test
    void equalStrengthsTakeNoArray() {
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        double[] l1 = new double[NUM_FEATURES];
        Arrays.fill(l1, 0.25);
        Penalty penalty = new Penalty(l1, l1, NUM_CLASSES);
        long before = threads.getCurrentThreadAllocatedBytes();
        Strengths strengths = penalty.l1Strengths();
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertEquals(0.25, strengths.at(NUM_FEATURES * NUM_CLASSES - 1));
        assertTrue(allocated < 8L << 20, () -> allocated + " bytes");
    }
}
