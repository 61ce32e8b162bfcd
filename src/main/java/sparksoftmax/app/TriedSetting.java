package sparksoftmax.app;

/**
 * What cross-validation has found for a setting. All means are over the folds.
 *
 * @param setting the values of the Params
 * @param metric the mean of the metric by which settings are compared; NaN if the setting was abandoned
 * @param standardError the standard error of that mean
 * @param logLoss the mean log-loss, in nats
 * @param accuracy the mean accuracy
 * @param abandoned whether no models were trained with it, because others were clearly better
 */
record TriedSetting(
        Grid.Setting setting,
        double metric,
        double standardError,
        double logLoss,
        double accuracy,
        boolean abandoned) {}
