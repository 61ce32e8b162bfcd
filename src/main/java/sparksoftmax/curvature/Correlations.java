package sparksoftmax.curvature;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sparksoftmax.block.BlockScan;
import sparksoftmax.block.MiniBatch;
import sparksoftmax.features.Penalty;
import sparksoftmax.features.Scaling;
import sparksoftmax.features.SumBounds;
import sparksoftmax.optim.Preconditioner;
import sparksoftmax.optim.Vectors;
import sparksoftmax.sums.FixedPointUnits;

/**
 * The correlations of the features, estimated from a sample of the rows. Uncorrelated features need few quasi-Newton
 * steps; for correlated ones, the estimate is a preconditioner. The figures behind the constants are in solvers.md.
 * Immutable.
 */
public final class Correlations {
    private static final Logger LOG = LoggerFactory.getLogger(Correlations.class);

    /** The number of rows in the sample for each feature. */
    private static final double SAMPLE = 12.0;

    /** With more features, the driver would take too long to invert the matrix. */
    private static final int MOST_FEATURES = 1024;

    /** With fewer features, L-BFGS soon has as many pairs as there are features and needs no preconditioner. */
    private static final int LEAST_FEATURES = 16;

    /** The time of one operation of the inversion on the driver, in operations of a pass on the cluster. */
    private static final double DRIVER = 32.0;

    /** The time to schedule a Spark job, in operations of a pass. */
    public static final double JOB = 1e9;

    /**
     * The greatest cost of the estimate, as a share of the cost of all passes that may follow. Where features are
     * correlated, it saves more than this share.
     */
    private static final double SHARE = 0.3;

    /**
     * Features count as correlated if their effective number of directions is below this share of F. Uncorrelated
     * features have F directions.
     */
    private static final double FEW_DIRECTIONS = 0.5;

    /** Features count as heavy-tailed from this kurtosis on; it is 3 for normal and 2 for uniform distributions. */
    private static final double HEAVY_TAILS = 10.0;

    /** The greatest share of all rows in a sample that says something about the tails. */
    private static final double MOST_SAMPLED = 0.5;

    private final double[] moments;
    private final double[] classShares;
    private final double directions;
    private final double kurtosis;

    private Correlations(double[] moments, double[] classShares, double directions, double kurtosis) {
        this.moments = moments;
        this.classShares = classShares;
        this.directions = directions;
        this.kurtosis = kurtosis;
    }

    /**
     * Whether there are enough features and rows for the estimate, and enough passes to be worth its cost.
     *
     * @param numFeatures F
     * @param numRows n
     * @param passCost the cost of a pass over the rows, in operations; that of scheduling a Spark job is {@link #JOB}
     * @param numPasses the number of passes that may follow
     */
    public static boolean areWorthLearning(int numFeatures, long numRows, double passCost, double numPasses) {
        double f = numFeatures;
        double sampleRows = SAMPLE * f;
        double cost = 2.0 * sampleRows * f * f + DRIVER * f * f * f;
        return numFeatures > 1
                && numFeatures <= MOST_FEATURES
                && numRows >= sampleRows
                && cost <= SHARE * numPasses * passCost;
    }

    /**
     * Estimates correlations from a sample.
     *
     * @param scan sums over the blocks
     * @param scaling the scaling of the parameters, relative to the features in the blocks
     * @param bounds bounds on sums over the blocks
     * @param rootMeanSquares the root mean square of every feature over all rows, in the same scaling, [F]
     * @param classShares the share of every class in the rows, [K], greater than 0
     * @param numRows n
     */
    public static Correlations learn(
            BlockScan scan,
            Scaling scaling,
            SumBounds bounds,
            double[] rootMeanSquares,
            double[] classShares,
            long numRows) {
        int numFeatures = scaling.numFeatures();
        FixedPointUnits units = bounds.ofSecondMoments();
        double share = Math.min(1.0, SAMPLE * numFeatures / numRows);
        double[] moments = SecondMomentMatrix.mean(
                scan.sum(new SecondMomentMatrix.Sample(share, units), MiniBatch.ALL), units, scaling.center());
        for (int i = 0; i < numFeatures; i++) {
            for (int j = 0; j < numFeatures; j++) {
                moments[i * numFeatures + j] *= scaling.scale()[i] * scaling.scale()[j];
            }
        }
        return new Correlations(
                moments,
                classShares,
                directions(moments, numFeatures),
                kurtosis(moments, rootMeanSquares, share, numRows));
    }

    /** What was found, in a sentence. */
    public String description() {
        return "The " + numFeatures() + " features have " + Math.round(directions) + " effective directions: they are "
                + (areStrong() ? "correlated." : "hardly correlated.");
    }

    /** Whether the features are correlated. */
    public boolean areStrong() {
        return directions < FEW_DIRECTIONS * numFeatures();
    }

    /**
     * Whether quasi-Newton steps from the model without features come near the optimum in few passes: the features are
     * hardly correlated, or the estimate is a good preconditioner. It is not for features with heavy tails: their
     * second moments say what few rows are like.
     */
    public boolean makeQuasiNewtonQuick() {
        return !areStrong() || numFeatures() >= LEAST_FEATURES && kurtosis < HEAVY_TAILS;
    }

    private int numFeatures() {
        return (int) Math.round(Math.sqrt(moments.length));
    }

    /**
     * An estimate of the inverse Hessian; empty if the features are few or hardly correlated.
     *
     * @param penalty the penalty on the parameters
     * @param curvatureBound the curvature bound of the loss
     */
    public Optional<Preconditioner> preconditioner(Penalty penalty, double curvatureBound) {
        if (!areStrong() || numFeatures() < LEAST_FEATURES) {
            return Optional.empty();
        }
        Optional<CorrelatedFeatures> known = CorrelatedFeatures.of(moments, penalty.l2(), curvatureBound, classShares);
        if (known.isEmpty()) {
            LOG.info("The second-moment matrix of the features is not positive definite: quasi-Newton steps do not use"
                    + " their correlations.");
        }
        return known.map(Preconditioner.class::cast);
    }

    /**
     * The effective number of directions: the participation ratio (Σ λ)² / Σ λ² of the eigenvalues, computed from the
     * trace and the sum of the squared elements.
     */
    private static double directions(double[] moments, int numFeatures) {
        double trace = 0.0;
        for (int j = 0; j < numFeatures; j++) {
            trace += moments[j * numFeatures + j];
        }
        return trace * trace / Vectors.dot(moments, moments);
    }

    /**
     * The mean kurtosis κ of the features, about 0, estimated from how far the second moments of a sample are from
     * those of all rows: the relative variance of the mean of m squares is (κ - 1) / m, times (1 - m / n) if they are
     * some of n. Infinite if the sample is too large a part of the rows to tell.
     */
    private static double kurtosis(double[] moments, double[] rootMeanSquares, double share, long numRows) {
        if (share > MOST_SAMPLED) {
            return Double.POSITIVE_INFINITY;
        }
        int numFeatures = rootMeanSquares.length;
        double sum = 0.0;
        for (int j = 0; j < numFeatures; j++) {
            double root = rootMeanSquares[j];
            double difference = moments[j * numFeatures + j] / root / root - 1.0;
            sum += difference * difference;
        }
        return 1.0 + share * numRows / (1.0 - share) * sum / numFeatures;
    }
}
