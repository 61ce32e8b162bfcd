package sparksoftmax.kernel;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Picks the kernel, once in a virtual machine, and says in the log which and why. */
public final class FloatKernels {
    private static final Logger LOG = LoggerFactory.getLogger(FloatKernels.class);
    private static final String MODULE = "jdk.incubator.vector";

    private FloatKernels() {}

    private static final class Holder {
        static final FloatKernel BEST = pick();
    }

    /** The fastest kernel that this virtual machine can run. */
    public static FloatKernel best() {
        return Holder.BEST;
    }

    /** The kernel that runs everywhere. */
    public static FloatKernel scalar() {
        return new ScalarFloatKernel();
    }

    private static FloatKernel pick() {
        if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
            LOG.info(
                    "Products run on scalar loops: module {} is not loaded. Start java with --add-modules={}, as"
                            + " spark-submit does, to run them several times as fast.",
                    MODULE,
                    MODULE);
            return scalar();
        }
        try {
            // By name: this class must load where the module is missing.
            FloatKernel kernel = (FloatKernel) Class.forName("sparksoftmax.kernel.VectorFloatKernel")
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
