package sparksoftmax.optim;

/**
 * The proximal operator of the absolute value. Source: N. Parikh, S. Boyd, "Proximal Algorithms", 2014, section 6.5.2.
 */
final class Proximal {
    private Proximal() {}

    /** The u that minimizes (u - v)² / 2 + threshold |u|: v moved toward 0 by {@code threshold}, but not beyond 0. */
    static double softThreshold(double v, double threshold) {
        if (threshold == 0.0) {
            return v;
        }
        return v > threshold ? v - threshold : v < -threshold ? v + threshold : 0.0;
    }
}
