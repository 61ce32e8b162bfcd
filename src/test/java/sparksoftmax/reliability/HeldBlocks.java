package sparksoftmax.reliability;

import java.io.Serializable;
import java.util.List;
import java.util.function.Predicate;
import org.apache.spark.SparkEnv;
import org.apache.spark.storage.BlockId;
import scala.Function1;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The blocks that the driver and the executors hold, by asking them. A class by itself, since executors load it for the
 * question, and have no JUnit.
 */
final class HeldBlocks {
    private HeldBlocks() {}

    /** Those of a kind. */
    static List<BlockId> of(Predicate<BlockId> kind) {
        Function1<BlockId, Object> all = (Function1<BlockId, Object> & Serializable) id -> true;
        return CollectionConverters.asJava(
                        SparkEnv.get().blockManager().master().getMatchingBlockIds(all, true))
                .stream()
                .filter(kind)
                .toList();
    }

    /** Whether none of a kind is held; false also as long as Spark does not know yet that an executor is lost. */
    static boolean areNone(Predicate<BlockId> kind) {
        try {
            return of(kind).isEmpty();
        } catch (Exception e) {
            // Spark's Scala methods throw checked exceptions that they do not declare.
            return false;
        }
    }
}
