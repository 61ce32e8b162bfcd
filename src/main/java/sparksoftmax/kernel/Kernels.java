package sparksoftmax.kernel;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses the kernel and the functions. Once in each virtual machine, it looks whether there is the Vector API, whose
 * code is the fastest where the optimizing compiler can compile it, and logs it. Vector code takes up to a second to
 * compile and is very slow until then. Therefore plain loops, which give the same bits, compute exponentials and
 * logarithms at first, and products where there is little to compute, until a thread of its own has had the vector code
 * compiled.
 */
public final class Kernels {
    /**
     * With fewer multiplications than this for each thread in one fit, plain loops are done sooner than vector code is
     * compiled. Figures are in solvers.md.
     */
    private static final double LITTLE = 4e9;

    /**
     * With fewer values of functions than this for each thread, vector code is not compiled during the fit: it saves 5
     * ns for each, and takes 0.2 s and more to compile.
     */
    private static final double FEW_VALUES = 5e7;

    /** After fits with so many (in the same sense), more are expected, and vector code is compiled meanwhile. */
    private static final double MUCH_IN_FITS = 1e8;

    /** The same for the predictions of one thread. */
    private static final long MUCH_IN_PREDICTIONS = 50_000_000L;

    /** When a thread has computed so many exponentials for predictions, their vector code begins to be compiled. */
    private static final long MANY_VALUES_IN_PREDICTIONS = 10_000_000L;

    private static final Kernel SCALAR = new PlainKernel();

    private static double multiplications;
    private static double mostMultiplications;
    private static double mostValues;

    private static volatile boolean littleToDo;
    private static volatile boolean fewValues;

    private Kernels() {}

    /** Apart, so that the options of the virtual machine are looked up only where functions are needed. */
    private static final class PlainFunctions {
        // Without the processor's instruction, a fused multiply-add takes a hundred times as long.
        static final Functions FUNCTIONS =
                VirtualMachine.hasFusedMultiplyAdd() ? new Exponentials() : new MathFunctions();
    }

    /** Apart, so that {@link #scalar} needs no logging library: the scorer runs without one. */
    private static final class Holder {
        private static final Logger LOG = LoggerFactory.getLogger(Kernels.class);
        private static final String MODULE = "jdk.incubator.vector";

        static final Kernel FASTEST;
        static final Functions FUNCTIONS;

        /** Null, as the next one is, where vector code is not used. */
        static final GradualKernel GRADUAL;

        /** The same as {@link #FUNCTIONS}, or null. */
        static final GradualFunctions GRADUAL_FUNCTIONS;

        static {
            Kernel vector = null;
            Functions onRegisters = null;
            if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
                LOG.info(
                        "Module {} is not loaded. Start java with --add-modules={}, as spark-submit does, to make"
                                + " products several times as fast.",
                        MODULE,
                        MODULE);
            } else if (!VirtualMachine.hasFusedMultiplyAdd()) {
                LOG.info("The Vector API is not used: as Java sees it, the processor has no fused multiply-add (FMA).");
            } else {
                try {
                    vector = (Kernel) instance("VectorKernel");
                    onRegisters = (Functions) instance("VectorExponentials");
                } catch (ReflectiveOperationException | LinkageError e) {
                    vector = null;
                    LOG.warn("The Vector API failed to start.", e);
                }
            }
            if (vector == null) {
                FASTEST = scalar();
                FUNCTIONS = new MathFunctions();
                GRADUAL = null;
                GRADUAL_FUNCTIONS = null;
                LOG.info("Products run on {}.", FASTEST.description());
            } else if (VirtualMachine.hasOptimizingCompiler()) {
                FASTEST = vector;
                GRADUAL = new GradualKernel(vector);
                GRADUAL_FUNCTIONS = new GradualFunctions(new Exponentials(), onRegisters);
                FUNCTIONS = GRADUAL_FUNCTIONS;
                LOG.info(
                        "Products run on {}. Where there is little to compute, plain loops with the same results run"
                                + " at first.",
                        FASTEST.description());
            } else {
                FASTEST = new LoopKernel(vector);
                FUNCTIONS = new Exponentials();
                GRADUAL = null;
                GRADUAL_FUNCTIONS = null;
                LOG.info(
                        "Products run on {}: the options of this virtual machine exclude the optimizing compiler, with"
                                + " which they would be several times as fast.",
                        FASTEST.description());
            }
        }

