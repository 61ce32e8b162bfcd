package sparksoftmax.training;

import sparksoftmax.optim.StepRule;

/**
 * Synchronous gradient descent: the driver holds the parameters, every step is one distributed sum of the gradient,
 * over all rows or over a mini-batch, and one application of the step rule.
 */
final class SgdSolver implements Solver {
    private final Objective objective;
    private final StepRule rule;
    private final double[] l1;
    private final double stepSize;
    private final TrainingSettings settings;

    /**
     * A solver.
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

    @Override
    public StopReason minimize(double[] parameters, Progress progress) {
        boolean fullBatch = settings.stepsPerEpoch() == 1;
        double[] gradient = new double[parameters.length];
        progress.stepSize(stepSize);
        for (int epoch = 0; ; epoch++) {
            double value = fullBatch && epoch < settings.maxIter()
                    ? objective.valueAndGradient(parameters, gradient)
                    : objective.value(parameters);
            StopReason reason = progress.add(value, parameters);
            if (reason != null) {
                return reason;
            }
            if (fullBatch) {
                rule.step(parameters, gradient, stepSizeAt(epoch), l1);
            } else {
                miniBatchSteps(parameters, gradient, epoch);
            }
        }
    }

    @Override
    public double stepSize() {
        return stepSize;
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
}
