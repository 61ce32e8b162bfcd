package sparksoftmax.kernel;

/** The lengths to which rows and classes are padded, so that they fill whole vector registers. */
public final class Padding {
    private Padding() {}

    /** Rows and coefficients are padded to a multiple of this many values, the size of the largest vector registers. */
    public static final int LANE_MULTIPLE = 16;

    /** For sparse rows in single precision, classes are padded to a multiple of this many values. */
    public static final int CLASS_MULTIPLE = 8;

    /** F rounded up to a multiple of {@link #LANE_MULTIPLE}. */
    public static int stride(int numFeatures) {
        return (numFeatures + LANE_MULTIPLE - 1) / LANE_MULTIPLE * LANE_MULTIPLE;
    }

    /**
     * K rounded up to a multiple of {@link #CLASS_MULTIPLE}, which is smaller, so that few classes need little padding.
     */
    public static int classStride(int numClasses) {
        return (numClasses + CLASS_MULTIPLE - 1) / CLASS_MULTIPLE * CLASS_MULTIPLE;
    }
}
