package sparksoftmax.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which texts name the same class or category. */
class SpellingsTest {
    private static final Cells CELLS = new Cells(FileOptions.NULL_VALUES, '.');

    @ParameterizedTest
    @CsvSource({
        "1, 1.0, true",
        "1, +1, true",
        "100, 1e2, true",
        "0, -0.0, true",
        "true, TRUE, true",
        "False, FALSE, true",
        "1, 01, false",
        "01067, 1067, false",
        "12345678901234567890, 12345678901234567891, false",
        "ash, Ash, false",
        "true, 1, false",
    })
    void numbersCompareAsNumbersAndTruthValuesIgnoreCase(String a, String b, boolean same) {
        assertEquals(same, CELLS.meaning(a).equals(CELLS.meaning(b)));
    }

    @Test
    void aClassHasItsShortestSpelling() {
        Map<String, Long> counted = new TreeMap<>(Map.of("1.0", 3L, "1", 2L, "TRUE", 5L, "true", 1L, "x", 4L));
        Map<String, Long> merged = Spellings.merged(counted, CELLS);
        assertEquals(Map.of("1", 5L, "TRUE", 6L, "x", 4L), merged);
        Spellings spellings = new Spellings(merged.keySet(), CELLS);
        assertEquals("1", spellings.name("1.00"));
        assertEquals("TRUE", spellings.name("True"));
        assertNull(spellings.name("y"));
    }

    @Test
    void namesOfDecimalCommasCompareAsNumbersToo() {
        Cells cells = new Cells(List.of(), ',');
        assertEquals(cells.meaning("1,5"), cells.meaning("1,50"));
    }
}
