package sparksoftmax.hostile;

import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.SparkEnv;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockResult;
import org.apache.spark.storage.BroadcastBlockId;
import scala.collection.Iterator;
import sparksoftmax.block.FeatureMap;
import sparksoftmax.block.PartitionTask;

/** What fits must not leave in a session: cached rows and broadcasts. */
final class Leftovers {
    private static final int ATTEMPTS = 100;
    private static final long MILLISECONDS = 50;

    private final SparkSession spark;

    /** Broadcasts of Spark itself, which it removes when it likes. */
    private final Set<String> others = new HashSet<>();

    Leftovers(SparkSession spark) {
        this.spark = spark;
    }

    /** What is left, and is removed now so that no later case has it; null if nothing is. */
    String found() {
        if (!spark.sparkContext().getPersistentRDDs().isEmpty()) {
            spark.sparkContext().getPersistentRDDs().values().foreach(rdd -> rdd.unpersist(true));
            return "cached rows are left";
        }
        Set<String> broadcasts = broadcasts();
        // Spark destroys broadcasts in a thread of its own.
        for (int attempt = 0; attempt < ATTEMPTS && !broadcasts.isEmpty(); attempt++) {
            try {
                Thread.sleep(MILLISECONDS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            broadcasts = broadcasts();
        }
        others.addAll(broadcasts);
        return broadcasts.isEmpty() ? null : "broadcasts are left: " + broadcasts;
    }

    private Set<String> broadcasts() {
        Set<String> found = new TreeSet<>();
        Iterator<BlockId> ids = SparkEnv.get()
                .blockManager()
                .getMatchingBlockIds((scala.Function1<BlockId, Object>) id -> id instanceof BroadcastBlockId broadcast
                        && broadcast.field().isEmpty()
                        && !others.contains(id.name()))
                .iterator();
        while (ids.hasNext()) {
            BlockId id = ids.next();
            scala.Option<BlockResult> values = SparkEnv.get().blockManager().getLocalValues(id);
            if (values.isDefined()) {
                Object first = values.get().data().next();
                while (values.get().data().hasNext()) {
                    values.get().data().next();
                }
                if (first instanceof PartitionTask || first instanceof FeatureMap) {
                    found.add(id.name());
                } else {
                    others.add(id.name());
                }
            }
        }
        return found;
    }
}
