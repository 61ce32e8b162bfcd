package sparksoftmax.classification;

import java.io.Serializable;

/**
 * What cross-validation has found for a penalty. All means are over the folds, each of which counts the same.
 *
 * @param regParam the strength of the penalty
 * @param elasticNetParam the share of L1 in it
 * @param metric the mean of the metric by which the penalty was chosen; NaN if it was abandoned
 * @param standardError the standard error of that mean: s / √numFolds, s being the standard deviation over the folds
 * @param logLoss the mean log-loss of the rows held out, in nats
 * @param accuracy the mean accuracy of the rows held out
 * @param abandoned whether no models were trained with it, because stronger penalties were clearly better
 * @param chosen whether the model was trained with it
 */
public record TriedPenalty(
        double regParam,
        double elasticNetParam,
        double metric,
        double standardError,
        double logLoss,
        double accuracy,
        boolean abandoned,
        boolean chosen)
        implements Serializable {}
