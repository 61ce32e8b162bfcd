package sparksoftmax.training;

import java.util.function.DoubleUnaryOperator;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Local steps for a few passes, which bring a large data set near its optimum in no time, then quasi-Newton steps as
 * long as they are worth their passes.
 *
 * <p>Worth: p parameters estimated from n rows miss the best possible mean loss on new rows by about p / (2 n), however
 * exactly the objective is minimised. A pass that improves the objective by less than {@value #SHARE} of that does not
 * show on new rows. Parameters that a penalty holds down count less: by v / (v + λ), with v the bound on the loss's
 * curvature in their direction. Source: L. Bottou, O. Bousquet, "The Tradeoffs of Large Scale Learning", NIPS 2007,
 * section 3; the estimate of p is that of T. Hastie, R. Tibshirani, J. Friedman, "The Elements of Statistical
 * Learning", 2009, equation 3.50. A {@code tol} that the user sets takes the place of this rule.
 */
final class AutoSolver implements Solver {
    /** Steps on so many rows, and {@link #LEAST_PASSES} passes, are the local part: see solvers.md for the figures. */
    private static final double LOCAL_ROWS = 80_000;

    private static final int LEAST_PASSES = 4;
    private static final int MOST_PASSES = 12;

    private static final double SHARE = 0.05;

    /** Quasi-Newton steps that usually follow, unless {@code tol} is set. */
    static final int FEW_PASSES = 10;

    /** What quasi-Newton steps take of arrays as long as the parameters: ten pairs, and a handful for the search. */
    private static final int VECTORS = 27;

    private static final double MEMORY_SHARE = 0.6;
    private static final Logger LOG = LoggerFactory.getLogger(AutoSolver.class);

    private final LocalSgdSolver local;
    private final StepSpace localSpace;
    private final Supplier<LbfgsSolver> quasiNewton;
    private final StepSpace quasiNewtonSpace;
    private final StepSpace quasiNewtonOrigin;
    private final DoubleUnaryOperator excess;
    private final int localPasses;
    private final TrainingSettings settings;

    /**
     * A solver.
     *
     * @param localSpace the coordinates of the local steps, on the blocks; the parameters are in them
     * @param quasiNewtonSpace the coordinates of the quasi-Newton steps, on the same blocks
     * @param quasiNewtonOrigin the same on the original features
     * @param excess p / (2 n) as a function of the loss that is left; at infinity the most it can be
     * @param numRows n
     */
    AutoSolver(
            LocalSgdSolver local,
            StepSpace localSpace,
            Supplier<LbfgsSolver> quasiNewton,
            StepSpace quasiNewtonSpace,
            StepSpace quasiNewtonOrigin,
            DoubleUnaryOperator excess,
            double numRows,
            TrainingSettings settings) {
        this.local = local;
        this.localSpace = localSpace;
        this.quasiNewton = quasiNewton;
        this.quasiNewtonSpace = quasiNewtonSpace;
        this.quasiNewtonOrigin = quasiNewtonOrigin;
        this.excess = excess;
        this.localPasses = (int) Math.min(MOST_PASSES, LEAST_PASSES + Math.round(LOCAL_ROWS / numRows));
        this.settings = settings;
    }

    @Override
    public double stepSize() {
        return local.stepSize();
    }

    @Override
    public StopReason minimize(double[] parameters, Progress progress) {
        StopReason reason = local.run(parameters, progress, Math.min(localPasses, settings.maxIter()), false);
        if (reason != null) {
            return reason;
        }
        double most = SHARE * excess.applyAsDouble(Double.POSITIVE_INFINITY);
        if (!settings.tolGiven() && progress.last() < most) {
            return StopReason.notWorthwhile(most);
        }
        double worthwhile = settings.tolGiven() ? 0.0 : SHARE * excess.applyAsDouble(progress.last());
        if (VECTORS * Double.BYTES * (double) parameters.length
                > MEMORY_SHARE * Runtime.getRuntime().maxMemory()) {
            LOG.info("No quasi-Newton steps: the driver's memory is too small for {} parameters.", parameters.length);
            return StopReason.driverMemory(parameters.length);
        }
        LOG.info("Quasi-Newton steps follow, as long as a pass improves the objective by {}.", worthwhile);
        progress.moveTo(quasiNewtonOrigin);
        double[] moved = quasiNewtonSpace.from(localSpace, parameters);
        reason = quasiNewton.get().goOn(moved, progress, worthwhile);
        System.arraycopy(localSpace.from(quasiNewtonSpace, moved), 0, parameters, 0, parameters.length);
        return reason;
    }
}
