package sparksoftmax.training;

import java.util.function.DoubleUnaryOperator;
import sparksoftmax.optim.Box;
import sparksoftmax.optim.Lbfgs;
import sparksoftmax.optim.Minimizer;
import sparksoftmax.optim.Preconditioner;
import sparksoftmax.optim.Strengths;
import sparksoftmax.state.State;

/**
 * Solver {@code l-bfgs}: {@link Lbfgs} runs on the driver, and each evaluation of the objective and its gradient is one
 * pass over the blocks.
 */
final class LbfgsSolver implements Solver {
    private static final int FIRST_PASSES = 3;

    // The names of what is saved.
    private static final String IDLE = "quasiNewton.idle";
    private static final String PASSES = "quasiNewton.passes";

    private final Objective objective;
    private final Strengths l1;
    private final Box box;
    private final Preconditioner preconditioner;
    private final boolean toTheOptimum;

    /**
     * @param objective the objective; its gradients leave out the L1 part
     * @param l1 the L1 strength of every parameter
     * @param box the bounds on every parameter
     * @param preconditioner an estimate of the inverse Hessian to start from; null if there is none
     * @param toTheOptimum whether steps stop by the strict rule of {@link Progress#addQuasiNewton}, rather than after
     *     two passes that improve little
     */
    LbfgsSolver(Objective objective, Strengths l1, Box box, Preconditioner preconditioner, boolean toTheOptimum) {
        this.toTheOptimum = toTheOptimum;
        this.preconditioner = preconditioner;
        this.objective = objective;
        this.l1 = l1;
        this.box = box;
    }

    private Lbfgs minimizer(double[] parameters, Progress progress) {
        State state = progress.resumed();
        return state == null || LocalSgdSolver.hasSaved(state)
                ? new Lbfgs(objective::valueAndGradient, parameters, l1, box, preconditioner)
                : Lbfgs.resumed(objective::valueAndGradient, parameters, l1, box, preconditioner, state);
    }

    @Override
    public StopReason minimize(double[] parameters, Progress progress) {
        Lbfgs minimizer = minimizer(parameters, progress);
        StopReason atStart = progress.isEmpty() ? add(minimizer, parameters, progress) : null;
        return run(minimizer, parameters, progress, atStart);
    }

    /** Makes steps until there is a reason to stop. */
    private StopReason run(Lbfgs minimizer, double[] parameters, Progress progress, StopReason reasonAtStart) {
        StopReason reason = reasonAtStart;
        while (reason == null) {
            reason = minimizer.step() ? add(minimizer, parameters, progress) : StopReason.noBetterPoint();
            if (reason == null) {
                progress.checkpoint(minimizer::save);
            }
        }
        return reason;
    }

    private StopReason add(Minimizer minimizer, double[] parameters, Progress progress) {
        return toTheOptimum
                ? progress.addQuasiNewton(minimizer.value(), parameters, minimizer.gradientNorm())
                : progress.add(minimizer.value(), parameters);
    }

    /** Makes at most {@code mostPasses} passes from the coefficients of an earlier training. */
    StopReason minimizeBriefly(double[] parameters, Progress progress, int mostPasses) {
        Lbfgs minimizer = minimizer(parameters, progress);
        StopReason reason = progress.add(minimizer.value(), parameters);
        while (reason == null && progress.passes() < mostPasses) {
            reason = minimizer.step() ? progress.add(minimizer.value(), parameters) : StopReason.noBetterPoint();
        }
        return reason == null ? StopReason.fewRows(progress.passes()) : reason;
    }

    /**
     * Continues from the parameters at which another solver has ended, until {@code tol} is reached.
     *
     * @param progress its last entry is the objective at {@code parameters}
     * @return why it stopped
     */
    StopReason resume(double[] parameters, Progress progress) {
        return run(minimizer(parameters, progress), parameters, progress, null);
    }

    /**
     * Continues from the parameters at which another solver has ended, as long as that is worthwhile.
     *
     * @param progress its last entry is the objective at {@code parameters}; if it has none, training starts here
     * @param worthwhile a pass counts as idle if it improves the objective by less than this, given the objective
     *     before; training stops after {@link Progress#PASSES_WITHOUT_IMPROVEMENT} idle passes in a row
     * @return why it stopped
     */
    StopReason resume(double[] parameters, Progress progress, DoubleUnaryOperator worthwhile) {
        Lbfgs minimizer = minimizer(parameters, progress);
        State state = progress.resumed();
        int idle = 0;
        int passes = 0;
        if (state != null && state.has(IDLE)) {
            idle = (int) state.integer(IDLE);
            passes = (int) state.integer(PASSES);
        } else if (progress.isEmpty()) {
            StopReason atStart = progress.add(minimizer.value(), parameters);
            if (atStart != null) {
                return atStart;
            }
            // The first steps are short, until some curvature is known: they say nothing about the next.
            passes = -FIRST_PASSES;
        }
        double least = 0.0;
        while (idle < Progress.PASSES_WITHOUT_IMPROVEMENT) {
            double before = progress.last();
            least = worthwhile.applyAsDouble(before);
            if (!minimizer.step()) {
                return StopReason.noBetterPoint();
            }
            StopReason reason = progress.add(minimizer.value(), parameters);
            if (reason != null) {
                return reason;
            }
            passes++;
            idle = passes > 0 && before - progress.last() < least ? idle + 1 : 0;
            int idlePasses = idle;
            int madePasses = passes;
            progress.checkpoint(saved -> {
                minimizer.save(saved);
                saved.put(IDLE, idlePasses);
                saved.put(PASSES, madePasses);
            });
        }
        return StopReason.notWorthwhile(least);
    }
}
