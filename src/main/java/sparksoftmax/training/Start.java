package sparksoftmax.training;

import sparksoftmax.memory.Memory;

/**
 * The start of training that the user asks for.
 *
 * @param coefficients numClasses x numFeatures; null if not given
 * @param intercepts numClasses; null if not given
 * @param uniform whether values that are not given are drawn at random, as for a linear layer of a neural network, or 0
 * @param initializationGiven whether the user has set {@code uniform}, one way or the other
 * @param continuesModel whether training continues from a fitted model; then some of its classes may have no rows
 * @param memory what that model remembers of earlier rows; null if nothing
 */
public record Start(
        Given coefficients,
        Given intercepts,
        boolean uniform,
        boolean initializationGiven,
        boolean continuesModel,
        Memory memory) {
    /** The start if the user sets nothing. */
    public static final Start DEFAULT = new Start(null, null, false, false, false, null);
}
