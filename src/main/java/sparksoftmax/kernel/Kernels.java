package sparksoftmax.kernel;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses the kernel. The fastest one is found once in each virtual machine, and the log says which it is and why. If
 * it uses the Vector API, a virtual machine that has little to compute takes {@link LoopKernel} instead, which gives
 * the same bits: it is slower for good, but needs no second to be compiled.
 */
public final class Kernels {
    /**
     * With fewer multiplications than this for each thread, in all that a virtual machine has been asked for, plain
     * loops are sooner done than the Vector API is compiled. The figures are in solvers.md.
     */
    private static final double LITTLE = 2.5e9;

    private static double expected;

    private static volatile boolean littleToDo;

    private Kernels() {}

    /** Apart, so that {@link #scalar} needs no logging library: the scorer runs without one. */
    private static final class Holder {
        private static final Logger LOG = LoggerFactory.getLogger(Kernels.class);
        private static final String MODULE = "jdk.incubator.vector";

        static final Kernel FASTEST;
        static final Kernel FOR_LITTLE_WORK;

        static {
            Kernel vector = vectorKernel();
            FASTEST = vector == null ? scalar() : vector;
            FOR_LITTLE_WORK = vector == null ? FASTEST : new LoopKernel(vector);
            LOG.info("Products run on {}.", FASTEST.description());
        }

        /** The kernel that uses the Vector API; null if this virtual machine has none. */
        private static Kernel vectorKernel() {
            if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
                LOG.info(
                        "Module {} is not loaded. Start java with --add-modules={}, as spark-submit does, to make"
                                + " products several times as fast.",
                        MODULE,
                        MODULE);
                return null;
            }
            try {
                // By name, since this class must also load if the module is missing.
                return (Kernel) Class.forName("sparksoftmax.kernel.VectorKernel")
                        .getDeclaredConstructor()
                        .newInstance();
            } catch (ReflectiveOperationException | LinkageError e) {
                LOG.warn("The Vector API failed to start.", e);
                return null;
            }
        }
    }

    /** The kernel for the work that this virtual machine has been asked for, see {@link #expect}. */
    public static Kernel best() {
        return littleToDo ? Holder.FOR_LITTLE_WORK : Holder.FASTEST;
    }

    /**
     * Tells this virtual machine how much work comes, in addition to what it has been told before. If nobody tells it,
     * as on executors, {@link #best} is the fastest kernel.
     *
     * @param multiplications an estimate of the multiplications and additions that each thread will make
     */
    public static synchronized void expect(double multiplications) {
        expected += multiplications;
        littleToDo = expected < LITTLE;
    }

    /** The fastest kernel that this virtual machine can run, once it is compiled. */
    public static Kernel fastest() {
        return Holder.FASTEST;
    }

    /** The kernel that runs on every Java virtual machine. */
    public static Kernel scalar() {
        return new PlainKernel();
    }
}
