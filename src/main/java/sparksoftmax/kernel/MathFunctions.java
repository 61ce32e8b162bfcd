package sparksoftmax.kernel;

/**
 * The functions of {@link Math}. On x86_64 and aarch64, HotSpot's interpreter and compilers all call the same stub for
 * {@link Math#exp}, so results do not depend on compilation. {@link Math#log1p} is fdlibm's everywhere.
 */
final class MathFunctions implements Functions {
    @Override
    public void exp(double[] x, int from, int to) {
        for (int i = from; i < to; i++) {
            x[i] = Math.exp(x[i]);
        }
    }

    @Override
    public void log1p(double[] x, int from, int to) {
        for (int i = from; i < to; i++) {
            x[i] = Math.log1p(x[i]);
        }
    }
}
