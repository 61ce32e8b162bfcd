package sparksoftmax.memory;

import java.util.Arrays;
import sparksoftmax.block.Block;
import sparksoftmax.block.Coefficients;
import sparksoftmax.block.Scratch;
import sparksoftmax.features.DatasetStatistics;
import sparksoftmax.features.Penalty;
import sparksoftmax.features.Scaling;
import sparksoftmax.features.VaryingFeatures;
import sparksoftmax.loss.GradientAccumulator;
import sparksoftmax.loss.SoftmaxInPlace;
import sparksoftmax.loss.SoftmaxLoss;
import sparksoftmax.sums.FixedPointUnits;

/**
 * What draws training towards the coefficients θ' of an earlier training. Rows that stand for the earlier ones
 * ({@link RememberedRows}) are among the rows that are trained on, with labels of their own. With L the sum of their
 * losses, n their weight, R the penalty that the user has set, and v_j the variance of feature j times the mean weight
 * of a row, the pull adds to L + n R:
 *
 * <pre>
 *   - (1 - α ρ) ⟨∇L(θ') + n ∇R(θ'), θ⟩ + α / 2 Σ_jk v_j W_jk² - α (1 - ρ) Σ_jk v_j W'_jk W_jk
 * </pre>
 *
 * <p>For α = 0, the sum is the Bregman divergence of L + n R between θ and θ', which is 0 at θ' and has the curvature
 * of L: the quadratic pull of a Laplace approximation as long as θ is near θ', but not flat where probabilities are
 * near 0 or 1. For the loss of softmax, it is the divergence of the probabilities of the rows, Σ_i w_i KL(p'_i ‖ p_i).
 *
 * <p>Where few rows have been seen, their optimum says little about other rows, and unpenalized coefficients may be
 * arbitrarily large. α = (f / (f + h))² is a measure of that, where f is the number of coefficients of a class and h =
 * Σ_i (1 - Σ_k p'_ik²) is the number of rows whose classes are uncertain. To that extent, the remembered rows count
 * with their labels, and coefficients have a normal prior of the strength of one row. An earlier training in batches
 * had that prior, too, so it acts again only for the share ρ that the new rows have in it: ρ = min(1, new rows /
 * earlier rows). For the rest, it is centered at θ'.
 *
 * <p>Source: M. E. Khan, S. Swaroop, "Knowledge-Adaptation Priors", 2021, section 3 (the divergence, on a memory of
 * rows); J. Kirkpatrick et al., "Overcoming catastrophic forgetting in neural networks", 2017 (the quadratic pull).
 * Immutable.
 */
public final class DivergencePull implements Pull {
    private final double[] gradient;
    private final double distrust;
    private final double share;
    private final double weight;
    private final double priorWeight;

    private DivergencePull(double[] gradient, double distrust, double share, double weight, double priorWeight) {
        this.gradient = gradient;
        this.distrust = distrust;
        this.share = share;
        this.weight = weight;
        this.priorWeight = priorWeight;
    }

    /**
     * The pull to earlier coefficients.
     *
     * @param earlier the earlier coefficients and intercepts, for features as they are read
     * @param rows the remembered rows
     * @param numRows the number of rows that they stand for
     * @param numNewRows the number of new rows
     * @param classFactors the factors by which weights are multiplied, [K]; null if there are none
     * @param loss the loss of a row
     */
    public static DivergencePull to(
            Coefficients earlier,
            RememberedRows rows,
            double numRows,
            double numNewRows,
            double[] classFactors,
            SoftmaxLoss loss) {
        Block block = block(rows, classFactors);
        double[] bounds = new double[block.numFeatures() + 1];
        double weight = 0.0;
        for (int i = 0; i < block.numRows(); i++) {
            double factor = loss.multiplierBound() * block.weight(i);
            for (int j = 0; j < bounds.length - 1; j++) {
                bounds[j] += factor * Math.abs(rows.features()[i][j]);
            }
            bounds[bounds.length - 1] += factor;
            weight += block.weight(i);
        }
        FixedPointUnits units = FixedPointUnits.ofBounds(bounds, earlier.numClasses());
        GradientAccumulator sums = new GradientAccumulator.Model(loss, earlier, units).create();
        sums.add(block);
        double ofRow = weight / numRows;
        return new DivergencePull(
                sums.sums(0).vector(units),
                distrust(block, earlier, ofRow),
                Math.min(1.0, numNewRows / numRows),
                weight,
                ofRow);
    }

