package sparksoftmax.memory;

import sparksoftmax.features.DatasetStatistics;
import sparksoftmax.features.Penalty;
import sparksoftmax.features.Scaling;
import sparksoftmax.features.VaryingFeatures;

/**
 * The pull of a {@link CurvatureMemory}. With n its weight, R the penalty that the user has set, and β the intercepts
 * of the scaling of the parameters, it adds to the losses of the new rows and their penalty
 *
 * <pre>
 *   1/2 Σ_jk H_jk (W_jk - W'_jk)² + 1/2 Σ_k h_k (β_k - β'_k)² + n (R(θ) - ⟨∇R(θ'), θ⟩)
 * </pre>
 *
 * where n R(θ) is in the penalty that training is given. β is the margin of the mean row if features are centered, and
 * the intercept itself if they are not: so h pulls the margin, not the intercept, as the curvatures H about the mean
 * require.
 *
 * @param memory what is remembered of the earlier rows
 */
public record CurvaturePull(CurvatureMemory memory) implements Pull {
    /** {@inheritDoc} It is 0 at θ', but for the part of R. */
    @Override
    public ScaledPull in(
            Scaling scaling, double[] earlier, Penalty penalty, VaryingFeatures varying, DatasetStatistics statistics) {
        int numClasses = scaling.numClasses();
        int numCoefficients = scaling.numFeatures() * numClasses;
        double weightSum = statistics.weightSum();
        double[] curvature = new double[scaling.numParameters()];
        memory.forEachOf(varying.columns(), (column, feature) -> {
            double scale = scaling.scale()[column];
            for (int k = 0; k < numClasses; k++) {
                // In this order, neither the squares of large nor those of small scales matter.
                curvature[column * numClasses + k] =
                        memory.curvatures()[feature * numClasses + k] * scale / weightSum * scale;
            }
        });
        for (int i = numCoefficients; i < curvature.length; i++) {
            curvature[i] = memory.intercepts()[i - numCoefficients] / weightSum;
        }
        // The penalty is that of all rows.
        double share = memory.weight() / (memory.weight() + weightSum);
        double[] linear = new double[curvature.length];
        double atEarlier = 0.0;
        for (int i = 0; i < numCoefficients; i++) {
            int j = i / numClasses;
            linear[i] = share * (penalty.l1()[j] * Math.signum(earlier[i]) + penalty.l2()[j] * earlier[i]);
            atEarlier += linear[i] * earlier[i];
        }
        return ScaledPull.ofCurvature(linear, curvature, earlier, atEarlier, numClasses);
    }
}
