package sparksoftmax.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sparksoftmax.ChildJvm;

/** The kernels give the same bits interpreted and compiled by either compiler. */
class KernelBitsTest {
    @Test
    void bitsAreThoseOfTheInterpreter() {
        String interpreted = ChildJvm.run(List.of("-Xint"), KernelBits.class, "1");
        String byFirstCompiler = ChildJvm.run(List.of("-XX:TieredStopAtLevel=1", "-Xbatch"), KernelBits.class, "60");
        // Compiled by the second one after some of the repetitions; synchronously, so that it happens in all runs.
        String bySecondCompiler = ChildJvm.run(
                List.of("-XX:-TieredCompilation", "-Xbatch", "-XX:CompileThreshold=1000"), KernelBits.class, "600");
        String asUsual = ChildJvm.run(List.of(), KernelBits.class, "600");
        assertEquals(interpreted, byFirstCompiler);
        assertEquals(interpreted, bySecondCompiler);
        assertEquals(interpreted, asUsual);
    }

    /** With registers of 128, 256 and 512 bits, where the processor has them. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void plainLoopsHaveTheBitsOfVectorCode(int instructionSet) {
        List<String> ofVectorCode = ChildJvm.run(
                        List.of("-XX:+IgnoreUnrecognizedVMOptions", "-XX:UseAVX=" + instructionSet),
                        KernelBits.class,
                        "1")
                .lines()
                .filter(line -> line.contains("Vector API"))
                .map(line -> line.substring(line.indexOf('[')))
                .toList();
        assertEquals(2, ofVectorCode.size());
        assertEquals(ofVectorCode.get(0), ofVectorCode.get(1));
    }
}
