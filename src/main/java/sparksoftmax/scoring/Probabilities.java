package sparksoftmax.scoring;

import sparksoftmax.kernel.Kernels;
import sparksoftmax.loss.SoftmaxInPlace;

/** The probabilities of many rows: a thread that has computed many of them takes the fastest functions. */
final class Probabilities {
    private static final ThreadLocal<Probabilities> OF_THREAD = ThreadLocal.withInitial(Probabilities::new);

    private long values;

    private Probabilities() {}

    /** The softmax of margins, which are overwritten; the same to the bit as {@link SoftmaxInPlace#softmax}. */
    static double[] of(double[] margins) {
        return OF_THREAD.get().compute(margins);
    }

    private double[] compute(double[] margins) {
        SoftmaxInPlace.softmax(margins, 0, margins.length, Kernels.functionsForPredictions(values));
        values += margins.length;
        return margins;
    }
}
