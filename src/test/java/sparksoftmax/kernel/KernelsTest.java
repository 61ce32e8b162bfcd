package sparksoftmax.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import sparksoftmax.ChildJvm;

/** Which kernel and functions a new virtual machine takes for how much work. */
class KernelsTest {
    /** Prints what is taken before anything is expected, and after each pair of multiplications and values. */
    static final class Choices {
        private Choices() {}

        public static void main(String[] work) {
            print();
            for (int i = 0; i < work.length; i += 2) {
                Kernels.expect(Double.parseDouble(work[i]), Double.parseDouble(work[i + 1]));
                print();
            }
        }

        private static void print() {
            System.out.println(Kernels.best().getClass().getSimpleName() + " "
                    + Kernels.functions().getClass().getSimpleName());
        }
    }

    private static List<String> choices(String... work) {
        return ChildJvm.run(List.of(), Choices.class, work).lines().toList();
    }

    @Test
    void vectorCodeUnlessThereIsLittleToDo() {
        assertEquals(
                List.of(
                        "VectorKernel VectorExponentials",
                        "LoopKernel Exponentials",
                        "LoopKernel VectorExponentials",
                        "VectorKernel VectorExponentials"),
                choices("1e6", "1e6", "3e9", "5e7", "2e9", "0"));
    }

    @Test
    void afterMuchWorkLittleMoreTakesVectorCode() {
        assertEquals(
                List.of(
                        "VectorKernel VectorExponentials",
                        "VectorKernel Exponentials",
                        "VectorKernel Exponentials",
                        "VectorKernel VectorExponentials"),
                choices("1e12", "1e6", "1e6", "1e6", "0", "1e9"));
    }

    @Test
    void aThreadBeginsItsPredictionsWithPlainLoops() {
        assertEquals(PlainKernel.class, Kernels.forPredictions(0L).getClass());
        assertEquals(PlainKernel.class, Kernels.forPredictions(50_000_000L).getClass());
        assertEquals(Kernels.fastest(), Kernels.forPredictions(1_000_000_000L));
    }
}
