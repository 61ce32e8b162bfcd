package sparksoftmax.classification;

import java.util.List;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleArrayParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import sparksoftmax.training.SelectionMetric;

/** The Params that {@link SoftmaxClassifierCV} has besides those of {@link SoftmaxClassifier}. */
final class CrossValidationParams extends ParamGroup {
    private static final long serialVersionUID = 1L;

    /** {@code selection}: the strongest penalty within a standard error of the best. */
    static final String ONE_STANDARD_ERROR = "oneStandardError";

    private static final String BEST = "best";

    final DoubleArrayParam regParams = numbers(
            "regParams",
            "at least one value, all finite and >= 0",
            x -> x >= 0.0 && Double.isFinite(x),
            "values of regParam to try, in any order. If they are not set, 20 values are tried for each value of"
                    + " elasticNetParams, equally spaced on a logarithmic scale. With g as the smallest regParam for"
                    + " which an L1 penalty makes all coefficients 0, they go from g / max(elasticNetParam, 0.001) down to"
                    + " g / 10000");

    final DoubleArrayParam elasticNetParams = numbers(
            "elasticNetParams",
            new double[] {0.0},
            "at least one value, all in [0, 1]",
            x -> x >= 0.0 && x <= 1.0,
            "values of elasticNetParam to try, each with all values of regParam");

    final IntParam numFolds = integer(
            "numFolds",
            3,
            ">= 2",
            n -> n >= 2,
            "number of folds. Each is held out once, while models are trained on the others. The fold of a row is chosen by"
                    + " a hash of its label, weight, features and the seed, so it depends neither on the order of the"
                    + " rows nor on their partitions, and equal rows are in the same fold");

    final Param<String> foldCol = column(
            "foldCol",
            "name of a numeric column with the fold of each row, an integer from 0 to numFolds - 1. If it is not set or"
                    + " empty, folds are chosen by a hash, see numFolds");

    final NameParam metric = oneOf(
            "metric",
            "logLoss",
            SelectionMetric.names(),
            "metric of the rows held out, by which the penalty is chosen, weighted by weightCol; by the names of"
                    + " MulticlassClassificationEvaluator: logLoss, f1, accuracy, weightedPrecision, weightedRecall,"
                    + " weightedTruePositiveRate, weightedFalsePositiveRate, weightedFMeasure (with beta = 1), or"
                    + " hammingLoss");

    final NameParam selection = oneOf(
            "selection",
            BEST,
            List.of(BEST, ONE_STANDARD_ERROR),
            "which penalty is chosen: best (the best mean of the metric over the folds; of several, the strongest), or"
                    + " oneStandardError (the strongest penalty with the same elasticNetParam whose mean is within one"
                    + " standard error of the best)");

    final BooleanParam abandonment = flag(
            "abandonment",
            true,
            "whether weaker penalties are no longer tried once the metric has been worse than the best so far, by more than"
                    + " two standard errors of the difference, for two penalties in a row. Penalties are tried from strong"
                    + " to weak, for one value of elasticNetParams after the other");

    /** Creates the Params of {@code owner}. */
    CrossValidationParams(Params owner) {
        super(owner);
    }
}
