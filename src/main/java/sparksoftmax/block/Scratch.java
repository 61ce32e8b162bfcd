package sparksoftmax.block;

/**
 * An array that tile after tile of rows uses for its intermediate results, so that it stays in the processor's cache
 * and no garbage arises. Not thread safe.
 */
public final class Scratch {
    private float[] array = new float[0];

    /** At least {@code length} numbers with undefined contents; those that were returned before are lost. */
    float[] floats(int length) {
        if (array.length < length) {
            array = new float[length];
        }
        return array;
    }
}
