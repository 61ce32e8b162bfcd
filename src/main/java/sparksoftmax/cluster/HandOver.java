package sparksoftmax.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * Elements that tasks hand over to the driver by reference. In Spark's local mode, tasks run in the driver's virtual
 * machine, so nothing has to be serialized and copied, as Spark's own {@code collect} does. Thread safe.
 *
 * @param <T> the type of the elements
 */
final class HandOver<T> implements AutoCloseable {
    private static final AtomicLong NUMBERS = new AtomicLong();

    /** The objects that tasks hand over to, by number: a task gets only what can be serialized. */
    private static final Map<Long, HandOver<?>> OPEN = new ConcurrentHashMap<>();

    private final long number = NUMBERS.incrementAndGet();
    private final long mostBytes;
    private final AtomicLong bytes = new AtomicLong();
    private final Map<Integer, List<T>> partitions = new ConcurrentHashMap<>();

    private HandOver(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /**
     * Begins to receive elements, until it is closed.
     *
     * @param mostBytes if the elements take more bytes than this, all are let go
     */
    static <T> HandOver<T> open(long mostBytes) {
        HandOver<T> opened = new HandOver<>(mostBytes);
        OPEN.put(opened.number, opened);
        return opened;
    }

    /** What a task needs to know in order to hand over to this object. */
    long number() {
        return number;
    }

    /**
     * Begins to hand over the elements of a partition, in a task. If a task is repeated, its elements replace those of
     * the one before.
     */
    static <T> Partition<T> of(long number, int partition) {
        @SuppressWarnings("unchecked")
        HandOver<T> receiver = (HandOver<T>) OPEN.get(number);
        return new Partition<>(receiver, partition);
    }

    /**
     * The elements of each partition, in the order in which they were handed over.
     *
     * @param numPartitions the number of partitions, all of which were handed over
     * @return null if the elements take more than the allowed number of bytes
     */
    List<List<T>> partitions(int numPartitions) {
        List<List<T>> all = IntStream.range(0, numPartitions)
                .mapToObj(partitions::get)
                .filter(Objects::nonNull)
                .toList();
        return isFull() || all.size() < numPartitions ? null : all;
    }

    private boolean isFull() {
        return bytes.get() > mostBytes;
    }

    /** Ends the hand-over: what tasks hand over from now on is not kept. */
    @Override
    public void close() {
        OPEN.remove(number);
    }

    /**
     * The elements of one partition. Not thread safe.
     *
     * @param <T> the type of the elements
     */
    static final class Partition<T> {
        private final HandOver<T> receiver;
        private final int number;
        private List<T> elements = new ArrayList<>();

        private Partition(HandOver<T> receiver, int number) {
            this.receiver = receiver;
            this.number = number;
        }

        /** Adds an element of the given size. */
        void add(T element, long elementBytes) {
            if (receiver == null || elements == null) {
                return;
            }
            receiver.bytes.addAndGet(elementBytes);
            if (receiver.isFull()) {
                elements = null;
                receiver.partitions.clear();
            } else {
                elements.add(element);
            }
        }

        /** Hands over the elements that were added. */
        void end() {
            if (receiver != null && elements != null && !receiver.isFull()) {
                receiver.partitions.put(number, elements);
            }
        }
    }
}
