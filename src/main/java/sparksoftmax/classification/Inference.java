package sparksoftmax.classification;

import java.util.Arrays;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import sparksoftmax.features.Regularization;
import sparksoftmax.inference.ContrastCovariance;
import sparksoftmax.inference.FisherInformation;
import sparksoftmax.inference.Temperature;
import sparksoftmax.rows.InputColumns;

/** What rows tell of a model: the standard errors of its coefficients, and its temperature. */
final class Inference {
    private final SoftmaxClassifierParams params;
    private final InitialModel model;
    private final boolean withinBounds;

    /**
     * @param params the Params of the model
     * @param model the model
     * @param withinBounds whether it was trained within bounds
     */
    Inference(SoftmaxClassifierParams params, InitialModel model, boolean withinBounds) {
        this.params = params;
        this.model = model;
        this.withinBounds = withinBounds;
    }

    /** See {@link SoftmaxClassificationModel#coefficientStatistics}. */
    CoefficientStatistics of(Dataset<?> dataset, String[] classNames) {
        checkEstimate();
        InputColumns columns = columns(dataset);
        Vector intercepts = params.getFitIntercept() ? model.intercepts() : null;
        ContrastCovariance covariance = FisherInformation.of(
                dataset,
                columns,
                new FisherInformation.Model(
                        params.uid(),
                        model.coefficients().toArray(),
                        intercepts == null ? null : intercepts.toArray(),
                        new Regularization(
                                params.getRegParam(), params.getElasticNetParam(), params.getStandardization()),
                        model.coefficients().numRows(),
                        model.featureNames(),
                        params.getAggregationDepth()));
        return new CoefficientStatistics(
                model.coefficients(), intercepts, classNames, model.featureNames(), covariance, -1);
    }

    /** The temperature of the model, see {@link SoftmaxClassificationModel#calibrate}. */
    double temperature(Dataset<?> dataset) {
        if (Arrays.stream(model.intercepts().toArray()).anyMatch(Double::isInfinite)) {
            throw new IllegalArgumentException("A model must have finite intercepts to be calibrated, but "
                    + params.uid() + " has an infinite one, since all of its training rows had one label.");
        }
        InputColumns read = columns(dataset);
        // All rows are for calibration, also those that were marked for the validation of the training.
        InputColumns columns = new InputColumns(
                read.features(),
                read.skipsInvalid(),
                read.label(),
                read.distribution(),
                read.weight(),
                null,
                read.classes(),
                null);
        return Temperature.of(
                dataset,
                columns,
                new Temperature.Model(
                        params.uid(),
                        model.coefficients().toArray(),
                        model.intercepts().toArray(),
                        params.getAggregationDepth()));
    }

    private InputColumns columns(Dataset<?> dataset) {
        Fit.checkRunning(dataset);
        FitParams fitParams = new FitParams(params);
        TargetColumn target = fitParams.target(dataset);
        InputFeatures.Found features = fitParams.features().in(dataset);
        InputColumns columns = fitParams.columns(dataset, features.columns(), target, model.classes(), true);
        model.checkLabelNames(target.classNames(), columns.label());
        model.checkFeatureNames(features.featureNames(model.coefficients().numCols()), columns.describeFeatures());
        return columns;
    }

    /** Checks that the coefficients are a maximum-likelihood estimate, possibly with an L2 penalty. */
    private void checkEstimate() {
        check(model.coefficients().numRows() > 1, "numClasses", "the model has one class, which it always predicts");
        check(
                Arrays.stream(model.intercepts().toArray()).allMatch(Double::isFinite),
                "intercepts",
                "the model has an infinite one, since all of its training rows had one label");
        check(
                params.getRegParam() == 0.0 || params.getElasticNetParam() == 0.0,
                "elasticNetParam",
                "it was " + params.getElasticNetParam() + ": an L1 penalty chooses which coefficients are 0, and the"
                        + " estimates have no normal distribution. Train with elasticNetParam = 0");
        check(
                !params.getLossVariant().equalsIgnoreCase("doubleSoftmax"),
                "lossVariant",
                "it was doubleSoftmax, which is not a likelihood. Train with lossVariant = fused");
        check(
                params.getLabelSmoothing() == 0.0,
                "labelSmoothing",
                "it was " + params.getLabelSmoothing() + ": smoothed labels are not those of the rows. Train with"
                        + " labelSmoothing = 0");
        check(
                !params.isDefined(params.classWeights())
                        && !params.getClassWeighting().equalsIgnoreCase(SoftmaxParams.BALANCED),
                "classWeighting, classWeights",
                "the model was trained with them, as if there had been other rows. Train without class weights");
        check(
                FitParams.distributionCol(params).isEmpty(),
                "labelDistributionCol",
                "the model was trained on distributions over the classes, whose variance is not that of labels. Train with"
                        + " labelCol");
        check(
                !withinBounds,
                "bounds",
                "the model was trained with bounds, and an estimate at a bound has no normal distribution. Train without"
                        + " bounds");
    }

    private void check(boolean holds, String param, String found) {
        if (!holds) {
            throw new IllegalArgumentException("Standard errors are those of a maximum-likelihood estimate, possibly"
                    + " with an L2 penalty, but " + found + " (" + param + " of " + params.uid() + ").");
        }
    }
}