        /** An instance of a class of this package, by its name, since this class must also load without the module. */
        private static Object instance(String name) throws ReflectiveOperationException {
            return Class.forName(Kernels.class.getPackageName() + "." + name)
                    .getDeclaredConstructor()
                    .newInstance();
        }
    }

    /**
     * Tells this virtual machine of a fit. If it is not told of any, as on executors, or was told of one that has many
     * multiplications, {@link #best} is the fastest kernel. Otherwise it is plain loops first; once the fits before
     * have had {@value #MUCH_IN_FITS} multiplications, vector code as soon as it is compiled. The {@link #functions}
     * are always plain loops first. They begin to change after {@value #MUCH_IN_FITS} multiplications, too, and at once
     * if a fit has many values or no fit was announced.
     *
     * @param ofFit an estimate of the multiplications and additions that each thread will make
     * @param values an estimate of the values of functions that each thread will compute
     */
    public static synchronized void expect(double ofFit, double values) {
        if (multiplications >= MUCH_IN_FITS && Holder.GRADUAL != null) {
            Holder.GRADUAL.change();
            Holder.GRADUAL_FUNCTIONS.change();
        }
        multiplications += ofFit;
        mostMultiplications = Math.max(mostMultiplications, ofFit);
        mostValues = Math.max(mostValues, values);
        littleToDo = mostMultiplications < LITTLE;
        fewValues = mostValues < FEW_VALUES;
    }

    /** The kernel for the fits that this virtual machine has been told of, see {@link #expect}. */
    public static Kernel best() {
        return littleToDo && Holder.GRADUAL != null ? Holder.GRADUAL : Holder.FASTEST;
    }

    /**
     * The functions for the fits that this virtual machine has been told of, see {@link #expect}. Unlike a kernel's
     * operations, which are many, these two are compiled soon beside a fit, and until then plain loops take much less
     * time: the first fit of kddcup99 took 5.2 instead of 5.8 s (medians of seven).
     */
    public static Functions functions() {
        if (Holder.GRADUAL_FUNCTIONS != null && !fewValues) {
            Holder.GRADUAL_FUNCTIONS.change();
        }
        return Holder.FUNCTIONS;
    }

    /**
     * The kernel for {@link Kernel#addProduct} and {@link Kernel#addDenseProduct}, which give the same bits with all
     * kernels. Nobody knows how many predictions will be asked for, so plain loops make the first ones.
     *
     * @param multiplicationsSoFar those that the calling thread has made for predictions
     */
    public static Kernel forPredictions(long multiplicationsSoFar) {
        if (multiplicationsSoFar < MUCH_IN_PREDICTIONS) {
            return SCALAR;
        }
        if (Holder.GRADUAL == null) {
            return Holder.FASTEST;
        }
        Holder.GRADUAL.changePredictions();
        return Holder.GRADUAL;
    }

    /**
     * The functions for predictions, which give the same bits as {@link #scalarFunctions}.
     *
     * @param valuesSoFar those that the calling thread has computed for predictions
     */
    public static Functions functionsForPredictions(long valuesSoFar) {
        if (valuesSoFar < MANY_VALUES_IN_PREDICTIONS || Holder.GRADUAL_FUNCTIONS == null) {
            return scalarFunctions();
        }
        Holder.GRADUAL_FUNCTIONS.change();
        return Holder.GRADUAL_FUNCTIONS;
    }

    /** The kernel that is the fastest one once it is compiled. */
    public static Kernel fastest() {
        return Holder.FASTEST;
    }

    /** The kernel that runs on every Java virtual machine. */
    public static Kernel scalar() {
        return SCALAR;
    }

    /**
     * The functions that run on every Java virtual machine. On processors with fused multiply-adds, they have the bits
     * of {@link Exponentials}, on others those of {@link MathFunctions}.
     */
    public static Functions scalarFunctions() {
        return PlainFunctions.FUNCTIONS;
    }
}
