package sparksoftmax.features;

import java.util.Arrays;
import java.util.BitSet;

/**
 * The coefficients of a model whose training has gone on with other rows. Features that are constant in these rows keep
 * the coefficients that they had, since the rows say nothing about them: with text, most words do not occur in a batch.
 * Where such a feature is not 0, what it contributes to the margins of these rows is taken from the intercepts, so that
 * the margins stay as they were trained.
 *
 * @param features the features that have coefficients
 * @param coefficients their coefficients, [features x K] feature-major
 * @param intercepts [K]
 */
public record KeptCoefficients(VaryingFeatures features, double[] coefficients, double[] intercepts) {
    /**
     * Adds the kept coefficients to those that were trained.
     *
     * @param varying the features that were trained on
     * @param trained their coefficients, [varying x K] feature-major
     * @param intercepts [K]
     * @param earlier the coefficients before, [F x K] feature-major
     * @param mean the means of all features in the rows, [F]
     * @param bounds the bounds, which kept coefficients are moved to if they are not within
     * @param interceptsMayChange whether intercepts may take other values than they were trained to; if not, features
     *     that are constant but not 0 get coefficient 0
     */
    public static KeptCoefficients of(
            VaryingFeatures varying,
            double[] trained,
            double[] intercepts,
            double[] earlier,
            double[] mean,
            CoefficientBounds bounds,
            boolean interceptsMayChange) {
        if (varying.isAll()) {
            return new KeptCoefficients(varying, trained, intercepts);
        }
        int numClasses = intercepts.length;
        double[] all = varying.expand(trained, numClasses);
        double[] b = intercepts.clone();
        BitSet features = new BitSet(varying.numFeatures());
        Arrays.stream(varying.columns()).forEach(features::set);
        for (int j = features.nextClearBit(0); j < varying.numFeatures(); j = features.nextClearBit(j + 1)) {
            for (int k = 0; k < numClasses && (interceptsMayChange || mean[j] == 0.0); k++) {
                int at = j * numClasses + k;
                all[at] = bounds.nearest(at, earlier[at]);
                b[k] -= mean[j] * all[at];
                if (all[at] != 0.0) {
                    features.set(j);
                }
            }
        }
        VaryingFeatures kept = new VaryingFeatures(features.stream().toArray(), varying.numFeatures());
        return new KeptCoefficients(kept, kept.select(all, numClasses), b);
    }
}
