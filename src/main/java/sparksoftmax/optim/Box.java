package sparksoftmax.optim;

/** Lower and upper bounds on every coordinate, infinite where there is no bound. Immutable. */
public final class Box {
    /** No bounds. */
    public static final Box NONE = new Box(null, null);

    private final double[] lower;
    private final double[] upper;

    private Box(double[] lower, double[] upper) {
        this.lower = lower;
        this.upper = upper;
    }

    /**
     * A box with the given bounds.
     *
     * @param lower the lower bounds, at most {@code upper}, not copied
     * @param upper the upper bounds, not copied
     */
    public static Box of(double[] lower, double[] upper) {
        return new Box(lower, upper);
    }

    /** Whether there are no bounds. */
    public boolean isNone() {
        return lower == null;
    }

    /** The nearest allowed value of coordinate i. */
    double nearest(int i, double value) {
        return isNone() ? value : Math.min(upper[i], Math.max(lower[i], value));
    }

    /** Whether coordinate i is at a bound, and descending along it would leave the box. */
    boolean blocks(int i, double value, double derivative) {
        return !isNone() && (derivative > 0.0 && value <= lower[i] || derivative < 0.0 && value >= upper[i]);
    }
}
