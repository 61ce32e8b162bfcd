package sparksoftmax.loss;

/**
 * The same loss in two steps, as {@code nll_loss(log_softmax(z), y)} has it: the vector log softmax(z) is formed, then
 * ℓ = -log softmax(z)_y is picked. Gradient exp(log softmax(z)) - onehot(y). Stable for all finite margins; curvature
 * as {@link FusedLoss}.
 */
public final class LogSoftmaxNllLoss implements SoftmaxLoss {
    private static final long serialVersionUID = 1L;

    @Override
    public String name() {
        return "logSoftmaxNll";
    }

    @Override
    public double lossAndMultipliers(double[] margins, int start, int numClasses, int label, double weight) {
        SoftmaxInPlace.logSoftmax(margins, start, numClasses);
        double loss = -margins[start + label];
        for (int k = start; k < start + numClasses; k++) {
            margins[k] = weight * Math.exp(margins[k]);
        }
        margins[start + label] -= weight;
        return weight * loss;
    }

    @Override
    public double curvatureBound() {
        return 0.5;
    }
}
