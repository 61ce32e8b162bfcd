package sparksoftmax.kernel;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Begins as {@link Exponentials}. After {@link #change}, a thread gets {@code VectorExponentials} compiled, and then it
 * calls those. Both have the same results.
 */
final class GradualFunctions implements Functions {
    /** Two of the largest registers, and a rest that does not fill one. */
    private static final int SAMPLE = 19;

    private final WarmUp<Functions> exp;
    private final WarmUp<Functions> log1p;
    private volatile boolean changing;

    GradualFunctions(Functions loops, Functions vector) {
        this(loops, vector, WarmUp.MOST_WORK);
    }

    /** @param mostWork after how much work the thread gives up a function */
    GradualFunctions(Functions loops, Functions vector, Duration mostWork) {
        exp = new WarmUp<>(loops, vector, this, sample((functions, x) -> functions.exp(x, 0, x.length)), mostWork);
        log1p = new WarmUp<>(loops, vector, this, sample((functions, x) -> functions.log1p(x, 0, x.length)), mostWork);
    }

    private interface Call {
        void of(Functions functions, double[] x);
    }

    /** A call with arguments from -0.5 to 4, which are within the usual range of both functions. */
    private static Supplier<Consumer<Functions>> sample(Call call) {
        return () -> {
            double[] x = new double[SAMPLE];
            return functions -> {
                for (int i = 0; i < SAMPLE; i++) {
                    x[i] = 0.25 * i - 0.5;
                }
                call.of(functions, x);
            };
        };
    }

    /** Lets it change to vector code. */
    void change() {
        // Not written again and again: it is read for every few rows.
        if (!changing) {
            changing = true;
        }
    }

    @Override
    public void exp(double[] x, int from, int to) {
        exp.current(changing).exp(x, from, to);
    }

    @Override
    public void log1p(double[] x, int from, int to) {
        log1p.current(changing).log1p(x, from, to);
    }
}
