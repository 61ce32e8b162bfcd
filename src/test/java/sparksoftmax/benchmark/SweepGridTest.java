package sparksoftmax.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The grids of a sweep. */
class SweepGridTest {
    private static Set<Integer> distinct(List<SweepShape> shapes, Function<SweepShape, Integer> part) {
        return shapes.stream().map(part).collect(Collectors.toSet());
    }

    @Test
    void theFullGridHasEverythingWithinTheLimits() {
        List<SweepShape> full = SweepGrid.full();
        assertEquals(full.size(), new HashSet<>(full).size());
        assertEquals(Set.of(10, 100, 1_000, 1 << 14, 1 << 16, 1 << 18, 1 << 20), distinct(full, SweepShape::features));
        assertEquals(Set.of(2, 10, 77, 300, 1_000), distinct(full, SweepShape::classes));
        assertEquals(Set.of(1, 2, 16, 200), distinct(full, SweepShape::partitions));
        assertEquals(Set.of(0, 10, 50), distinct(full, SweepShape::words));
        assertTrue(distinct(full, SweepShape::rows).containsAll(Set.of(1_000, 10_000, 100_000, 1_000_000)));
        for (SweepShape shape : full) {
            assertTrue(shape.values() <= SweepGrid.MOST_VALUES, shape.toString());
            assertTrue(shape.cells() <= SweepGrid.MOST_CELLS, shape.toString());
        }
    }

    @Test
    void theShortGridIsSpread() {
        List<SweepShape> everyday = SweepGrid.everyday();
        assertTrue(everyday.size() >= 10 && everyday.size() <= 14);
        assertTrue(everyday.contains(SweepShape.dense(50_000, 100, 10, 4)));
        assertTrue(everyday.contains(SweepShape.text(9_600, 1 << 16, 9, 77, 2)));
        assertTrue(distinct(everyday, SweepShape::partitions).containsAll(Set.of(1, 2, 16, 200)));
        assertTrue(distinct(everyday, SweepShape::classes).containsAll(Set.of(2, 10, 77, 300, 1_000)));
    }

    @Test
    void aSampleIsPartOfTheGridInItsOrderAndDependsOnTheSeedOnly() {
        List<SweepShape> full = SweepGrid.full();
        List<SweepShape> sample = SweepGrid.sample(full, 20, 3L);
        assertEquals(20, sample.size());
        assertEquals(sample, SweepGrid.sample(full, 20, 3L));
        assertEquals(full.stream().filter(sample::contains).toList(), sample);
        assertEquals(full, SweepGrid.sample(full, full.size() + 1, 3L));
    }
}
