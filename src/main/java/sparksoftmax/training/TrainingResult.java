package sparksoftmax.training;

import sparksoftmax.features.VaryingFeatures;
import sparksoftmax.memory.Memory;

/**
 * The result of a fit, on the original scale of the features.
 *
 * @param coefficients W of some features, [features x K] feature-major; the coefficients of the others are 0
 * @param features the features that were trained on, and in a training that continues a model those that keep their
 *     coefficients
 * @param intercepts b, [K]; zeros if no intercepts were fitted
 * @param objectiveHistory the objective before each pass over the data and after the last
 * @param validationHistory the mean loss of the validation rows before each pass and after the last; empty if there are
 *     none
 * @param stepSize the learning rate that was set or chosen; NaN if the solver has none
 * @param stopReason why training stopped
 * @param choice the penalties among which cross-validation has chosen; null if it was not asked to
 * @param memory what is remembered of all rows so far; null if nothing is
 */
public record TrainingResult(
        double[] coefficients,
        VaryingFeatures features,
        double[] intercepts,
        double[] objectiveHistory,
        double[] validationHistory,
        double stepSize,
        StopReason stopReason,
        PenaltyChoice choice,
        Memory memory) {}
