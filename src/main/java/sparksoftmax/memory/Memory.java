package sparksoftmax.memory;

import java.io.Serializable;

/**
 * What a model remembers of the rows that it was trained on, so that training on other rows does not undo it.
 * Immutable, thread safe.
 */
public sealed interface Memory extends Serializable permits ClassMemory, CurvatureMemory {
    /** The effective number of rows. */
    double numRows();

    /** The sum of the weights of the rows. */
    double weight();

    /** F. */
    int numFeatures();

    /** K. */
    int numClasses();

    /** The same rows with {@code factor} times their weights. */
    Memory times(double factor);

    /** The size in bytes. */
    long numBytes();

    /** Whether models of this size remember their rows. */
    static boolean isPossible(long numFeatures, long numClasses) {
        return ClassMemory.isPossible(numFeatures, numClasses) || CurvatureMemory.isPossible(numFeatures, numClasses);
    }

    /** The most bytes that the memory of a model of this size takes. */
    static long mostBytes(long numFeatures, long numClasses) {
        return ClassMemory.isPossible(numFeatures, numClasses)
                ? ClassMemory.numBytes(numFeatures, numClasses)
                : CurvatureMemory.mostBytes(numFeatures, numClasses);
    }
}
