package sparksoftmax.benchmark;

import java.io.Serializable;
import java.util.SplittableRandom;
import org.apache.spark.ml.linalg.Vector;

/** Draws rows, each from its number and a seed alone, so that a row does not depend on its partition. */
interface RowSource extends Serializable {
    /** The label of row i. */
    int label(long i);

    /** The features of row i. */
    Vector features(long i);

    /** Rows of a shape. The rows of half of the shape's number come from the same source. */
    static RowSource of(SweepShape shape, long seed) {
        return shape.isText()
                ? new TextRows(shape.features(), shape.words(), shape.vocabulary(), shape.classes(), seed)
                : new CorrelatedRows(shape.features(), shape.classes(), seed);
    }

    /** The random numbers of a row; those of streams differ. */
    static SplittableRandom random(long seed, long i) {
        return new SplittableRandom(new SplittableRandom(seed + 0x9E3779B97F4A7C15L * i).nextLong());
    }
}
