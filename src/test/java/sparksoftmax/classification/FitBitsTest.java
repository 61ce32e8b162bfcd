package sparksoftmax.classification;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import sparksoftmax.ChildJvm;

/** The same fit gives the same bits in a fresh Java virtual machine and in one that has compiled everything. */
class FitBitsTest {
    @Test
    void bitsAreThoseOfAFreshVirtualMachine() {
        String fresh = ChildJvm.run(List.of("-XX:TieredStopAtLevel=1"), FitBits.class, "1");
        String warm = ChildJvm.run(List.of(), FitBits.class, "4");
        assertEquals(fresh, warm);
    }
}
