package sparksoftmax.training;

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
    /** Passes of local steps: see solvers.md for the figures. */
    static final int LOCAL_PASSES = 6;

    private static final double SHARE = 0.05;
    private static final Logger LOG = LoggerFactory.getLogger(AutoSolver.class);

    private final LocalSgdSolver local;
    private final LbfgsSolver quasiNewton;
    private final Objective objective;
    private final double excess;
    private final TrainingSettings settings;

    /**
     * A solver.
     *
     * @param excess p / (2 n)
     */
    AutoSolver(
            LocalSgdSolver local,
            LbfgsSolver quasiNewton,
            Objective objective,
            double excess,
            TrainingSettings settings) {
        this.local = local;
        this.quasiNewton = quasiNewton;
        this.objective = objective;
        this.excess = excess;
        this.settings = settings;
    }

    @Override
    public double stepSize() {
        return local.stepSize();
    }

    @Override
    public Outcome minimize(double[] parameters) {
        Progress progress = new Progress(settings, Double.NaN);
        StopReason reason = progress.add(objective.value(parameters), parameters);
        if (reason == null) {
            reason = local.run(parameters, progress, Math.min(LOCAL_PASSES, settings.maxIter()), false);
        }
        if (progress.isLast()) {
            return progress.outcome(reason);
        }
        double worthwhile = settings.tolGiven() ? 0.0 : SHARE * excess;
        LOG.info("Quasi-Newton steps follow, as long as a pass improves the objective by {}.", worthwhile);
        return progress.outcome(quasiNewton.goOn(parameters, progress, worthwhile));
    }
}
