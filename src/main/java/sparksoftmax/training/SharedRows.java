package sparksoftmax.training;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import sparksoftmax.cluster.FitScope;
import sparksoftmax.cluster.PackedRows;
import sparksoftmax.memory.ClassMemory;
import sparksoftmax.rows.InputColumns;
import sparksoftmax.rows.Packing;

/**
 * The packed rows of one data set, shared by several fits with different settings. Fits that read the same columns and
 * pack them in the same way use the same cached rows, which are released by {@link #close}. Not thread safe.
 */
public final class SharedRows implements AutoCloseable {
    private final FitScope scope = new FitScope();
    private final Map<Key, PackedRows> packed = new HashMap<>();
    private final Map<MemoryKey, ClassMemory> memories = new HashMap<>();

    /** Fits with equal keys share their rows. */
    private record Key(InputColumns columns, Packing packing) {}

    /** What is remembered of packed rows, which are compared by identity, depends on the number of classes only. */
    private record MemoryKey(PackedRows rows, int numClasses) {}

    /**
     * The packed rows; they are read if no earlier fit has read them.
     *
     * @param log the log of the fit
     * @param reader reads the rows and caches them in the given scope
     */
    PackedRows get(InputColumns columns, Packing packing, FitLog log, Function<FitScope, PackedRows> reader) {
        PackedRows rows = packed.get(new Key(columns, packing));
        if (rows == null) {
            rows = reader.apply(scope);
            packed.put(new Key(columns, packing), rows);
            log.info("The rows were read and packed, once for all settings that share them.");
        } else {
            log.info("The rows that were packed for an earlier setting are used again.");
        }
        return rows;
    }

    /** What is remembered of rows that {@link #get} has returned; it is computed if it was not for an earlier fit. */
    ClassMemory memory(PackedRows rows, int numClasses, Supplier<ClassMemory> sums) {
        return memories.computeIfAbsent(new MemoryKey(rows, numClasses), key -> sums.get());
    }

    @Override
    public void close() {
        scope.close();
    }
}
