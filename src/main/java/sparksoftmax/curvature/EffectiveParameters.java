package sparksoftmax.curvature;

import sparksoftmax.features.DatasetStatistics;
import sparksoftmax.features.Penalty;
import sparksoftmax.features.Scaling;

/**
 * The effective number of parameters: those that are determined by the data rather than by the penalty. It is Σ h / (h
 * + λ2) over all coefficients, where h approximates the curvature of the loss. For a model that predicts the class
 * frequencies, h is Var(x̃_j) P(k) (1 - P(k)). The better a model separates the classes, the smaller the curvature: h
 * is multiplied by the loss of the model divided by the loss of predicting the class frequencies, which is the entropy
 * of the classes. Source of the sum: T. Hastie, R. Tibshirani, J. Friedman, "The Elements of Statistical Learning", 2nd
 * edition, 2009, section 3.4.1.
 *
 * @param statistics the statistics of the varying features
 * @param scaling the scaling that gives x̃
 * @param penalty the penalty on the parameters of the scaling
 */
public record EffectiveParameters(DatasetStatistics statistics, Scaling scaling, Penalty penalty) {
    /**
     * The effective number of parameters.
     *
     * @param loss the mean loss of the model, in nats
     */
    public double number(double loss) {
        double left = curvatureLeft(loss);
        double sum = 0.0;
        for (int k = 0; k < scaling.numClasses(); k++) {
            double share = statistics.classShare(k);
            double spread = left * share * (1.0 - share);
            for (int j = 0; spread > 0.0 && j < scaling.numFeatures(); j++) {
                double deviation = scaling.scale()[j] * statistics.deviation(j);
                double curvature = spread * deviation * deviation;
                sum += curvature / (curvature + penalty.l2()[j]);
            }
        }
        return sum;
    }

    /** The loss divided by the entropy of the classes, at most 1. */
    private double curvatureLeft(double loss) {
        double entropy = 0.0;
        for (int k = 0; k < scaling.numClasses(); k++) {
            double share = statistics.classShare(k);
            entropy -= share > 0.0 ? share * Math.log(share) : 0.0;
        }
        return entropy > 0.0 ? Math.min(1.0, loss / entropy) : 1.0;
    }
}
