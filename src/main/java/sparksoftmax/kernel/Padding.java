package sparksoftmax.kernel;

/** To which lengths rows and classes are padded, so that they fill whole vector registers. */
public final class Padding {
    private Padding() {}

    /** Rows and coefficients are padded to a multiple of so many values, which no vector register exceeds. */
    public static final int LANE_MULTIPLE = 16;

    /** Classes are padded to a multiple of so many values where steps are taken on sparse rows. */
    public static final int CLASS_MULTIPLE = 8;

    /** F rounded up to whole vector registers. */
    public static int stride(int numFeatures) {
        return (numFeatures + LANE_MULTIPLE - 1) / LANE_MULTIPLE * LANE_MULTIPLE;
    }

    /** K rounded up to whole vector registers, of a size that many counts of classes fit without much waste. */
    public static int classStride(int numClasses) {
        return (numClasses + CLASS_MULTIPLE - 1) / CLASS_MULTIPLE * CLASS_MULTIPLE;
    }
}
