package sparksoftmax.optim;

import breeze.linalg.DenseVector;
import breeze.linalg.DenseVector$;
import breeze.math.MutableFiniteCoordinateField;
import breeze.optimize.DiffFunction;
import breeze.optimize.FirstOrderMinimizer;
import breeze.optimize.LBFGS;
import breeze.optimize.LBFGSB;
import breeze.optimize.OWLQN;
import java.lang.invoke.CallSite;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Arrays;
import scala.Function1;
import scala.Tuple2;
import scala.collection.Iterator;

/**
 * Breeze's optimizers, stepped as {@link Lbfgs} is: an independent oracle for tests, and the other side of
 * {@code OptimizerComparison}. Breeze's own convergence checks are left out, so that a run ends by {@link #step} only.
 *
 * <p>A point is not evaluated twice in a row: {@code LBFGSB} asks again for the point that its line search ended at.
 */
public final class BreezeMinimizer implements Minimizer {
    private static final int LINE_SEARCH = 64;

    @SuppressWarnings("unchecked")
    private static final MutableFiniteCoordinateField<DenseVector<Object>, Object, Object> SPACE =
            DenseVector$.MODULE$.space_Double();

    private final Lbfgs.Function function;
    private final Iterator<?> states;
    private FirstOrderMinimizer.State<DenseVector<Object>, ?, ?> state;
    private double[] lastPosition;
    private Tuple2<Object, DenseVector<Object>> lastResult;
    private int evaluations;

    private BreezeMinimizer(
            FirstOrderMinimizer<DenseVector<Object>, DiffFunction<DenseVector<Object>>> minimizer,
            Lbfgs.Function function,
            double[] start) {
        this.function = function;
        DiffFunction<DenseVector<Object>> target = diffFunction();
        states = minimizer.infiniteIterations(target, minimizer.initialState(target, vector(start.clone())));
        state = next();
    }

    /** {@code LBFGS} with a memory of {@code memory} pairs. */
    public static BreezeMinimizer lbfgs(Lbfgs.Function function, double[] start, int memory) {
        return new BreezeMinimizer(new LBFGS<>(-1, memory, 0.0, SPACE), function, start);
    }

    /**
     * {@code OWLQN}, which adds the L1 part by itself.
     *
     * @param smooth the function without its L1 part
     */
    public static BreezeMinimizer owlqn(Lbfgs.Function smooth, double[] start, double[] l1, int memory) {
        Function1<Object, Object> strength = index -> l1[(Integer) index];
        return new BreezeMinimizer(new OWLQN<>(-1, memory, strength, 0.0, SPACE), smooth, start);
    }

    /** {@code LBFGSB}. */
    public static BreezeMinimizer lbfgsb(
            Lbfgs.Function function, double[] start, double[] lower, double[] upper, int memory) {
        return new BreezeMinimizer(
                new LBFGSB(vector(lower), vector(upper), -1, memory, 0.0, LINE_SEARCH, LINE_SEARCH), function, start);
    }

    /** With the L1 part. */
    @Override
    public double value() {
        return state.adjustedValue();
    }

    @Override
    public double gradientNorm() {
        double[] gradient = (double[]) state.adjustedGradient().data();
        return Math.sqrt(Vectors.dot(gradient, gradient));
    }

    /** The current position, a copy. */
    public double[] position() {
        return ((double[]) state.x().data()).clone();
    }

    /** How many different points the function has been evaluated at. */
    public int evaluations() {
        return evaluations;
    }

    @Override
    public boolean step() {
        // Where a line search fails for the first time, Breeze returns the same position, and forgets its pairs.
        for (int attempt = 0; attempt < 2; attempt++) {
            int before = state.iter();
            double value = value();
            state = next();
            if (state.searchFailed()) {
                return false;
            }
            if (state.iter() > before) {
                return value() < value;
            }
        }
        return false;
    }

    @SuppressWarnings("unchecked")
    private FirstOrderMinimizer.State<DenseVector<Object>, ?, ?> next() {
        return (FirstOrderMinimizer.State<DenseVector<Object>, ?, ?>) states.next();
    }

    private static DenseVector<Object> vector(double[] values) {
        return new DenseVector<>(values);
    }

    private Tuple2<Object, DenseVector<Object>> evaluate(DenseVector<Object> u) {
        double[] position = (double[]) u.data();
        if (!Arrays.equals(position, lastPosition)) {
            double[] gradient = new double[position.length];
            double value = function.valueAndGradient(position, gradient);
            evaluations++;
            lastPosition = position.clone();
            lastResult = new Tuple2<>(value, vector(gradient));
        }
        return lastResult;
    }

    /**
     * As a Java class it cannot be written: its inherited methods clash in Java's generics, though not in byte code.
     */
    @SuppressWarnings("unchecked")
    private DiffFunction<DenseVector<Object>> diffFunction() {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            MethodHandle evaluate = lookup.findVirtual(
                    BreezeMinimizer.class, "evaluate", MethodType.methodType(Tuple2.class, DenseVector.class));
            CallSite site = LambdaMetafactory.metafactory(
                    lookup,
                    "calculate",
                    MethodType.methodType(DiffFunction.class, BreezeMinimizer.class),
                    MethodType.methodType(Tuple2.class, Object.class),
                    evaluate,
                    MethodType.methodType(Tuple2.class, DenseVector.class));
            return (DiffFunction<DenseVector<Object>>) site.getTarget().invoke(this);
        } catch (Throwable e) {
            throw new IllegalStateException("Breeze's DiffFunction cannot be made", e);
        }
    }
}
