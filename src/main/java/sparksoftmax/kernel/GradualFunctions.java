package sparksoftmax.kernel;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * {@link Exponentials}, and from the time on when it is asked for and compiled, {@code VectorExponentials}. Both have
 * the same results.
 */
final class GradualFunctions implements Functions {
    /** Enough to fill all registers, and few, since it is the number of calls that makes Java compile. */
    private static final int SAMPLE = 16;

    /**
     * An argument of the usual size for both functions: the logarithm of a probability, and less than 0 by its size.
     */
    private static final double ARGUMENT = -0.5;

    private final WarmUp<Functions> exp;
    private final WarmUp<Functions> log1p;

    GradualFunctions(Functions loops, Functions vector) {
        exp = new WarmUp<>(loops, vector);
        log1p = new WarmUp<>(loops, vector);
    }

    /** Asks for the change to vector code. */
    void change() {
        exp.askFor();
        log1p.askFor();
    }

    @Override
    public void exp(double[] x, int from, int to) {
        if (exp.isDue()) {
            double[] values = new double[SAMPLE];
            exp.begin(onSample(functions -> functions.exp(values, 0, SAMPLE), values));
        }
        exp.current().exp(x, from, to);
    }

    @Override
    public void log1p(double[] x, int from, int to) {
        if (log1p.isDue()) {
            double[] values = new double[SAMPLE];
            log1p.begin(onSample(functions -> functions.log1p(values, 0, SAMPLE), values));
        }
        log1p.current().log1p(x, from, to);
    }

    private static Consumer<Functions> onSample(Consumer<Functions> call, double[] values) {
        return functions -> {
            Arrays.fill(values, ARGUMENT);
            call.accept(functions);
        };
    }
}
