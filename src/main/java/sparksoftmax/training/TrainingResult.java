package sparksoftmax.training;

import sparksoftmax.features.VaryingFeatures;

/**
 * What a fit found, in the original space.
 *
 * @param coefficients W of the varying features, [varying x K] feature-major; the others' are 0
 * @param varying the features trained on
 * @param intercepts b, [K], zeros without intercepts
 * @param objectiveHistory the objective before each pass over the data and after the last
 * @param validationHistory the loss of the rows to validate on, likewise; empty if there are none
 * @param stepSize the learning rate used, given or chosen; not a number if the solver has none
 * @param stopReason why it ended
 */
public record TrainingResult(
        double[] coefficients,
        VaryingFeatures varying,
        double[] intercepts,
        double[] objectiveHistory,
        double[] validationHistory,
        double stepSize,
        StopReason stopReason) {}
