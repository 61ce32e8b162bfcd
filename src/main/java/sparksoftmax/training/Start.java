package sparksoftmax.training;

/**
 * Where the user wants training to start.
 *
 * @param coefficients numClasses x numFeatures; null if not given
 * @param intercepts numClasses; null if not given
 * @param uniform whether what is not given is drawn at random, as a linear layer starts, or 0
 * @param initializationGiven whether the user has asked for either
 * @param continuesModel whether it goes on from a fitted model, whose classes need not all be among the rows
 */
public record Start(
        Given coefficients, Given intercepts, boolean uniform, boolean initializationGiven, boolean continuesModel) {
    /** What is chosen unless the user says otherwise. */
    public static final Start DEFAULT = new Start(null, null, false, false, false);
}
