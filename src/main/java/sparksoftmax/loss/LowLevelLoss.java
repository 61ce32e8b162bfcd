package sparksoftmax.loss;

/**
 * Cross-entropy step by step as in its definition: p = softmax(z), then ℓ = Σ_k onehot(y)_k (-log p_k). The gradient is
 * p - onehot(y). If p_y underflows to 0 (with a margin about 745 below the largest), the loss is infinite;
 * {@link FusedLoss} avoids that. Terms with onehot(y)_k = 0 are left out, since 0 times -log 0 is NaN. The curvature is
 * the same as that of {@link FusedLoss}.
 */
public final class LowLevelLoss implements SoftmaxLoss {
    private static final long serialVersionUID = 1L;

    @Override
    public String name() {
        return "lowLevel";
    }

    @Override
    public double lossAndMultipliers(double[] margins, int start, int numClasses, int label, double weight) {
        SoftmaxInPlace.softmax(margins, start, numClasses);
        double loss = -Math.log(margins[start + label]);
        for (int k = start; k < start + numClasses; k++) {
            margins[k] *= weight;
        }
        margins[start + label] -= weight;
        return weight * loss;
    }

    @Override
    public double curvatureBound() {
        return 0.5;
    }
}
