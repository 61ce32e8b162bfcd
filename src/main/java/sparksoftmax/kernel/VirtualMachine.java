package sparksoftmax.kernel;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/** What this virtual machine can do, by its options, some of which it sets itself, as the processor allows. */
final class VirtualMachine {
    private static final int FULL_OPTIMIZATION = 4;

    private VirtualMachine() {}

    /**
     * Whether {@link Math#fma} and that of vectors are an instruction of the processor. Old or small processors, and
     * those that some emulators stand for, have none. Java then computes each with numbers of arbitrary length, which
     * takes a hundred times as long or more. False also in virtual machines that do not say, such as older ones of
     * OpenJ9, which have no instruction for it on any processor.
     */
    static boolean hasFusedMultiplyAdd() {
        return is("UseFMA", "true");
    }

    /** Whether there is an optimizing compiler, without which vector code stays slow; by default there is. */
    static boolean hasOptimizingCompiler() {
        return !is("UseCompiler", "false")
                && !is("CompilationMode", "quick-only")
                && (is("TieredCompilation", "false")
                        || is("TieredStopAtLevel", Integer.toString(FULL_OPTIMIZATION))
                        || value("TieredStopAtLevel") == null);
    }

    private static boolean is(String option, String value) {
        return value.equals(value(option));
    }

    /** The value of an option, or null in virtual machines that have no such option. */
    private static String value(String option) {
        try {
            return ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .getVMOption(option)
                    .getValue();
        } catch (LinkageError | RuntimeException e) {
            return null;
        }
    }
}
