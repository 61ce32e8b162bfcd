package sparksoftmax.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sparksoftmax.ChildJvm;

/** Which kernel and functions a new virtual machine takes for how much work. */
class KernelsTest {
    /**
     * Prints the kernel before anything is expected, and after each number of multiplications, and then the functions
     * for training and for the last and first predictions.
     */
    static final class Choices {
        private Choices() {}

        public static void main(String[] multiplications) {
            print(Kernels.best());
            for (String ofFit : multiplications) {
                Kernels.expect(Double.parseDouble(ofFit), 1e12);
                print(Kernels.best());
            }
            print(Kernels.functions());
            print(Kernels.functionsForPredictions(Long.MAX_VALUE));
            print(Kernels.functionsForPredictions(0L));
        }

        private static void print(Object chosen) {
            System.out.println(chosen.getClass().getSimpleName());
        }
    }

    private static List<String> choices(List<String> options, String... multiplications) {
        return ChildJvm.run(options, Choices.class, multiplications).lines().toList();
    }

    @Test
    void vectorCodeFromTheFirstFitOnThatHasMuchToDo() {
        assertEquals(
                List.of(
                        "VectorKernel",
                        "GradualKernel",
                        "GradualKernel",
                        "GradualKernel",
                        "VectorKernel",
                        "VectorKernel",
                        "GradualFunctions",
                        "GradualFunctions",
                        "Exponentials"),
                choices(List.of(), "1e6", "3e9", "3e9", "4e9", "1e6"));
    }

    /** Where vector code would never be fast, there is no fit for which it is taken. */
    @ParameterizedTest
    @CsvSource({
        "-XX:TieredStopAtLevel=1, LoopKernel, Exponentials, Exponentials",
        "-XX:TieredStopAtLevel=3, LoopKernel, Exponentials, Exponentials",
        "-XX:CompilationMode=quick-only, LoopKernel, Exponentials, Exponentials",
        "-Xint, LoopKernel, Exponentials, Exponentials",
        "-XX:-UseFMA, PlainKernel, MathFunctions, MathFunctions",
        "-XX:-TieredCompilation, VectorKernel, GradualFunctions, Exponentials"
    })
    void vectorCodeOnlyWhereItBecomesFast(String option, String kernel, String functions, String firstFunctions) {
        assertEquals(List.of(kernel, kernel, functions, functions, firstFunctions), choices(List.of(option), "1e12"));
    }

    /**
     * Plain loops make the first fits or predictions, and vector code, once it is compiled, those after them. Functions
     * begin to change at once where they have much to do, or where nobody says how much, as on executors.
     */
    @ParameterizedTest
    @ValueSource(classes = {Fits.class, Predictions.class, Probabilities.class, ManyValues.class, UnknownWork.class})
    void workBeginsToChangeToVectorCode(Class<?> work) {
        assertEquals("begun", ChildJvm.run(List.of(), work).strip());
    }

    static final class Fits {
        private Fits() {}

        public static void main(String[] args) {
            Kernels.expect(1e9, 1e6);
            work();
            if (isWarmingUp()) {
                throw new IllegalStateException("The first fit must not be disturbed.");
            }
            Kernels.expect(1e9, 1e6);
            work();
            System.out.println(isWarmingUp() ? "begun" : "not begun");
        }

        private static void work() {
            callFunctions();
            DenseShape shape = Kernels.best().shape(100, 10);
            float[] x = new float[20 * shape.stride()];
            Kernels.best().margins(shape, x, 0, 20, new float[shape.length()], new float[20 * shape.rowStride()]);
        }
    }

    static final class Predictions {
        private Predictions() {}

        public static void main(String[] args) {
            work(0L);
            work(1_000_000L);
            if (isWarmingUp()) {
                throw new IllegalStateException("The first predictions must not be disturbed.");
            }
            work(100_000_000L);
            System.out.println(isWarmingUp() ? "begun" : "not begun");
        }

        private static void work(long multiplicationsSoFar) {
            Kernels.forPredictions(multiplicationsSoFar)
                    .addDenseProduct(new double[100], 100, new double[1000], 0, new double[10]);
        }
    }

    static final class Probabilities {
        private Probabilities() {}

        public static void main(String[] args) {
            work(0L);
            work(1_000_000L);
            if (isWarmingUp()) {
                throw new IllegalStateException("The first predictions must not be disturbed.");
            }
            work(10_000_000L);
            System.out.println(isWarmingUp() ? "begun" : "not begun");
        }

        private static void work(long valuesSoFar) {
            Kernels.functionsForPredictions(valuesSoFar).exp(new double[100], 0, 100);
        }
    }

    static final class ManyValues {
        private ManyValues() {}

        public static void main(String[] args) {
            Kernels.expect(1e6, 4.9e7);
            callFunctions();
            if (isWarmingUp()) {
                throw new IllegalStateException("A fit with few values must not be disturbed.");
            }
            Kernels.expect(1e6, 5e7);
            callFunctions();
            System.out.println(isWarmingUp() ? "begun" : "not begun");
        }
    }

    static final class UnknownWork {
        private UnknownWork() {}

        public static void main(String[] args) {
            callFunctions();
            System.out.println(isWarmingUp() ? "begun" : "not begun");
        }
    }

    private static void callFunctions() {
        double[] values = new double[100];
        Kernels.functions().exp(values, 0, values.length);
        Kernels.functions().log1p(values, 0, values.length);
    }

    private static boolean isWarmingUp() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals(WarmUp.THREAD_NAME));
    }
}
