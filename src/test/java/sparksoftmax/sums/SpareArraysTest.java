package sparksoftmax.sums;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Arrays that are used again. */
class SpareArraysTest {
    @Test
    void arraysOfTheLengthAskedForAreUsedAgain() {
        SpareArrays spare = SpareArrays.none();
        float[] three = new float[3];
        long[] four = new long[4];
        spare.give(new float[5]);
        spare.give(three);
        spare.give(four);
        assertSame(three, spare.floats(3));
        assertNotSame(three, spare.floats(3));
        assertSame(four, spare.longs(4));
        assertEquals(4, spare.longs(4).length);
        spare.give(three);
        spare.give(four);
        spare.clear();
        assertNotSame(three, spare.floats(3));
        assertNotSame(four, spare.longs(4));
    }

    /** Otherwise sums that arrive from executors in each pass, whose arrays nobody takes, would fill the heap. */
    @Test
    void arraysThatAPassDoesNotTakeAreNoLongerKept() {
        SpareArrays spare = SpareArrays.none();
        float[] taken = new float[3];
        long[] notTaken = new long[3];
        spare.give(taken);
        spare.give(notTaken);
        spare.endPass();
        assertSame(taken, spare.floats(3));
        spare.give(taken);
        spare.endPass();
        assertSame(taken, spare.floats(3));
        assertNotSame(notTaken, spare.longs(3));
    }

    @Test
    void noArrayIsUsedTwiceAtTheSameTime() {
        SpareArrays spare = SpareArrays.none();
        int count = 200;
        for (int i = 0; i < count; i++) {
            spare.give(new float[2]);
        }
        Set<float[]> taken = Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
        IntStream.range(0, 2 * count).parallel().forEach(i -> taken.add(spare.floats(2)));
        assertEquals(2 * count, taken.size());
    }

    /** A copy on an executor would keep large arrays as long as Spark keeps the copy. */
    @Test
    void copiesKeepNone() {
        SpareArrays original = SpareArrays.none();
        original.give(new float[3]);
        original.give(new long[3]);
        for (SpareArrays copy :
                Set.of(Copies.byJava(original, SpareArrays.class), Copies.byKryo(original, SpareArrays.class))) {
            float[] floats = copy.floats(3);
            copy.give(floats);
            assertNotSame(floats, copy.floats(3));
            long[] longs = copy.longs(3);
            copy.give(longs);
            assertNotSame(longs, copy.longs(3));
            copy.clear();
        }
    }
}
