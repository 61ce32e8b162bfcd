package sparksoftmax.training;

import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sparksoftmax.curvature.EffectiveParameters;
import sparksoftmax.features.Scaling;

/**
 * Solver {@code auto}: a few passes of local steps, which come near the optimum quickly when there are many rows, and
 * then quasi-Newton steps as long as each pass improves the objective enough to matter.
 *
 * <p>What matters: if p parameters are estimated from n rows, their mean loss on new rows is about p / (2 n) above the
 * best possible, however exactly the objective is minimized. An improvement of the objective by less than
 * {@value #SHARE} of that makes no visible difference on new rows. p is the effective number of parameters, see
 * {@link EffectiveParameters}: those that the penalty suppresses count less than 1. Source: L. Bottou, O. Bousquet,
 * "The Tradeoffs of Large Scale Learning", NIPS 2007, section 3; the estimate of p is that of T. Hastie, R. Tibshirani,
 * J. Friedman, "The Elements of Statistical Learning", 2009, equation 3.50. If the user sets {@code tol}, that
 * criterion is used instead.
 */
final class AutoSolver implements Solver {
    private static final double SHARE = 0.05;
    private static final Logger LOG = LoggerFactory.getLogger(AutoSolver.class);

    private final Plan plan;
    private final LocalSgdSolver local;
    private final Supplier<LbfgsSolver> quasiNewton;

    /**
     * @param local makes the first passes
     * @param quasiNewton creates the solver for the passes after those, in the plan's quasi-Newton scaling; called only
     *     if there are any
     */
    AutoSolver(Plan plan, LocalSgdSolver local, Supplier<LbfgsSolver> quasiNewton) {
        this.plan = plan;
        this.local = local;
        this.quasiNewton = quasiNewton;
    }

    @Override
    public double stepSize() {
        return local.stepSize();
    }

    @Override
    public StopReason minimize(double[] parameters, Progress progress) {
        StopReason reason = local.run(parameters, progress, false);
        if (reason != null) {
            return reason;
        }
        boolean tolGiven = plan.settings().tolGiven();
        double most = SHARE * excess(Double.POSITIVE_INFINITY);
        if (!tolGiven && progress.last() < most) {
            return StopReason.nearZero(most);
        }
        double worthwhile = tolGiven ? 0.0 : SHARE * excess(progress.last());
        if (!plan.driverHoldsQuasiNewton()) {
            LOG.info("No quasi-Newton steps: the driver's memory is too small for {} parameters.", parameters.length);
            return StopReason.driverMemory(parameters.length);
        }
        if (tolGiven) {
            LOG.info("Quasi-Newton steps follow, until tol is reached.");
        } else {
            LOG.info("Quasi-Newton steps follow, as long as a pass improves the objective by at least {}.", worthwhile);
        }
        Scaling localScaling = plan.scalingOnBlocks();
        Scaling quasiNewtonScaling = plan.onBlocks(plan.quasiNewtonScaling());
        progress.rescale(plan.quasiNewtonScaling());
        double[] rescaled = quasiNewtonScaling.from(localScaling, parameters);
        LbfgsSolver solver = quasiNewton.get();
        reason = tolGiven ? solver.resume(rescaled, progress) : solver.resume(rescaled, progress, worthwhile);
        System.arraycopy(localScaling.from(quasiNewtonScaling, rescaled), 0, parameters, 0, parameters.length);
        return reason;
    }

    /** p / (2 n) for a model with the given mean loss; an infinite loss gives the upper bound. */
    private double excess(double loss) {
        EffectiveParameters effective =
                new EffectiveParameters(plan.statistics(), plan.scaling(), plan.penalty(plan.scaling()));
        return effective.number(loss) / (2.0 * plan.statistics().effectiveRows());
    }
}
