package sparksoftmax.training;

import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sparksoftmax.features.Scaling;

/** Keeps the history of the objective, and says when to stop. One object for each fit. */
final class Progress {
    /** A single pass without improvement may be the turning point of a momentum; so many in a row are an end. */
    static final int PASSES_WITHOUT_IMPROVEMENT = 2;

    private static final Logger LOG = LoggerFactory.getLogger(Progress.class);

    private final TrainingSettings settings;
    private final Validation validation;
    private final PassListener listener;
    private final long numRows;
    private double stepSize = Double.NaN;
    private boolean mustStop;
    private double[] history = new double[128];
    private int passes = -1;
    private int withoutImprovement;

    /**
     * No pass yet.
     *
     * @param validation of every pass; null for none
     * @param listener told of every pass
     * @param numRows of a pass
     */
    Progress(TrainingSettings settings, Validation validation, PassListener listener, long numRows) {
        this.settings = settings;
        this.validation = validation;
        this.listener = listener;
        this.numRows = numRows;
    }

    /** Notes the step size, for messages. */
    void stepSize(double newStepSize) {
        stepSize = newStepSize;
    }

    /** Notes that parameters are in another scaling from now on. */
    void rescale(Scaling scaling) {
        if (validation != null) {
            validation.rescale(scaling);
        }
    }

    /** Whether the reason to stop holds for a solver that otherwise goes on: validation says so. */
    boolean mustStop() {
        return mustStop;
    }

    /**
     * Notes the objective after one more pass (before the first, to begin with).
     *
     * @return why to stop, or null to go on
     * @throws IllegalArgumentException if the objective is not finite
     */
    StopReason add(double value, double[] parameters) {
        passes++;
        checkFinite(value, parameters);
        if (passes == history.length) {
            history = Arrays.copyOf(history, 2 * passes);
        }
        history[passes] = value;
        log(value);
        StopReason byValidation = validation == null ? null : validation.add(parameters);
        listener.onPass(passes, value, validation == null ? Double.NaN : validation.last(), numRows);
        if (byValidation != null) {
            mustStop = true;
            return byValidation;
        }
        boolean improved = passes == 0 || !closeTo(history[passes - 1], value);
        withoutImprovement = improved ? 0 : withoutImprovement + 1;
        if (withoutImprovement >= PASSES_WITHOUT_IMPROVEMENT) {
            return StopReason.noImprovement(settings.tol());
        }
        return isLast() ? StopReason.maxIterReached(settings.maxIter()) : null;
    }

    /** The objective after the last pass. */
    double last() {
        return history[passes];
    }

    /**
     * Notes a pass that was taken back: the objective is what it was, which says nothing of whether there is a better
     * one.
     */
    void addTakenBack(double[] parameters) {
        add(last(), parameters);
        withoutImprovement = 0;
    }

    /** Whether as many passes have been made as are allowed. */
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
            throw new IllegalArgumentException(found
                    + "lossVariant 'lowLevel' takes the logarithm of the label's probability, which has underflowed to 0;"
                    + " use lossVariant 'fused', which computes the same loss without, or a smaller stepSize.");
        }
        throw new IllegalArgumentException(found
                + (chosen
                        ? "Scale the features, or the initial coefficients, to moderate numbers."
                        : "Use a smaller stepSize, or leave stepSize unset to have one chosen that fits the data."));
    }

    private void log(double value) {
        int tenth = Math.max(1, settings.maxIter() / 10);
        if (passes % tenth == 0) {
            LOG.info("pass {} of {}: objective {}", passes, settings.maxIter(), value);
        } else {
            LOG.debug("pass {} of {}: objective {}", passes, settings.maxIter(), value);
        }
    }
}
