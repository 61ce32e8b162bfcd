package sparksoftmax.training;

/**
 * What a fit found, in the original space.
 *
 * @param coefficients W, [F x K] feature-major
 * @param intercepts b, [K], zeros without intercepts
 * @param objectiveHistory the objective before each pass over the data and after the last
 * @param stepSize the learning rate used, given or chosen; not a number if the solver has none
 * @param stopReason why it ended
 */
public record TrainingResult(
        double[] coefficients,
        double[] intercepts,
        double[] objectiveHistory,
        double stepSize,
        StopReason stopReason) {}
