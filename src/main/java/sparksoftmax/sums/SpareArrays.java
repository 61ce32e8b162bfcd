package sparksoftmax.sums;

import java.io.Serializable;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;

/**
 * Arrays of sums and models that have done their work, for the next ones. Large arrays that live only for a pass make
 * the garbage collector run again and again, and the heap grow. In another virtual machine, where it arrives as a copy,
 * no arrays are kept. Thread safe.
 */
public final class SpareArrays implements Serializable {
    private static final long serialVersionUID = 1L;

    // Null in a copy.
    private final transient Queue<float[]> floats;
    private final transient Queue<long[]> longs;

    // Kryo would make a copy with a constructor without parameters.
    private SpareArrays(Queue<float[]> floats, Queue<long[]> longs) {
        this.floats = floats;
        this.longs = longs;
    }

    /** Has no arrays at first. */
    public static SpareArrays none() {
        return new SpareArrays(new ConcurrentLinkedQueue<>(), new ConcurrentLinkedQueue<>());
    }

    /** An array of this length that nobody else uses, with undefined contents. */
    public float[] floats(int length) {
        return take(floats, length, array -> array.length, float[]::new);
    }

    /** An array of this length that nobody else uses, with undefined contents. */
    public long[] longs(int length) {
        return take(longs, length, array -> array.length, long[]::new);
    }

    private static <T> T take(Queue<T> spare, int length, ToIntFunction<T> lengthOf, IntFunction<T> create) {
        if (spare != null) {
            for (T array : spare) {
                // Of several threads that have found it, one removes it.
                if (lengthOf.applyAsInt(array) == length && spare.remove(array)) {
                    return array;
                }
            }
        }
        return create.apply(length);
    }

    /** Takes an array that is no longer used. */
    public void give(float[] array) {
        if (floats != null) {
            floats.add(array);
        }
    }

    /** Takes an array that is no longer used. */
    public void give(long[] array) {
        if (longs != null) {
            longs.add(array);
        }
    }

    /** Keeps none of the arrays. */
    public void clear() {
        if (floats != null) {
            floats.clear();
            longs.clear();
        }
    }
}
