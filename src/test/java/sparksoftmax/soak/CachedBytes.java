package sparksoftmax.soak;

import java.util.HashMap;
import java.util.Map;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerBlockUpdated;
import org.apache.spark.scheduler.SparkListenerUnpersistRDD;
import org.apache.spark.storage.BlockUpdatedInfo;
import org.apache.spark.storage.RDDBlockId;

/** The largest size, so far, of all cached partitions of RDDs together, in memory and on disk, in bytes. */
final class CachedBytes extends SparkListener {
    private record Size(long memory, long disk) {}

    private final Map<RDDBlockId, Size> sizes = new HashMap<>();
    private long peakMemory;
    private long peakDisk;

    @Override
    public void onBlockUpdated(SparkListenerBlockUpdated updated) {
        BlockUpdatedInfo block = updated.blockUpdatedInfo();
        if (block.blockId() instanceof RDDBlockId id) {
            // For a block that was moved from memory to disk, Spark reports the memory that it took before.
            long memory = block.storageLevel().useMemory() ? block.memSize() : 0L;
            long disk = block.storageLevel().useDisk() ? block.diskSize() : 0L;
            sizes.put(id, new Size(memory, disk));
            peakMemory = Math.max(
                    peakMemory, sizes.values().stream().mapToLong(Size::memory).sum());
            peakDisk = Math.max(
                    peakDisk, sizes.values().stream().mapToLong(Size::disk).sum());
        }
    }

    @Override
    public void onUnpersistRDD(SparkListenerUnpersistRDD unpersisted) {
        sizes.keySet().removeIf(id -> id.rddId() == unpersisted.rddId());
    }

    long peakMemory() {
        return peakMemory;
    }

    long peakDisk() {
        return peakDisk;
    }
}
