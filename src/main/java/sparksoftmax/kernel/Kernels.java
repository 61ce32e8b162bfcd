package sparksoftmax.kernel;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses the kernel and the functions. Once in each virtual machine, it looks whether there is the Vector API, which
 * makes the fastest ones, and logs it. Vector code takes up to a second to compile and is very slow until then.
 * Therefore plain loops, which give the same bits, are taken where there is little to compute.
 */
public final class Kernels {
    /**
     * With fewer multiplications than this for each thread, in all that a virtual machine has been asked for, plain
     * loops are done sooner than vector code is compiled. Figures are in solvers.md.
     */
    private static final double LITTLE = 4e9;

    /** The same for values of functions: vector code saves 5 ns for each, and takes 0.2 s and more to compile. */
    private static final double FEW_VALUES = 5e7;

    /** The same for {@link #forPredictions}, whose vector code saves 0.5 to 4 ns for each multiplication. */
    private static final long LITTLE_IN_PREDICTIONS = 100_000_000L;

    private static final Kernel SCALAR = new PlainKernel();

    private static double multiplications;
    private static double values;

    private static volatile boolean littleToDo;
    private static volatile boolean fewValues;

    private Kernels() {}

    /** Apart, so that {@link #scalar} needs no logging library: the scorer runs without one. */
    private static final class Holder {
        private static final Logger LOG = LoggerFactory.getLogger(Kernels.class);
        private static final String MODULE = "jdk.incubator.vector";

        static final Kernel FASTEST;
        static final Kernel FOR_LITTLE_WORK;
        static final Functions FASTEST_FUNCTIONS;
        static final Functions FOR_FEW_VALUES;

        static {
            Kernel vector = null;
            Functions onRegisters = null;
            if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
                LOG.info(
                        "Module {} is not loaded. Start java with --add-modules={}, as spark-submit does, to make"
                                + " products several times as fast.",
                        MODULE,
                        MODULE);
            } else {
                try {
                    vector = (Kernel) instance("VectorKernel");
                    onRegisters = (Functions) instance("VectorExponentials");
                } catch (ReflectiveOperationException | LinkageError e) {
                    vector = null;
                    LOG.warn("The Vector API failed to start.", e);
                }
            }
            FASTEST = vector == null ? scalar() : vector;
            FOR_LITTLE_WORK = vector == null ? FASTEST : new LoopKernel(vector);
            FASTEST_FUNCTIONS = vector == null ? new MathFunctions() : onRegisters;
            FOR_FEW_VALUES = vector == null ? FASTEST_FUNCTIONS : new Exponentials();
            LOG.info(
                    "Products run on {}{}.",
                    FASTEST.description(),
                    vector == null ? "" : "; where there is little to compute, on plain loops with the same results");
        }

        /** An instance of a class of this package, by its name, since this class must also load without the module. */
        private static Object instance(String name) throws ReflectiveOperationException {
            return Class.forName(Kernels.class.getPackageName() + "." + name)
                    .getDeclaredConstructor()
                    .newInstance();
        }
    }

    /**
     * Tells this virtual machine how much work comes, in addition to what it has been told before. If nobody tells it,
     * as on executors, {@link #best} and {@link #functions} are the fastest ones.
     *
     * @param moreMultiplications an estimate of the multiplications and additions that each thread will make
     * @param moreValues an estimate of the values of functions that each thread will compute
     */
    public static synchronized void expect(double moreMultiplications, double moreValues) {
        multiplications += moreMultiplications;
        values += moreValues;
        littleToDo = multiplications < LITTLE;
        fewValues = values < FEW_VALUES;
    }

    /** The kernel for the work that this virtual machine has been asked for, see {@link #expect}. */
    public static Kernel best() {
        return littleToDo ? Holder.FOR_LITTLE_WORK : Holder.FASTEST;
    }

    /** The functions for the work that this virtual machine has been asked for, see {@link #expect}. */
    public static Functions functions() {
        return fewValues ? Holder.FOR_FEW_VALUES : Holder.FASTEST_FUNCTIONS;
    }

    /**
     * The kernel for {@link Kernel#addProduct} and {@link Kernel#addDenseProduct}, which give the same bits with all
     * kernels. Nobody knows how many predictions will be asked for, so the first ones of a thread are made by plain
     * loops.
     *
     * @param multiplicationsSoFar those that the thread has made for predictions
     */
    public static Kernel forPredictions(long multiplicationsSoFar) {
        return multiplicationsSoFar < LITTLE_IN_PREDICTIONS ? SCALAR : Holder.FASTEST;
    }

    /** The kernel that is the fastest one once it is compiled. */
    public static Kernel fastest() {
        return Holder.FASTEST;
    }

    /** The kernel that runs on every Java virtual machine. */
    public static Kernel scalar() {
        return SCALAR;
    }
}
