package sparksoftmax.training;

import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sparksoftmax.curvature.EffectiveParameters;
import sparksoftmax.features.Scaling;

/**
 * Local steps for a few passes, which bring a large data set near its optimum in no time, then quasi-Newton steps as
 * long as they are worth their passes.
 *
 * <p>Worth: p parameters estimated from n rows miss the best possible mean loss on new rows by about p / (2 n), however
 * exactly the objective is minimised. A pass that improves the objective by less than {@value #SHARE} of that does not
 * show on new rows. Parameters that a penalty suppresses count less: by v / (v + λ), with v the bound on the loss's
 * curvature in their direction. Source: L. Bottou, O. Bousquet, "The Tradeoffs of Large Scale Learning", NIPS 2007,
 * section 3; the estimate of p is that of T. Hastie, R. Tibshirani, J. Friedman, "The Elements of Statistical
 * Learning", 2009, equation 3.50. A {@code tol} that the user sets takes the place of this rule.
 */
final class AutoSolver implements Solver {
    private static final double SHARE = 0.05;
    private static final Logger LOG = LoggerFactory.getLogger(AutoSolver.class);

    private final Plan plan;
    private final LocalSgdSolver local;
    private final Supplier<LbfgsSolver> quasiNewton;

    /**
     * Both kinds of steps on the plan's blocks.
     *
     * @param quasiNewton makes the solver in the plan's quasi-Newton scaling, if it is to go on
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
            return StopReason.notWorthwhile(most);
        }
        double worthwhile = tolGiven ? 0.0 : SHARE * excess(progress.last());
        if (!plan.driverHoldsQuasiNewton()) {
            LOG.info("No quasi-Newton steps: the driver's memory is too small for {} parameters.", parameters.length);
            return StopReason.driverMemory(parameters.length);
        }
        LOG.info("Quasi-Newton steps follow, as long as a pass improves the objective by {}.", worthwhile);
        Scaling localScaling = plan.scalingOnBlocks();
        Scaling quasiNewtonScaling = plan.onBlocks(plan.quasiNewtonScaling());
        progress.rescale(plan.quasiNewtonScaling());
        double[] rescaled = quasiNewtonScaling.from(localScaling, parameters);
        reason = quasiNewton.get().goOn(rescaled, progress, worthwhile);
        System.arraycopy(localScaling.from(quasiNewtonScaling, rescaled), 0, parameters, 0, parameters.length);
        return reason;
    }

    /** p / (2 n) where that much loss is left; at infinity the most it can be. */
    private double excess(double loss) {
        EffectiveParameters effective =
                new EffectiveParameters(plan.statistics(), plan.scaling(), plan.penalty(plan.scaling()));
        return effective.number(loss) / (2.0 * plan.statistics().effectiveRows());
    }
}
