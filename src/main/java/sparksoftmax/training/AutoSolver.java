package sparksoftmax.training;

import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Supplier;
import sparksoftmax.curvature.Correlations;
import sparksoftmax.curvature.EffectiveParameters;
import sparksoftmax.features.Penalty;
import sparksoftmax.features.Scaling;
import sparksoftmax.state.State;

/**
 * Solver {@code auto}: a few passes of local steps, which come near the optimum quickly when there are many rows, and
 * then quasi-Newton steps as long as each pass improves the objective enough to matter. Where the features are dense
 * and their correlations are weak, or known, quasi-Newton steps come near the optimum in as many passes, which are
 * shorter, so there are no others.
 *
 * <p>What matters: if p parameters are estimated from n rows, their mean loss on new rows is about p / (2 n) above the
 * best possible, however exactly the objective is minimized. An improvement of the objective by less than
 * {@value #SHARE} of that makes no visible difference on new rows. p is the effective number of parameters, see
 * {@link EffectiveParameters}: those that the penalty suppresses count less than 1. Source: L. Bottou, O. Bousquet,
 * "The Tradeoffs of Large Scale Learning", NIPS 2007, section 3; the estimate of p is that of T. Hastie, R. Tibshirani,
 * J. Friedman, "The Elements of Statistical Learning", 2009, equation 3.50. If the user sets {@code tol}, that
 * criterion is used instead.
 *
 * <p>Where a model that remembers too few rows is trained further, there are local steps only, see
 * {@link Continuation}.
 */
final class AutoSolver implements Solver {
    private static final double SHARE = 0.05;

    /** An improvement by a smaller share of the objective makes no visible difference either. */
    private static final double SHARE_OF_LOSS = 3e-4;

    /** See {@link #worthwhile(Continuation, Plan, double)}. */
    private static final double SHARE_OF_BATCH = 0.02;

    private final Plan plan;
    private final FitLog log;
    private final LocalSgdSolver local;
    private final QuasiNewton quasiNewton;
    private final Supplier<Optional<Correlations>> correlations;

    /** Creates the solver for passes of quasi-Newton steps. */
    @FunctionalInterface
    interface QuasiNewton {
        /** The solver in the plan's quasi-Newton scaling, for features of the given correlations, if they are known. */
        LbfgsSolver solver(Optional<Correlations> correlations);
    }

    /**
     * @param correlations estimates the correlations of the features, or gives none if they are not to be known
     * @param local makes the first passes
     * @param quasiNewton creates the solver for the passes after those; called only if there are any
     */
    AutoSolver(
            Plan plan,
            FitLog log,
            Supplier<Optional<Correlations>> correlations,
            LocalSgdSolver local,
            QuasiNewton quasiNewton) {
        this.plan = plan;
        this.log = log;
        this.correlations = correlations;
        this.local = local;
        this.quasiNewton = quasiNewton;
    }

    @Override
    public double stepSize() {
        return local.stepSize();
    }

    @Override
    public StopReason minimize(double[] parameters, Progress progress) {
        Optional<Correlations> known = correlations.get();
        boolean tolGiven = plan.settings().tolGiven();
        if (known.isPresent() && known.get().makeQuasiNewtonQuick()) {
            log.info("No local steps: quasi-Newton steps are quick where correlations of features are weak or known.");
            return quasiNewton(known, parameters, progress, this::worthwhile);
        }
        State state = progress.resumed();
        if (state != null && !LocalSgdSolver.hasSaved(state)) {
            local.resumeAfterwards(progress);
            return quasiNewton(known, parameters, progress, worthwhile(progress));
        }
        StopReason reason = local.run(parameters, progress, false);
        if (reason != null) {
            return reason;
        }
        if (plan.continuesLocally()) {
            return StopReason.fewRows(progress.passes());
        }
        double most = SHARE
                * excess(
                        plan.statistics().effectiveRows(),
                        plan,
                        plan.scaling(),
                        plan.penalty(plan.scaling()),
                        Double.POSITIVE_INFINITY);
        if (!tolGiven && progress.last() < most) {
            return StopReason.nearZero(most);
        }
        if (!plan.driverHoldsQuasiNewton()) {
            log.info("No quasi-Newton steps: the driver's memory is too small for {} parameters.", parameters.length);
            return StopReason.driverMemory(parameters.length);
        }
        if (tolGiven) {
            log.info("Quasi-Newton steps follow, until tol is reached.");
        } else {
            log.info(
                    "Quasi-Newton steps follow, as long as a pass improves the objective by at least {}.",
                    worthwhile(progress).applyAsDouble(progress.last()));
        }
        return quasiNewton(known, parameters, progress, worthwhile(progress));
    }

    /** The improvement that a pass after those of local steps must make, which depends on the objective after them. */
    private DoubleUnaryOperator worthwhile(Progress progress) {
        if (plan.settings().tolGiven()) {
            return loss -> 0.0;
        }
        double afterLocalSteps = progress.after(plan.localPasses());
        double worthwhile = worthwhile(afterLocalSteps);
        return loss -> worthwhile;
    }

    private StopReason quasiNewton(
            Optional<Correlations> known, double[] parameters, Progress progress, DoubleUnaryOperator worthwhile) {
        Scaling localScaling = plan.scalingOnBlocks();
        Scaling quasiNewtonScaling = plan.onBlocks(plan.quasiNewtonScaling());
        progress.rescale(plan.quasiNewtonScaling());
        double[] rescaled = quasiNewtonScaling.from(localScaling, parameters);
        LbfgsSolver solver = quasiNewton.solver(known);
        progress.describeNextPass();
        StopReason reason = plan.settings().tolGiven()
                ? solver.resume(rescaled, progress)
                : solver.resume(rescaled, progress, worthwhile);
        System.arraycopy(localScaling.from(quasiNewtonScaling, rescaled), 0, parameters, 0, parameters.length);
        return reason;
    }

    private double worthwhile(double loss) {
        return worthwhile(plan, plan.scaling(), plan.penalty(plan.scaling()), loss);
    }

    /** The least improvement of the objective in a pass that makes a visible difference on new rows. */
    static double worthwhile(Plan plan, Scaling scaling, Penalty penalty, double loss) {
        return worthwhile(plan.statistics().effectiveRows(), plan, scaling, penalty, loss);
    }

    /**
     * The same where training goes on from a model that remembers earlier rows: {@value #SHARE_OF_BATCH} of that of a
     * fit of all rows, times the share of the new rows in them. A batch has that share in what all rows say, and what
     * training does not take from it is lost.
     */
    static double worthwhile(Continuation continuation, Plan plan, double loss) {
        double ofAllRows = worthwhile(continuation.numRows(), plan, plan.scaling(), plan.penalty(plan.scaling()), loss);
        return SHARE_OF_BATCH * continuation.share() * ofAllRows;
    }

    private static double worthwhile(double numRows, Plan plan, Scaling scaling, Penalty penalty, double loss) {
        return Math.max(SHARE * excess(numRows, plan, scaling, penalty, loss), SHARE_OF_LOSS * loss);
    }

    /** p / (2 n) for a model with the given mean loss; an infinite loss gives the upper bound. */
    private static double excess(double numRows, Plan plan, Scaling scaling, Penalty penalty, double loss) {
        return new EffectiveParameters(plan.statistics(), scaling, penalty).number(loss) / (2.0 * numRows);
    }
}
