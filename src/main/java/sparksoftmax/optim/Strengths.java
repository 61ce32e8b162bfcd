package sparksoftmax.optim;

/**
 * The strength of a penalty on every parameter, at least 0. The first parameters are the coefficients; the others, the
 * intercepts, have strength 0. An array is held only if the strengths of the coefficients differ. Immutable.
 */
public final class Strengths {
    /** No penalty. */
    public static final Strengths NONE = new Strengths(null, 0.0, 0);

    private final double[] each;
    private final double common;
    private final int numCoefficients;

    private Strengths(double[] each, double common, int numCoefficients) {
        this.each = each;
        this.common = common;
        this.numCoefficients = numCoefficients;
    }

    /** The same strength for the first {@code numCoefficients} parameters. */
    public static Strengths same(double strength, int numCoefficients) {
        return strength == 0.0 ? NONE : new Strengths(null, strength, numCoefficients);
    }

    /** A strength for each of the first parameters, not copied. */
    public static Strengths of(double... strengths) {
        return new Strengths(strengths, Double.NaN, strengths.length);
    }

    /** The strength of parameter {@code i}. */
    public double at(int i) {
        if (i >= numCoefficients) {
            return 0.0;
        }
        return each == null ? common : each[i];
    }

    /** Whether all strengths are 0. */
    public boolean areNone() {
        boolean none = true;
        for (int i = 0; none && i < numCoefficients; i++) {
            none = at(i) == 0.0;
        }
        return none;
    }
}
