package sparksoftmax.kernel;

/**
 * The shape of dense rows and their coefficients, and how both lie in memory. Rows X are [n x stride], row-major, F
 * values and then zeros. Coefficients, and gradients alike, are class-major, [K x stride], or by feature, [F x
 * rowStride]; margins and multipliers are [rows x rowStride]. What is behind the K values of a row, or the F of a
 * class, is 0 in every argument, and undefined in margins.
 */
public final class DenseShape {
    private final int numFeatures;
    private final int numClasses;
    private final int stride;
    private final int rowStride;
    private final boolean byFeature;

    /** The shape for F features and K classes. */
    public DenseShape(int numFeatures, int numClasses) {
        this.numFeatures = numFeatures;
        this.numClasses = numClasses;
        stride = Kernel.stride(numFeatures);
        byFeature = byFeatureIsFaster(numFeatures, numClasses);
        rowStride = byFeature ? Kernel.stride(numClasses) : numClasses;
    }

    /**
     * In cycles for four rows, by the instructions that bound them: class-major takes 10 a register of features and 5
     * classes, and then 160 to add up across lanes; by feature, 2.5 a feature and register of classes.
     */
    private static boolean byFeatureIsFaster(int numFeatures, int numClasses) {
        long registersOfFeatures = Kernel.stride(numFeatures) / Kernel.LANE_MULTIPLE;
        long classMajor = (numClasses + 4) / 5 * (10 * registersOfFeatures + 160);
        double byFeature = 2.5 * numFeatures * (Kernel.stride(numClasses) / Kernel.LANE_MULTIPLE);
        return byFeature < classMajor;
    }

    /** F. */
    public int numFeatures() {
        return numFeatures;
    }

    /** K. */
    public int numClasses() {
        return numClasses;
    }

    /** F, padded. */
    public int stride() {
        return stride;
    }

    /** Whether coefficients lie by feature. */
    public boolean byFeature() {
        return byFeature;
    }

    /** The distance of a row's margins from the next row's: K, padded where coefficients lie by feature. */
    public int rowStride() {
        return rowStride;
    }

    /** The length of coefficients and gradients. */
    public int length() {
        return byFeature ? Math.multiplyExact(numFeatures, rowStride) : Math.multiplyExact(numClasses, stride);
    }

    /** Where feature j's coefficient of class k is. */
    public int index(int j, int k) {
        return byFeature ? j * rowStride + k : k * stride + j;
    }

    /** Puts W, [F x K] feature-major, where the kernel wants it. */
    public float[] laidOut(double[] w) {
        float[] result = new float[length()];
        for (int j = 0; j < numFeatures; j++) {
            for (int k = 0; k < numClasses; k++) {
                result[index(j, k)] = (float) w[j * numClasses + k];
            }
        }
        return result;
    }
}