    /** α, for remembered rows with {@code ofRow} as their mean weight. */
    private static double distrust(Block block, Coefficients earlier, double ofRow) {
        double free = block.numFeatures() + 1.0;
        double root = free / (free + contested(block, earlier) / ofRow);
        return root * root;
    }

    /**
     * α, for rows of the weights that they have.
     *
     * @param earlier the earlier coefficients and intercepts, for features as they are read
     * @param rows the remembered rows
     * @param numRows the number of rows that they stand for
     */
    public static double distrust(Coefficients earlier, RememberedRows rows, double numRows) {
        return distrust(rows.block(), earlier, Arrays.stream(rows.weights()).sum() / numRows);
    }

    private static Block block(RememberedRows rows, double[] classFactors) {
        Block block = rows.block();
        if (classFactors == null) {
            return block;
        }
        return block.withTargets(block.targets().weightedByClass(classFactors));
    }

    /** Σ_i w_i (1 - Σ_k p_ik²). */
    private static double contested(Block block, Coefficients coefficients) {
        int numClasses = coefficients.numClasses();
        double[] margins = new double[block.numRows() * numClasses];
        block.margins(0, block.numRows(), coefficients, margins, new Scratch());
        double sum = 0.0;
        for (int i = 0; i < block.numRows(); i++) {
            SoftmaxInPlace.softmax(margins, i * numClasses, numClasses);
            double squares = 0.0;
            for (int k = 0; k < numClasses; k++) {
                double p = margins[i * numClasses + k];
                squares += p * p;
            }
            sum += block.weight(i) * (1.0 - squares);
        }
        return sum;
    }

    /** α. */
    public double distrust() {
        return distrust;
    }

    /**
     * A constant is added, so that the linear parts are 0 at θ': the objective there is the mean loss of the new and
     * the remembered rows, plus penalty and prior.
     */
    @Override
    public ScaledPull in(
            Scaling scaling, double[] earlier, Penalty penalty, VaryingFeatures varying, DatasetStatistics statistics) {
        int numClasses = scaling.numClasses();
        double weightSum = statistics.weightSum();
        double[] selected = varying.select(gradient, numClasses);
        int numCoefficients = scaling.numFeatures() * numClasses;
        double[] sums = new double[numCoefficients + numClasses];
        System.arraycopy(selected, 0, sums, 0, numCoefficients);
        System.arraycopy(gradient, gradient.length - numClasses, sums, numCoefficients, numClasses);
        double[] linear = new double[scaling.numParameters()];
        double trust = 1.0 - distrust * share;
        scaling.pullBack(sums, trust / weightSum, linear);
        double[] prior = new double[scaling.numFeatures()];
        for (int j = 0; j < prior.length; j++) {
            double deviation = scaling.scale()[j] * statistics.deviation(j);
            prior[j] = distrust * priorWeight / weightSum * deviation * deviation;
            for (int i = j * numClasses; i < (j + 1) * numClasses; i++) {
                double slope = penalty.l1()[j] * Math.signum(earlier[i]) + penalty.l2()[j] * earlier[i];
                linear[i] += trust * weight / weightSum * slope + (1.0 - share) * prior[j] * earlier[i];
            }
        }
        double atEarlier = 0.0;
        for (int i = 0; i < linear.length; i++) {
            atEarlier += linear[i] * earlier[i];
        }
        return ScaledPull.ofPrior(linear, prior, atEarlier, numClasses);
    }
}
