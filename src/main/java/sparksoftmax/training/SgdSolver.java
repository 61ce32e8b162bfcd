package sparksoftmax.training;

import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sparksoftmax.optim.StepRule;

/**
 * Synchronous gradient descent: the driver holds the parameters, every step is one distributed sum of the gradient,
 * over all rows or over a mini-batch, and one application of the step rule.
 */
final class SgdSolver {
    /** A single pass without improvement may be the turning point of a momentum; so many in a row are an end. */
    static final int PASSES_WITHOUT_IMPROVEMENT = 2;

    private static final Logger LOG = LoggerFactory.getLogger(SgdSolver.class);

    private final Objective objective;
    private final StepRule rule;
    private final double[] l1;
    private final double stepSize;
    private final TrainingSettings settings;

    /**
     * A solver, for one use.
     *
     * @param l1 the L1 strength of every parameter
     */
    SgdSolver(Objective objective, StepRule rule, double[] l1, double stepSize, TrainingSettings settings) {
        this.objective = objective;
        this.rule = rule;
        this.l1 = l1;
        this.stepSize = stepSize;
        this.settings = settings;
    }

    /** Objective values and the reason for the end; the parameters are where they were given. */
    record Outcome(double[] objectiveHistory, StopReason stopReason) {}

    /**
     * Runs until it stops.
     *
     * @param parameters the start; overwritten with the end
     * @throws IllegalArgumentException if the objective ceases to be finite
     */
    Outcome minimize(double[] parameters) {
        int maxIter = settings.maxIter();
        boolean fullBatch = settings.stepsPerEpoch() == 1;
        double[] gradient = new double[parameters.length];
        double[] history = new double[Math.min(maxIter + 1, 1024)];
        int withoutImprovement = 0;
        for (int epoch = 0; ; epoch++) {
            boolean last = epoch == maxIter;
            double value =
                    fullBatch && !last ? objective.valueAndGradient(parameters, gradient) : objective.value(parameters);
            checkFinite(value, parameters, epoch);
            if (epoch == history.length) {
                history = Arrays.copyOf(history, (int) Math.min(maxIter + 1L, 2L * epoch));
            }
            history[epoch] = value;
            log(epoch, value);
            boolean improved = epoch == 0 || !closeTo(history[epoch - 1], value);
            withoutImprovement = improved ? 0 : withoutImprovement + 1;
            if (withoutImprovement >= PASSES_WITHOUT_IMPROVEMENT) {
                return new Outcome(Arrays.copyOf(history, epoch + 1), StopReason.noImprovement(settings.tol()));
            }
            if (last) {
                return new Outcome(Arrays.copyOf(history, epoch + 1), StopReason.maxIterReached(maxIter));
            }
            if (fullBatch) {
                rule.step(parameters, gradient, stepSizeAt(epoch), l1);
            } else {
                miniBatchSteps(parameters, gradient, epoch);
            }
        }
    }

    private void miniBatchSteps(double[] parameters, double[] gradient, int epoch) {
        int steps = settings.stepsPerEpoch();
        for (int step = 0; step < steps; step++) {
            MiniBatch batch = new MiniBatch(epoch, step, steps, settings.seed());
            if (objective.gradient(parameters, batch, gradient)) {
                rule.step(parameters, gradient, stepSizeAt(epoch + (double) step / steps), l1);
            }
        }
    }

    private double stepSizeAt(double epoch) {
        return stepSize * settings.schedule().factor(epoch, settings.maxIter());
    }

    private boolean closeTo(double previous, double value) {
        return Math.abs(previous - value) < settings.tol() * Math.abs(previous);
    }

    private void checkFinite(double value, double[] parameters, int epoch) {
        if (Double.isFinite(value)) {
            return;
        }
        String found = "The objective must stay finite, but was " + value + " after " + epoch + " of "
                + settings.maxIter() + " passes over the data, with stepSize " + stepSize
                + (settings.stepSize().isPresent() ? "" : " (chosen from the data)") + ". ";
        if (settings.loss().name().equals("lowLevel")
                && Arrays.stream(parameters).allMatch(Double::isFinite)) {
            throw new IllegalArgumentException(found
                    + "lossVariant 'lowLevel' takes the logarithm of the label's probability, which has underflowed to 0;"
                    + " use lossVariant 'fused', which computes the same loss without, or a smaller stepSize.");
        }
        throw new IllegalArgumentException(
                found + "Use a smaller stepSize, or leave stepSize unset to have one chosen that fits the data.");
    }

    private void log(int epoch, double value) {
        int tenth = Math.max(1, settings.maxIter() / 10);
        if (epoch % tenth == 0) {
            LOG.info("pass {} of {}: objective {}", epoch, settings.maxIter(), value);
        } else {
            LOG.debug("pass {} of {}: objective {}", epoch, settings.maxIter(), value);
        }
    }
}
