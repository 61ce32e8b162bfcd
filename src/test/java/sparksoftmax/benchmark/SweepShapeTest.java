package sparksoftmax.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The shapes of a sweep as they are written, and what follows from them. */
class SweepShapeTest {
    @ParameterizedTest
    @ValueSource(strings = {"50000x100x10/4", "9600x2^16:9x77/2", "1000x1000:5x2/200"})
    void aShapeIsWrittenAsItIsRead(String text) {
        assertEquals(text, SweepShape.parse(text).toString());
    }

    @Test
    void partsAreReadInOrder() {
        assertEquals(SweepShape.text(9600, 65536, 9, 77, 16), SweepShape.parse("9600x2^16:9x77/16"));
        assertEquals(SweepShape.dense(1000, 10, 2, 2), SweepShape.parse("10^3x10x2"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "50000", "1000x10", "1000x10x2/", "1000x-1x2/1", "1000x10x1/1", "1x10x2/1", "2^40x10x2/1"})
    void aTextThatIsNoShapeIsRefused(String text) {
        String message = assertThrows(IllegalArgumentException.class, () -> SweepShape.parse(text))
                .getMessage();
        assertTrue(message.contains("must"), message);
    }

    @Test
    void rowsAreCappedByValuesAndByCells() {
        SweepShape dense = SweepShape.dense(1_000_000, 100, 10, 2);
        assertEquals(100_000_000L, dense.values());
        assertEquals(1_000_000_000L, dense.cells());
        assertEquals(dense, dense.capped(Long.MAX_VALUE, Long.MAX_VALUE));
        assertEquals(50_000, dense.capped(5_000_000L, Long.MAX_VALUE).rows());
        assertEquals(3_000, dense.capped(5_000_000L, 3_000_000L).rows());
        SweepShape text = SweepShape.text(1_000_000, 1 << 20, 50, 1000, 2);
        assertEquals(50_000_000L, text.values());
        assertEquals(20_000, text.capped(Long.MAX_VALUE, 1_000_000_000L).rows());
    }

    @Test
    void aQuarterIsHeldOutWithinLimits() {
        assertEquals(2_000, SweepShape.dense(1_000, 10, 2, 1).heldOut());
        assertEquals(12_500, SweepShape.dense(50_000, 10, 2, 1).heldOut());
        assertEquals(20_000, SweepShape.dense(1_000_000, 10, 2, 1).heldOut());
    }

    @Test
    void dataHaveThePenaltyThatAUserWouldChoose() {
        assertEquals(0.0, SweepShape.dense(50_000, 100, 10, 4).regParam());
        assertTrue(SweepShape.dense(5_000, 100, 10, 4).regParam() > 0.0);
        assertTrue(SweepShape.text(9600, 65536, 9, 77, 2).regParam() > 0.0);
        assertEquals(3_000.0, SweepShape.text(9600, 65536, 9, 77, 2).vocabulary(), 10.0);
    }
}
