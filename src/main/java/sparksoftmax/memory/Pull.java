package sparksoftmax.memory;

import sparksoftmax.features.DatasetStatistics;
import sparksoftmax.features.Penalty;
import sparksoftmax.features.Scaling;
import sparksoftmax.features.VaryingFeatures;

/** What draws training towards the coefficients θ' of an earlier training. */
public interface Pull {
    /**
     * The pull for the parameters of a scaling, divided by the weight of all rows that are trained on.
     *
     * @param scaling the scaling, for the varying features as they are read
     * @param earlier θ' in that scaling
     * @param penalty the penalty in that scaling
     * @param varying the varying features
     * @param statistics the statistics of the varying features, in all rows that are trained on
     */
    ScaledPull in(
            Scaling scaling, double[] earlier, Penalty penalty, VaryingFeatures varying, DatasetStatistics statistics);
}
