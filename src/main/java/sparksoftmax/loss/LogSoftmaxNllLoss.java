package sparksoftmax.loss;

/**
 * Cross-entropy in two steps, like PyTorch's {@code nll_loss(log_softmax(z), y)}: first the vector log softmax(z), then
 * its element ℓ = -log softmax(z)_y. The gradient is exp(log softmax(z)) - onehot(y). Stable for all finite margins.
 * The curvature is the same as that of {@link FusedLoss}.
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
