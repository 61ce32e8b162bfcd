package sparksoftmax.training;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Consumer;
import sparksoftmax.features.Regularization;
import sparksoftmax.features.Scaling;
import sparksoftmax.state.State;

/** Records the objective after every pass and decides when to stop. One object is made for each fit. */
final class Progress {
    /**
     * Gradient descent stops after this many passes in a row without improvement. A single one can be the turning point
     * of a step rule with momentum.
     */
    static final int PASSES_WITHOUT_IMPROVEMENT = 2;

    /** The number of passes over which the improvement of quasi-Newton steps is measured. */
    static final int WINDOW = 20;

    /** A gradient of at most this norm is taken for 0. */
    static final double LEAST_GRADIENT = 1e-8;

    private final TrainingSettings settings;
    private Regularization penalty;
    private final Validation validation;
    private final FitListener listener;
    private final Consumer<String> activity;
    private final Checkpoints checkpoints;
    private final FitLog log;
    private final long numRows;
    private final boolean labeled;
    private long lastNanos = System.nanoTime();
    private double stepSize = Double.NaN;
    private boolean mustStop;
    private double[] history = new double[128];
    private int passes = -1;
    private int withoutImprovement;

    /**
     * @param settings the Params of the fit
     * @param validation computes the validation loss after every pass; null if there are no validation rows
     * @param listener called after every pass
     * @param activity told what the next Spark jobs do
     * @param checkpoints saves states, and has the one to go on from, if there is one; null if there are no states
     * @param log the log of the fit
     * @param numRows the number of training rows
     * @param labeled whether the training rows have labels, not distributions over the classes
     */
    Progress(
            TrainingSettings settings,
            Validation validation,
            FitListener listener,
            Consumer<String> activity,
            Checkpoints checkpoints,
            FitLog log,
            long numRows,
            boolean labeled) {
        this.settings = settings;
        penalty = settings.regularization();
        this.validation = validation;
        this.listener = listener;
        this.activity = activity;
        this.checkpoints = checkpoints;
        this.log = log;
        this.numRows = numRows;
        this.labeled = labeled;
        State state = resumed();
        if (state != null) {
            restore(state);
        }
    }

    /** The state from which the solver is to go on; null if it starts from the beginning. */
    State resumed() {
        return checkpoints == null ? null : checkpoints.resumed();
    }

    /**
     * Saves the state of the fit, if that is due after the last pass. A solver calls it where it can go on from: when
     * the last pass has been recorded and used.
     *
     * @param solver puts the state of the solver
     */
    void checkpoint(Consumer<State> solver) {
        if (checkpoints != null && checkpoints.isDue(passes)) {
            checkpoints.save(passes, state -> {
                state.put("progress.history", history());
                state.put("progress.withoutImprovement", withoutImprovement);
                state.put("progress.stepSize", stepSize);
                if (validation != null) {
                    validation.save(state);
                }
                solver.accept(state);
            });
        }
    }

    private void restore(State state) {
        double[] recorded = state.takeDoubles("progress.history");
        passes = recorded.length - 1;
        history = Arrays.copyOf(recorded, Math.max(history.length, recorded.length));
        withoutImprovement = (int) state.integer("progress.withoutImprovement");
        stepSize = state.number("progress.stepSize");
        if (validation != null) {
            validation.restore(state);
        }
        log.info("The fit is resumed after pass {}, from a saved state.", passes);
    }

    /** Says what the next Spark jobs do, if they are not those of a pass. */
    void describe(String jobs) {
        activity.accept(jobs);
    }

    /** Says that the next Spark jobs are those of the pass that follows the last one recorded. */
    void describeNextPass() {
        describePass(passes + 1);
    }

    /** Says that the next Spark jobs are those of a pass; 0 stands for the objective before the first. */
    void describePass(int pass) {
        activity.accept(pass == 0 ? "objective at the start" : "pass " + pass + " of at most " + settings.maxIter());
    }

    /** The number of passes recorded; -1 if not even the objective at the start is. */
    int passes() {
        return passes;
    }

    /** The step size of {@link #stepSize(double)}; NaN if there is none. */
    double stepSize() {
        return stepSize;
    }

    /** Sets the step size that messages mention. */
    void stepSize(double newStepSize) {
        stepSize = newStepSize;
    }

    /** Sets the penalty of the objective that is recorded from now on. */
    void penalty(Regularization newPenalty) {
        penalty = newPenalty;
    }

    /** Sets the scaling of the parameters that are added from now on. */
    void rescale(Scaling scaling) {
        if (validation != null) {
            validation.rescale(scaling);
        }
    }

    /** Whether all solvers must stop, not only the current one, because the validation loss no longer improves. */
    boolean mustStop() {
        return mustStop;
    }

    /**
     * Records the objective after one more pass. The first call is for the start, before any pass.
     *
     * @return why to stop, or null to continue
     * @throws IllegalArgumentException if the objective is not finite
     */
    StopReason add(double value, double[] parameters) {
        StopReason first = record(value, parameters);
        if (first != null) {
            return first;
        }
        boolean improved = passes == 0 || !closeTo(history[passes - 1], value);
        withoutImprovement = improved ? 0 : withoutImprovement + 1;
        if (withoutImprovement >= PASSES_WITHOUT_IMPROVEMENT) {
            return converged(StopReason.noImprovement(settings.tol()));
        }
        if (!isLast()) {
            return null;
        }
        boolean diverged = settings.stepSize().isPresent() && passes > 0 && last() > history[0];
        return diverged
                ? StopReason.diverged(settings.maxIter(), history[0], last(), stepSize)
                : StopReason.maxIterReached(settings.maxIter());
    }

