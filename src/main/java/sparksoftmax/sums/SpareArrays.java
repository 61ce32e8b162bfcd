package sparksoftmax.sums;

import java.io.Serializable;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;

/**
 * Arrays of sums and models that have done their work in a pass, for the next one. Large arrays that live only for a
 * pass make the garbage collector run again and again, and the heap grow. An array that a whole pass has not taken is
 * no longer kept. In another virtual machine, where it arrives as a copy, none are kept. Thread safe.
 */
public final class SpareArrays implements Serializable {
    private static final long serialVersionUID = 1L;

    // Null in a copy.
    private final transient Spare<float[]> floats;
    private final transient Spare<long[]> longs;

    // With parameters: Kryo would call a constructor without any for a copy, which would then keep arrays.
    private SpareArrays(Spare<float[]> floats, Spare<long[]> longs) {
        this.floats = floats;
        this.longs = longs;
    }

    /** Has no arrays at first. */
    public static SpareArrays none() {
        return new SpareArrays(new Spare<>(array -> array.length), new Spare<>(array -> array.length));
    }

    /** Those of one type. */
    private static final class Spare<T> {
        private final ToIntFunction<T> length;
        private final Queue<T> ofLastPass = new ConcurrentLinkedQueue<>();
        private final Queue<T> ofThisPass = new ConcurrentLinkedQueue<>();

        Spare(ToIntFunction<T> length) {
            this.length = length;
        }

        /** Null if there is none. */
        T take(int wanted) {
            T array = take(ofThisPass, wanted);
            return array == null ? take(ofLastPass, wanted) : array;
        }

        private T take(Queue<T> arrays, int wanted) {
            for (T array : arrays) {
                // Of several threads that have found it, one removes it.
                if (length.applyAsInt(array) == wanted && arrays.remove(array)) {
                    return array;
                }
            }
            return null;
        }

        void endPass() {
            ofLastPass.clear();
            ofLastPass.addAll(ofThisPass);
            ofThisPass.clear();
        }
    }

    /** An array of this length that nobody else uses, with undefined contents. */
    public float[] floats(int length) {
        return take(floats, length, float[]::new);
    }

    /** An array of this length that nobody else uses, with undefined contents. */
    public long[] longs(int length) {
        return take(longs, length, long[]::new);
    }

    private static <T> T take(Spare<T> spare, int length, IntFunction<T> create) {
        T array = spare == null ? null : spare.take(length);
        return array == null ? create.apply(length) : array;
    }

    /** Takes an array that is no longer used. */
    public void give(float[] array) {
        if (floats != null) {
            floats.ofThisPass.add(array);
        }
    }

    /** Takes an array that is no longer used. */
    public void give(long[] array) {
        if (longs != null) {
            longs.ofThisPass.add(array);
        }
    }

    /** Ends a pass, none of whose tasks is running any longer. */
    public void endPass() {
        if (floats != null) {
            floats.endPass();
            longs.endPass();
        }
    }

    /** Keeps none of the arrays. */
    public void clear() {
        endPass();
        endPass();
    }
}
