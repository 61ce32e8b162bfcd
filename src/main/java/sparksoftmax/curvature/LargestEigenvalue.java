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
 * The largest eigenvalue of the second-moment matrix Σ w x̃ x̃ᵀ / Σ w of the features as a {@link Scaling} has them, by
 * power iteration: every iteration is one pass over the blocks, with a K-th of a gradient's arithmetic.
 *
 * <p>The estimate grows towards the eigenvalue from below. A random start has about 1/F of its square in the wanted
 * direction, and every iteration favours it by a factor of 4 or more over all eigenvalues below half of the largest; so
 * after log₄ F + 3 iterations the estimate is more than half of it with near certainty, which is all that a step size
 * that cannot diverge needs; iterations go on while they still raise it by more than 1 %. Source: J. Kuczyński, H.
 * Woźniakowski, "Estimating the Largest Eigenvalue by the Power and Lanczos Algorithms with a Random Start", 1992.
 */
public final class LargestEigenvalue {
    private static final double WORTHWHILE_GROWTH = 1.01;
    private static final int MAX_ITERATIONS = 40;

    private LargestEigenvalue() {}

    /**
     * The estimate.
     *
     * @param scaling of the features on the blocks
     * @param bounds on sums over the blocks
     * @param seed of the random start
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

    /** (Σ w x̃ x̃ᵀ / Σ w) v, with a scaling of a single class. */
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
