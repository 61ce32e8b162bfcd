package sparksoftmax.features;

/**
 * √(a² + b²) without overflow or underflow of the squares. Sums of squares of features are kept as their roots, since
 * the square of a number beyond 1e154 overflows, and that of a number below 1e-162 underflows to 0.
 */
final class Hypotenuse {
    private static final double LEAST = 0x1p-900;
    private static final double MOST = 0x1p900;

    private Hypotenuse() {}

    /** √(a² + b²); the same as {@link Math#hypot} but for rounding, and faster for numbers of usual size. */
    static double of(double a, double b) {
        double square = a * a + b * b;
        return square > LEAST && square < MOST ? Math.sqrt(square) : Math.hypot(a, b);
    }
}
