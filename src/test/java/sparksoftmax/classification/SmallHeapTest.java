package sparksoftmax.classification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sparksoftmax.ChildJvm;

/**
 * Fits in virtual machines with little memory. The dense rows take 240 MB, more than half of the heap, so that Spark
 * keeps most blocks on disk. The wide ones take 7 MB, but a model has 2,000,000 coefficients, and there are 100
 * partitions.
 */
class SmallHeapTest {
    @ParameterizedTest
    @CsvSource({"dense, -1, 460m", "wide, 0, 900m"})
    void trainsWithoutRunningOutOfMemory(String rows, String maxDriverDataInMB, String heap) {
        String[] found = ChildJvm.run(List.of("-Xmx" + heap), SmallHeapFits.class, rows, maxDriverDataInMB)
                .split(" ");
        double before = Double.parseDouble(found[0]);
        double after = Double.parseDouble(found[1]);
        assertTrue(after < 0.9 * before, () -> "the objective was " + before + " before and " + after + " after");
        assertEquals("0", found[2], "bytes spilled");
    }
}
