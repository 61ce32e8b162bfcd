package sparksoftmax.curvature;

import java.util.Arrays;
import java.util.Random;
import sparksoftmax.block.BlockScan;
import sparksoftmax.block.Coefficients;
import sparksoftmax.block.MiniBatch;
import sparksoftmax.features.Scaling;
import sparksoftmax.features.SumBounds;
import sparksoftmax.sums.FixedPointUnits;
import sparksoftmax.sums.PartitionSums;

/**
 * The largest eigenvalue of the second-moment matrix Σ w x̃ x̃ᵀ / Σ w of the features x̃ of a {@link Scaling}, by power
 * iteration. Every iteration is one pass over the blocks, with 1 / K of the arithmetic of a gradient.
 *
 * <p>The estimate approaches the eigenvalue from below. A random start has about 1/F of its squared norm in the
 * direction of the largest eigenvalue. Every iteration increases that share by a factor of at least 4 relative to all
 * eigenvalues below half of the largest. So after log₄ F + 3 iterations the estimate is almost certainly more than half
 * of the largest eigenvalue, which is enough for a step size that cannot diverge. Iterations continue as long as they
 * increase the estimate by more than 1 %. Source: J. Kuczyński, H. Woźniakowski, "Estimating the Largest Eigenvalue by
 * the Power and Lanczos Algorithms with a Random Start", 1992.
 */
public final class LargestEigenvalue {
    private static final double WORTHWHILE_GROWTH = 1.01;
    private static final int MAX_ITERATIONS = 40;

    private LargestEigenvalue() {}

    /**
     * Estimates the largest eigenvalue.
     *
     * @param scan sums over the blocks
     * @param scaling the scaling that gives x̃, relative to the features in the blocks
     * @param bounds bounds on sums over the blocks
     * @param seed the seed of the random start
     */
    public static double estimate(BlockScan scan, Scaling scaling, SumBounds bounds, long seed) {
        Scaling single = scaling.withClasses(1);
        int numFeatures = scaling.numFeatures();
        double[] direction = new double[numFeatures];
        Random random = new Random(seed);
        for (int j = 0; j < numFeatures; j++) {
            direction[j] = random.nextGaussian();
        }
        int enough = (int) Math.ceil(Math.log(Math.max(1, numFeatures)) / Math.log(4)) + 3;
        double estimate = 0.0;
        normalize(direction);
        for (int iteration = 1; iteration <= MAX_ITERATIONS; iteration++) {
            direction = product(scan, single, bounds, direction);
            double previous = estimate;
            estimate = normalize(direction);
            if (estimate == 0.0 || iteration >= enough && estimate <= WORTHWHILE_GROWTH * previous) {
                return estimate;
            }
        }
        return estimate;
    }

    /** (Σ w x̃ x̃ᵀ / Σ w) v; the scaling must be for a single class. */
    private static double[] product(BlockScan scan, Scaling scaling, SumBounds bounds, double[] v) {
        double[] result = new double[scaling.numParameters()];
        double[] parameters = Arrays.copyOf(v, result.length);
        double[] w = scaling.coefficients(parameters);
        double[] b = scaling.intercepts(parameters, w);
        double[] withIntercept = Arrays.copyOf(w, w.length + 1);
        withIntercept[w.length] = b[0];
        FixedPointUnits units = bounds.ofProduct(withIntercept);
        PartitionSums sums = scan.sum(new SecondMomentProduct.Direction(new Coefficients(w, b), units), MiniBatch.ALL);
        scaling.pullBack(sums.vector(units), 1.0 / sums.number(SecondMomentProduct.WEIGHT), result);
        return Arrays.copyOf(result, v.length);
    }

    /** Divides {@code v} by its Euclidean norm, unless that is 0, and returns the norm. */
    private static double normalize(double[] v) {
        double square = 0.0;
        for (double x : v) {
            square += x * x;
        }
        double norm = Math.sqrt(square);
        for (int j = 0; norm > 0.0 && j < v.length; j++) {
            v[j] /= norm;
        }
        return norm;
    }
}