    /**
     * Records the objective after one more pass of quasi-Newton steps, which end by the rule of
     * {@code LogisticRegression}, so that the same {@code tol} gives at least the same accuracy: the norm of the
     * gradient is at most max(tol · objective, {@value #LEAST_GRADIENT}), or the objective is less than tol ·
     * (objective at the start) below the largest of the last {@value #WINDOW} values. A single pass says little:
     * quasi-Newton steps often make a few poor ones and then many good ones. Source: Breeze 2.1,
     * {@code FirstOrderMinimizer}.
     *
     * @param gradientNorm the norm of the gradient at {@code parameters}, see
     *     {@link sparksoftmax.optim.Minimizer#gradientNorm}
     * @return why to stop, or null to continue
     * @throws IllegalArgumentException if the objective is not finite
     */
    StopReason addQuasiNewton(double value, double[] parameters, double gradientNorm) {
        StopReason first = record(value, parameters);
        if (first != null) {
            return first;
        }
        double tol = settings.tol();
        if (tol > 0.0 && gradientNorm <= Math.max(tol * value, LEAST_GRADIENT)) {
            return converged(StopReason.smallGradient(gradientNorm, tol));
        }
        if (tol > 0.0 && passes >= WINDOW && largestOfWindow() - value <= tol * history[0]) {
            return converged(StopReason.littleImprovement(tol));
        }
        return isLast() ? StopReason.maxIterReached(settings.maxIter()) : null;
    }

    private double largestOfWindow() {
        double largest = history[passes];
        for (int i = passes - WINDOW + 1; i < passes; i++) {
            largest = Math.max(largest, history[i]);
        }
        return largest;
    }

    /** {@code reason}, or, if every row's label has a probability of more than 1/2 without a penalty, separability. */
    private StopReason converged(StopReason reason) {
        boolean separable = labeled && penalty.strength() == 0.0 && last() * numRows < Math.log(2.0);
        return separable ? StopReason.separable(last()) : reason;
    }

    /** Records the objective after one more pass, and returns why to stop if the validation loss says so. */
    private StopReason record(double value, double[] parameters) {
        passes++;
        checkFinite(value, parameters);
        if (passes == history.length) {
            history = Arrays.copyOf(history, 2 * passes);
        }
        history[passes] = value;
        StopReason byValidation = validation == null ? null : validate(parameters);
        double validationLoss = validation == null ? Double.NaN : validation.last();
        log(value, validationLoss);
        listener.onPass(passes, value, validationLoss, numRows);
        checkInterrupt();
        describeNextPass();
        if (byValidation != null) {
            mustStop = true;
        }
        return byValidation;
    }

    /** Between two Spark jobs, nothing else would notice an interrupt, and some calls of libraries clear the flag. */
    private static void checkInterrupt() {
        if (Thread.currentThread().isInterrupted()) {
            throw new IllegalStateException("training was interrupted");
        }
    }

    private StopReason validate(double[] parameters) {
        activity.accept("validation loss " + (passes == 0 ? "at the start" : "after pass " + passes));
        return validation.add(parameters);
    }

    /** Whether nothing is recorded yet, not even the objective at the start. */
    boolean isEmpty() {
        return passes < 0;
    }

    /** The objective after a pass that was recorded. */
    double after(int pass) {
        return history[pass];
    }

    /** The objective after the last pass. */
    double last() {
        return history[passes];
    }

    /**
     * Records a pass that was undone. The objective is the same as before, which must not count as a pass without
     * improvement: a smaller step may still improve it.
     */
    void addUndone(double[] parameters) {
        add(last(), parameters);
        withoutImprovement = 0;
    }

    /** Whether {@code maxIter} passes have been made. */
    boolean isLast() {
        return passes >= settings.maxIter();
    }

    /** The objective before each pass and after the last. */
    double[] history() {
        return Arrays.copyOf(history, passes + 1);
    }

    private boolean closeTo(double previous, double value) {
        return Math.abs(previous - value) < settings.tol() * Math.abs(previous);
    }

    private void checkFinite(double value, double[] parameters) {
        if (Double.isFinite(value)) {
            return;
        }
        boolean chosen = settings.stepSize().isEmpty();
        String found = "The objective must stay finite, but was " + value + " after " + passes + " of "
                + settings.maxIter() + " passes over the data"
                + (Double.isNaN(stepSize)
                        ? ""
                        : ", with stepSize " + stepSize + (chosen ? " (chosen from the data)" : ""))
                + ". ";
        if (settings.loss().name().equals("lowLevel")
                && Arrays.stream(parameters).allMatch(Double::isFinite)) {
            throw new IllegalArgumentException(
                    found
                            + "lossVariant 'lowLevel' takes the logarithm of the label's probability, which has underflowed to 0;"
                            + " use lossVariant 'fused', which computes the same loss without underflow, or a smaller stepSize.");
        }
        throw new IllegalArgumentException(found
                + (chosen
                        ? "Scale the features (featuresCol), or the start (initialCoefficients, initialIntercepts) and bounds,"
                                + " if they are set, to moderate numbers."
                        : "Use a smaller stepSize, or leave stepSize unset to have one chosen that fits the data."));
    }

    private void log(double value, double validationLoss) {
        long now = System.nanoTime();
        log.info(
                "{}: objective {}{}, {}",
                passes == 0 ? "start" : "pass " + passes + " of at most " + settings.maxIter(),
                digits(value),
                validation == null ? "" : ", validation loss " + digits(validationLoss),
                FitLog.seconds((now - lastNanos) / 1e9));
        lastNanos = now;
    }

    private static String digits(double value) {
        return String.format(Locale.ROOT, "%.6g", value);
    }
}
