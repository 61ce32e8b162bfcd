package sparksoftmax.training;

import sparksoftmax.block.BlockScan;
import sparksoftmax.block.MiniBatch;
import sparksoftmax.features.Scaling;
import sparksoftmax.memory.ClassMemory;
import sparksoftmax.memory.CurvatureMemory;
import sparksoftmax.memory.CurvatureSums;
import sparksoftmax.sums.PartitionSums;

/**
 * What a model with many features remembers of the rows that it was trained on: the curvatures of their losses at the
 * trained coefficients, by one more pass.
 */
final class TrainedCurvatures {
    /** The largest curvature, so that it is finite for the largest features. */
    private static final double MOST = 1e300;

    /**
     * A model that is less uncertain of its rows than this has come to the optimum of separable classes, where
     * coefficients without a penalty are arbitrarily large: it is to be mended by other rows, rather than remembered.
     */
    private static final double LEAST_UNCERTAINTY = 1e-3;

    private TrainedCurvatures() {}

    /** Whether a model is to remember curvatures: only if the driver has the memory for the training that uses them. */
    static boolean areWanted(Plan plan) {
        int numClasses = plan.numClasses();
        return plan.settings().remembers()
                && !ClassMemory.isPossible(plan.allStatistics().numFeatures(), numClasses)
                && plan.driverHoldsQuasiNewton()
                && CurvatureMemory.holds(plan.varying().columns().length, numClasses);
    }

    /**
     * The curvatures for the rows that were trained on.
     *
     * @param scan the blocks of these rows, as the plan stores them
     * @param coefficients the trained coefficients, [varying x K] feature-major
     * @param intercepts [K]
     * @param numRows the effective number of the rows
     */
    static CurvatureMemory sum(Plan plan, BlockScan scan, double[] coefficients, double[] intercepts, double numRows) {
        Scaling onBlocks = plan.scalingOnBlocks();
        CurvatureSums.Model model = new CurvatureSums.Model(
                onBlocks.blockCoefficients(plan.scaling().parameters(coefficients, intercepts)),
                onBlocks.center(),
                plan.sumBounds().ofCurvatures(onBlocks.center(), plan.numClasses()));
        PartitionSums all = scan.sum(model, MiniBatch.ALL);
        double[] sums = model.curvatures(all);
        double trust = plan.weightUnit() * Math.min(1.0, model.meanUncertainty(all) / LEAST_UNCERTAINTY);
        int numClasses = plan.numClasses();
        int[] features = plan.varying().columns();
        double[] curvatures = new double[features.length * numClasses];
        for (int i = 0; i < curvatures.length; i++) {
            double scale = plan.storedScale(i / numClasses);
            curvatures[i] = Math.min(MOST, trust * sums[i] / scale / scale);
        }
        double[] ofIntercepts = new double[numClasses];
        for (int k = 0; k < numClasses; k++) {
            ofIntercepts[k] = trust * sums[curvatures.length + k];
        }
        return new CurvatureMemory(
                numRows,
                plan.weightUnit() * model.weight(all),
                plan.varying().numFeatures(),
                features,
                curvatures,
                ofIntercepts);
    }
}
