package sparksoftmax.training;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The packed rows of one data set, which several fits share: those that read the same columns and pack them alike.
 * Holds cached blocks until it is closed and the last fit that uses them has ended. Thread safe.
 */
public final class DataPool implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DataPool.class);

    private final Map<Key, TrainingData> packed = new HashMap<>();
    private int users;
    private boolean closed;

    /** What rows must have in common to be packed once. */
    private record Key(String which, InputColumns columns, PackingPlan plan) {}

    /**
     * Rows for one fit, which closes them; the pool keeps them cached.
     *
     * @param which of the data set's rows
     * @param reader reads them, the first time
     */
    public synchronized TrainingData read(
            String which, InputColumns columns, TrainingSettings settings, Supplier<TrainingData> reader) {
        Key key = new Key(which, columns, settings.packing());
        TrainingData rows = packed.get(key);
        if (rows == null) {
            rows = reader.get();
            packed.put(key, rows);
            LOG.info("The rows are read and packed once, for all settings that share them.");
        } else {
            LOG.info("The rows packed for an earlier setting are used again.");
        }
        users++;
        return rows.lent(settings.aggregationDepth(), this::release);
    }

    private synchronized void release() {
        users--;
        freeIfUnused();
    }

    @Override
    public synchronized void close() {
        closed = true;
        freeIfUnused();
    }

    private void freeIfUnused() {
        if (closed && users == 0) {
            packed.values().forEach(TrainingData::close);
            packed.clear();
        }
    }
}
