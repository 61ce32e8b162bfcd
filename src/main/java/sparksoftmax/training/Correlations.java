package sparksoftmax.training;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sparksoftmax.loss.Penalty;
import sparksoftmax.loss.SecondMomentMatrix;
import sparksoftmax.loss.SoftmaxLoss;
import sparksoftmax.optim.CorrelatedFeatures;
import sparksoftmax.optim.Preconditioner;
import sparksoftmax.optim.Vectors;

/**
 * Decides whether the correlations of features are worth knowing before quasi-Newton steps, and learns them from a
 * sample of the rows. See solvers.md for the figures.
 */
final class Correlations {
    private static final Logger LOG = LoggerFactory.getLogger(Correlations.class);

    /** Rows of the sample, a feature. */
    private static final double SAMPLE = 12.0;

    /** More would take a matrix that the driver inverts for longer than it likes. */
    private static final int MOST_FEATURES = 1024;

    /** Fewer are alike enough for what L-BFGS remembers. */
    private static final int LEAST_FEATURES = 16;

    /** The driver takes so long for an operation of the inversion as the cluster for so many of a pass. */
    private static final double DRIVER = 32.0;

    /** Scheduling a pass, in operations. */
    private static final double JOB = 1e9;

    /** What the preparation may cost, of all passes that may follow: it saves more where features are correlated. */
    private static final double SHARE = 0.3;

    /** Below this share of F, directions that matter are few enough: with F of them nothing is correlated. */
    private static final double FEW_DIRECTIONS = 0.5;

    private Correlations() {}

    /**
     * The first guess at the inverse curvature in a space; null for none.
     *
     * @param scan of standardized blocks
     * @param space on the blocks
     * @param penalty in the space
     * @param numRows n
     * @param passCost in operations, but for scheduling
     * @param numPasses that may follow
     */
    static Preconditioner of(
            BlockScan scan,
            StepSpace space,
            Penalty penalty,
            SoftmaxLoss loss,
            long numRows,
            double passCost,
            double numPasses) {
        int numFeatures = space.numFeatures();
        double sampleRows = SAMPLE * numFeatures;
        double f = numFeatures;
        double cost = 2.0 * sampleRows * f * f + DRIVER * f * f * f;
        double pass = passCost + JOB;
        if (numFeatures < LEAST_FEATURES
                || numFeatures > MOST_FEATURES
                || numRows < sampleRows
                || cost > SHARE * numPasses * pass) {
            return null;
        }
        double[] moments = scan.aggregate(new SecondMomentMatrix.Sample(sampleRows / numRows), MiniBatch.ALL)
                .mean(space.center());
        for (int i = 0; i < numFeatures; i++) {
            for (int j = 0; j < numFeatures; j++) {
                moments[i * numFeatures + j] *= space.scale()[i] * space.scale()[j];
            }
        }
        double directions = directions(moments, numFeatures);
        boolean few = directions < FEW_DIRECTIONS * numFeatures;
        LOG.info(
                "{} features spread over {} directions: steps {} their correlations.",
                numFeatures,
                Math.round(directions),
                few ? "follow" : "need not follow");
        return few ? inverse(moments, space, penalty, loss) : null;
    }

    private static Preconditioner inverse(double[] moments, StepSpace space, Penalty penalty, SoftmaxLoss loss) {
        Optional<CorrelatedFeatures> known =
                CorrelatedFeatures.of(moments, penalty.l2(), loss.curvatureBound(), space.numClasses());
        if (known.isEmpty()) {
            LOG.info("The features' second moments are not positive definite: steps do not follow their correlations.");
        }
        return known.orElse(null);
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
