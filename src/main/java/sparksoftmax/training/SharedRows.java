package sparksoftmax.training;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sparksoftmax.cluster.FitScope;
import sparksoftmax.cluster.PackedRows;
import sparksoftmax.rows.InputColumns;
import sparksoftmax.rows.Packing;

/**
 * The packed rows of one data set, for several fits with different settings: those that read the same columns and pack
 * them alike share them. Keeps them cached until it is closed. Not thread safe.
 */
public final class SharedRows implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SharedRows.class);

    private final FitScope scope = new FitScope();
    private final Map<Key, PackedRows> packed = new HashMap<>();

    /** What fits must have in common to share rows. */
    private record Key(InputColumns columns, Packing packing) {}

    /**
     * The rows, read if no earlier fit has.
     *
     * @param reader reads them into the scope
     */
    PackedRows get(InputColumns columns, Packing packing, Function<FitScope, PackedRows> reader) {
        PackedRows rows = packed.get(new Key(columns, packing));
        if (rows == null) {
            rows = reader.apply(scope);
            packed.put(new Key(columns, packing), rows);
            LOG.info("The rows are read and packed once, for all settings that share them.");
        } else {
            LOG.info("The rows packed for an earlier setting are used again.");
        }
        return rows;
    }

    @Override
    public void close() {
        scope.close();
    }
}
