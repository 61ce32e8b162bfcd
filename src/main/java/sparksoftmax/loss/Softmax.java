package sparksoftmax.loss;

/**
 * Softmax and the costs built on it, for vectors ({@code double[]}, one row of logits) and batches ({@code double[][]},
 * [rows x classes]). Arguments are never changed. Costs are in nats and, as in PyTorch's functions of the same names,
 * means over the rows.
 *
 * <p>For logits z, with m = max z: softmax(z)_k = exp(z_k - m) / Σ_j exp(z_j - m), which is the same as without m but
 * cannot overflow. Source: I. Goodfellow, Y. Bengio, A. Courville, "Deep Learning", 2016, sections 4.1 and 6.2.2.3.
 *
 * <p>All functions throw {@link IllegalArgumentException} for an empty vector or batch, rows of different lengths, a
 * number of labels that is not the number of rows, or a label outside [0, classes).
 */
public final class Softmax {
    private Softmax() {}

    /** softmax(z), positive numbers that add up to 1. */
    public static double[] softmax(double[] z) {
        double[] p = copyOf(z);
        SoftmaxInPlace.softmax(p, 0, p.length);
        return p;
    }

    /** softmax of every row. */
    public static double[][] softmax(double[][] z) {
        double[][] p = new double[numRows(z)][];
        for (int i = 0; i < p.length; i++) {
            p[i] = softmax(z[i]);
        }
        return p;
    }

    /**
     * log softmax(z) = z - m - log Σ_j exp(z_j - m). It is finite for finite z, since softmax itself is not computed.
     */
    public static double[] logSoftmax(double[] z) {
        double[] logP = copyOf(z);
        SoftmaxInPlace.logSoftmax(logP, 0, logP.length);
        return logP;
    }

    /** log softmax of every row. */
    public static double[][] logSoftmax(double[][] z) {
        double[][] logP = new double[numRows(z)][];
        for (int i = 0; i < logP.length; i++) {
            logP[i] = logSoftmax(z[i]);
        }
        return logP;
    }

    /**
     * Negative log likelihood: the mean over rows of -logP[i][y_i].
     *
     * @param logP log probabilities, [rows x classes]
     * @param y the class of each row
     */
    public static double nllLoss(double[][] logP, int[] y) {
        checkBatch(logP, y);
        double sum = 0.0;
        for (int i = 0; i < y.length; i++) {
            sum -= logP[i][y[i]];
        }
        return sum / y.length;
    }

    /**
     * Cross-entropy computed directly from the logits: {@link #logSoftmax(double[][])} and {@link #nllLoss} in one, the
     * mean over rows of log Σ_j exp(z_j) - z_y.
     */
    public static double crossEntropy(double[][] z, int[] y) {
        return meanLoss(new FusedLoss(), z, y);
    }

    /**
     * Cross-entropy step by step as in its definition: the mean over rows of Σ_k onehot(y)_k (-log softmax(z)_k).
     * Unlike {@link #crossEntropy}, it is infinite if the probability of a row's class underflows to 0.
     */
    public static double lowLevelCost(double[][] z, int[] y) {
        return meanLoss(new LowLevelLoss(), z, y);
    }

    /**
     * A well-known mistake, provided for study: the mean over rows of -log softmax(softmax(z))_y. This is the result of
     * passing probabilities to a cross-entropy function that applies softmax itself.
     */
    public static double doubleSoftmaxCost(double[][] z, int[] y) {
        return meanLoss(new DoubleSoftmaxLoss(), z, y);
    }

    private static double meanLoss(SoftmaxLoss loss, double[][] z, int[] y) {
        checkBatch(z, y);
        double sum = 0.0;
        for (int i = 0; i < y.length; i++) {
            sum += loss.lossAndMultipliers(z[i].clone(), 0, z[i].length, y[i], 1.0);
        }
        return sum / y.length;
    }

    private static double[] copyOf(double[] z) {
        if (z.length == 0) {
            throw new IllegalArgumentException("softmax needs at least one logit, but the vector is empty");
        }
        return z.clone();
    }

    private static int numRows(double[][] z) {
        if (z.length == 0) {
            throw new IllegalArgumentException("a batch needs at least one row, but it is empty");
        }
        for (int i = 1; i < z.length; i++) {
            if (z[i].length != z[0].length) {
                throw new IllegalArgumentException("all rows of a batch must have the same length, but row 0 has "
                        + z[0].length + " values and row " + i + " has " + z[i].length);
            }
        }
        return z.length;
    }

    private static void checkBatch(double[][] z, int[] y) {
        if (numRows(z) != y.length) {
            throw new IllegalArgumentException(
                    "a batch needs one label per row, but has " + z.length + " rows and " + y.length + " labels");
        }
        for (int i = 0; i < y.length; i++) {
            if (y[i] < 0 || y[i] >= z[i].length) {
                throw new IllegalArgumentException(
                        "labels must be in [0, " + z[i].length + "), but row " + i + " has " + y[i]);
            }
        }
    }
}
