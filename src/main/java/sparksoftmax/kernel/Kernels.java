package sparksoftmax.kernel;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses the kernel, once in each virtual machine, and logs which one and why. */
public final class Kernels {
    private Kernels() {}

    /** Apart, so that {@link #scalar} needs no logging library: the scorer runs without one. */
    private static final class Holder {
        private static final Logger LOG = LoggerFactory.getLogger(Kernels.class);
        private static final String MODULE = "jdk.incubator.vector";

        static final Kernel BEST = pick();

        private static Kernel pick() {
            if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
                LOG.info(
                        "Products run on scalar loops: module {} is not loaded. Start java with --add-modules={}, as"
                                + " spark-submit does, to run them several times as fast.",
                        MODULE,
                        MODULE);
                return scalar();
            }
            try {
                // By name, since this class must also load if the module is missing.
                Kernel kernel = (Kernel) Class.forName("sparksoftmax.kernel.VectorKernel")
                        .getDeclaredConstructor()
                        .newInstance();
                LOG.info("Products run on {}.", kernel.description());
                return kernel;
            } catch (ReflectiveOperationException | LinkageError e) {
                LOG.warn("Products run on scalar loops: the Vector API failed to start.", e);
                return scalar();
            }
        }
    }

    /** The fastest kernel that this virtual machine can run. */
    public static Kernel best() {
        return Holder.BEST;
    }

    /** The kernel that runs on every Java virtual machine. */
    public static Kernel scalar() {
        return new PlainKernel();
    }
}
