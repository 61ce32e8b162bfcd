package sparksoftmax.hostile;

import java.util.Collections;
import java.util.List;
import java.util.Random;

/** The random numbers of one case. */
final class CaseRandom extends Random {
    private static final long serialVersionUID = 1L;

    private static final long MIXED = 0x9E3779B97F4A7C15L;

    /** @param number the number of the case, so that any case can be repeated without those before it */
    CaseRandom(long seed, int number) {
        super((seed + 1) * MIXED ^ (number + 1) * (MIXED >>> 7));
    }

    boolean chance(double probability) {
        return nextDouble() < probability;
    }

    @SafeVarargs
    final <T> T oneOf(T... values) {
        return values[nextInt(values.length)];
    }

    <T> T oneOf(List<T> values) {
        return values.get(nextInt(values.size()));
    }

    void shuffle(List<?> values) {
        Collections.shuffle(values, this);
    }
}
