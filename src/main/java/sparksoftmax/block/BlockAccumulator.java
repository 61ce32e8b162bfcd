package sparksoftmax.block;

import java.io.Serializable;

/**
 * A sum over rows. Every partition adds its blocks to an accumulator of its own; the accumulators are then merged.
 * Order of use: {@link #add} any number of times, then {@link #merge}. What is serialised is the sum only, so that a
 * result travels without the coefficients it was computed from; an accumulator that has been serialised can be merged
 * but takes no more blocks. Not thread safe.
 *
 * @param <A> the accumulator itself
 */
public interface BlockAccumulator<A extends BlockAccumulator<A>> extends Serializable {
    /** Adds all rows of {@code block}. */
    void add(Block block);

    /** Adds the sum of {@code other}, whose arrays this accumulator may keep: it must not be used afterwards. */
    void merge(A other);

    /**
     * Makes empty accumulators; what it holds (coefficients, say) is broadcast.
     *
     * @param <A> the accumulators' class
     */
    @FunctionalInterface
    interface Factory<A extends BlockAccumulator<A>> extends Serializable {
        /** An accumulator of no rows, which owns no large array until its first block. */
        A create();
    }
}
