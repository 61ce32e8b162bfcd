package sparksoftmax.optim;

/**
 * The proximal operator of an absolute value. Source: N. Parikh, S. Boyd, "Proximal Algorithms", 2014, section 6.5.2.
 */
final class Proximal {
    private Proximal() {}

    /** The minimiser over u of (u - v)² / 2 + threshold |u|: v moved towards 0 by {@code threshold}, stopping there. */
    static double softThreshold(double v, double threshold) {
        if (threshold == 0.0) {
            return v;
        }
        return v > threshold ? v - threshold : v < -threshold ? v + threshold : 0.0;
    }
}
