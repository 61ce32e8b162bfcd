package sparksoftmax.curvature;

import sparksoftmax.features.DatasetStatistics;
import sparksoftmax.features.Penalty;
import sparksoftmax.features.Scaling;

/**
 * How many parameters the data, rather than the penalty, determine: Σ h / (h + λ2) over all, h being about the
 * curvature of the loss, E x̃_j² P(k) (1 - P(k)) for a model that knows the shares of the classes only. The better a
 * model tells the classes apart, the less curvature is left: the share that the loss has of that model's. Source of the
 * sum: T. Hastie, R. Tibshirani, J. Friedman, "The Elements of Statistical Learning", 2nd edition, 2009, section 3.4.1.
 *
 * @param statistics of the varying features
 * @param scaling x̃, the features as the penalty has them
 * @param penalty on the parameters of the scaling
 */
public record EffectiveParameters(DatasetStatistics statistics, Scaling scaling, Penalty penalty) {
    /**
     * The effective number of parameters.
     *
     * @param loss of the model, in nats
     */
    public double number(double loss) {
        double left = curvatureLeft(loss);
        double sum = 0.0;
        for (int k = 0; k < scaling.numClasses(); k++) {
            double share = statistics.classShare(k);
            double spread = left * share * (1.0 - share);
            for (int j = 0; spread > 0.0 && j < scaling.numFeatures(); j++) {
                double scale = scaling.scale()[j];
                double curvature = spread * scale * scale * statistics.variance(j);
                sum += curvature / (curvature + penalty.l2()[j]);
            }
        }
        return sum;
    }

    /** The loss's share of the entropy of the classes, at most 1. */
    private double curvatureLeft(double loss) {
        double entropy = 0.0;
        for (int k = 0; k < scaling.numClasses(); k++) {
            double share = statistics.classShare(k);
            entropy -= share > 0.0 ? share * Math.log(share) : 0.0;
        }
        return entropy > 0.0 ? Math.min(1.0, loss / entropy) : 1.0;
    }
}
