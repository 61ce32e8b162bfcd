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
 * Learns the correlations of the features from a sample of the rows, for quasi-Newton steps that know them beforehand.
 * See solvers.md for the figures.
 */
public final class Correlations {
    private static final Logger LOG = LoggerFactory.getLogger(Correlations.class);

    /** Rows of the sample, for each feature. */
    private static final double SAMPLE = 12.0;

    /** More would take a matrix that the driver inverts for longer than it likes. */
    private static final int MOST_FEATURES = 1024;

    /** With fewer, L-BFGS soon remembers as many steps as there are features. */
    private static final int LEAST_FEATURES = 16;

    /** The driver takes as long for an operation of the inversion as the cluster for so many of a pass. */
    private static final double DRIVER = 32.0;

    /** Scheduling a pass, in operations. */
    private static final double JOB = 1e9;

    /** What the preparation may cost, of all passes that may follow: it saves more where features are correlated. */
    private static final double SHARE = 0.3;

    /** Below this share of F, directions that matter are few enough: with F of them nothing is correlated. */
    private static final double FEW_DIRECTIONS = 0.5;

    private Correlations() {}

    /**
     * Whether there are enough features and rows to learn from, and passes enough to be worth the price.
     *
     * @param numRows n
     * @param passCost of a pass over the rows, in operations, but for scheduling
     * @param numPasses that may follow
     */
    public static boolean areWorthLearning(int numFeatures, long numRows, double passCost, double numPasses) {
        double f = numFeatures;
        double sampleRows = SAMPLE * f;
        double cost = 2.0 * sampleRows * f * f + DRIVER * f * f * f;
        return numFeatures >= LEAST_FEATURES
                && numFeatures <= MOST_FEATURES
                && numRows >= sampleRows
                && cost <= SHARE * numPasses * (passCost + JOB);
    }

    /**
     * The first guess at the inverse curvature; empty if the features turn out to be hardly correlated.
     *
     * @param scan of scaled blocks
     * @param scaling of the parameters on the blocks
     * @param bounds on sums over the blocks
     * @param penalty on the parameters
     * @param curvatureBound of the loss
     * @param numRows n
     */
    public static Optional<Preconditioner> learn(
            BlockScan scan, Scaling scaling, SumBounds bounds, Penalty penalty, double curvatureBound, long numRows) {
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
        double directions = directions(moments, numFeatures);
        boolean few = directions < FEW_DIRECTIONS * numFeatures;
        LOG.info(
                "{} features spread over {} directions: quasi-Newton steps {} their correlations.",
                numFeatures,
                Math.round(directions),
                few ? "start from" : "do without");
        return few ? inverse(moments, scaling, penalty, curvatureBound) : Optional.empty();
    }

    private static Optional<Preconditioner> inverse(
            double[] moments, Scaling scaling, Penalty penalty, double curvatureBound) {
        Optional<CorrelatedFeatures> known =
                CorrelatedFeatures.of(moments, penalty.l2(), curvatureBound, scaling.numClasses());
        if (known.isEmpty()) {
            LOG.info("The features' second moments are not positive definite: quasi-Newton steps do without their"
                    + " correlations.");
        }
        return known.map(Preconditioner.class::cast);
    }

    /** The participation ratio of the eigenvalues, (Σ λ)² / Σ λ²: the trace and the sum of squares give both sums. */
    private static double directions(double[] moments, int numFeatures) {
        double trace = 0.0;
        for (int j = 0; j < numFeatures; j++) {
            trace += moments[j * numFeatures + j];
        }
        return trace * trace / Vectors.dot(moments, moments);
    }
}
