package sparksoftmax.classification;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import sparksoftmax.ChildJvm;

/**
 * The same fit gives the same bits in a fresh Java virtual machine and in one that has compiled everything, with plain
 * loops, with vector code, and while the one changes to the other.
 */
class FitBitsTest {
    @Test
    void bitsAreThoseOfAFreshVirtualMachineWithPlainLoops() {
        String loops = ChildJvm.run(List.of("-XX:TieredStopAtLevel=1"), FitBits.class, "1", "loops");
        String fresh = ChildJvm.run(List.of(), FitBits.class, "1", "vector");
        String warm = ChildJvm.run(List.of(), FitBits.class, "4", "vector");
        // The later fits change to vector code when it is compiled.
        String changing = ChildJvm.run(List.of(), FitBits.class, "4", "loops");
        assertEquals(loops, fresh);
        assertEquals(loops, changing);
        assertEquals(fresh, warm);
    }
}
