package sparksoftmax.benchmark;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/** The shapes of a sweep. */
final class SweepGrid {
    /** 320 MB of doubles. */
    static final long MOST_VALUES = 40_000_000L;

    /** A pass of {@code LogisticRegression} over so many takes a few seconds. */
    static final long MOST_CELLS = 2_000_000_000L;

    private static final int[] ROWS = {1_000, 10_000, 100_000, 1_000_000};
    private static final int[] FEATURES = {10, 100, 1_000};
    private static final int[] HASHED = {1 << 14, 1 << 16, 1 << 18, 1 << 20};
    private static final int[] WORDS = {10, 50};
    private static final int[] CLASSES = {2, 10, 77, 300, 1_000};
    private static final int[] PARTITIONS = {1, 2, 16, 200};

    private SweepGrid() {}

    /** A few shapes for everyday use, the most telling first, since a slow machine may not come to the last. */
    static List<SweepShape> everyday() {
        return Stream.of(
                        "1000x10x2/1",
                        "50000x100x10/4",
                        "9600x2^16:9x77/2",
                        "16000x16x26/2",
                        "16000x2^18:10x20/2",
                        "50000x100x10/200",
                        "1000x2^14:50x10/16",
                        "5000x1000x10/2",
                        "50000x2^20:10x2/200",
                        "100000x10x77/16",
                        "5000x100x300/1",
                        "10000x10x1000/16")
                .map(SweepShape::parse)
                .toList();
    }

    /** All shapes, each with as many rows as the limits allow, and each once. */
    static List<SweepShape> full() {
        Set<SweepShape> shapes = new LinkedHashSet<>();
        for (int rows : ROWS) {
            for (int classes : CLASSES) {
                for (int partitions : PARTITIONS) {
                    for (int features : FEATURES) {
                        shapes.add(SweepShape.dense(rows, features, classes, partitions)
                                .capped(MOST_VALUES, MOST_CELLS));
                    }
                    for (int features : HASHED) {
                        for (int words : WORDS) {
                            shapes.add(SweepShape.text(rows, features, words, classes, partitions)
                                    .capped(MOST_VALUES, MOST_CELLS));
                        }
                    }
                }
            }
        }
        return List.copyOf(shapes);
    }

    /** As many of the shapes, drawn by a seed, in their order; all if there are not more. */
    static List<SweepShape> sample(List<SweepShape> shapes, int number, long seed) {
        List<Integer> positions = new ArrayList<>();
        for (int position = 0; position < shapes.size(); position++) {
            positions.add(position);
        }
        Collections.shuffle(positions, new Random(seed));
        return positions.stream().limit(number).sorted().map(shapes::get).toList();
    }
}
