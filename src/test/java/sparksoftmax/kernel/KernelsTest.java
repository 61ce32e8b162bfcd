package sparksoftmax.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import sparksoftmax.ChildJvm;

/** Which kernel a new virtual machine takes for how much work. */
class KernelsTest {
    /** Prints the kernel before anything is expected, and after each of the numbers of multiplications. */
    static final class Choices {
        private Choices() {}

        public static void main(String[] multiplications) {
            System.out.print(Kernels.best().getClass().getSimpleName());
            for (String expected : multiplications) {
                Kernels.expect(Double.parseDouble(expected));
                System.out.print(" " + Kernels.best().getClass().getSimpleName());
            }
        }
    }

    private static String choices(String... multiplications) {
        return ChildJvm.run(List.of(), Choices.class, multiplications);
    }

    @Test
    void vectorCodeUnlessThereIsLittleToDo() {
        assertEquals("VectorKernel LoopKernel LoopKernel VectorKernel", choices("1e6", "2e9", "1e9"));
    }

    @Test
    void afterMuchWorkLittleMoreTakesVectorCode() {
        assertEquals("VectorKernel VectorKernel VectorKernel", choices("1e12", "1e6"));
    }
}
