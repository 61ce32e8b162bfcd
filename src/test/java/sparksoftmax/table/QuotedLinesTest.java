package sparksoftmax.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which lines have quotes that go on in the next line, and which have quotes that are a mistake. */
class QuotedLinesTest {
    private final QuotedLines lines = new QuotedLines(",", '"', 3);

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '~',
            value = {
                "1,2,Ash ! false",
                "1,2,\"Ash\" ! false",
                "1,\"a, b\",\"\" ! false",
                "1,2,\"\"\"Ash\"\" tree\" ! false",
                "1,2,5\" ! false",
                "1,2,\"5\" pipe\" ! false",
                "1, \"2\" , 3 ! false",
                "1,2,\"Ash ! true",
                "1,2,\"Ash, x ! true",
                "\"1,2,3 ! true",
                "1,2,\"\"\"Ash\"\" ! true",
                "1,2 ! true",
                "1,2,3,4 ! true",
            })
    void aLineWithAQuoteThatIsNotClosedIsMalformed(String line, boolean malformed) {
        assertEquals(malformed, lines.isMalformed(line));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '~',
            value = {
                "1,2,3|4,5,6 ! false ! false",
                "1,2,\"a|b\"|4,5,6 ! true ! false",
                "1,\"a|b, \"\"c\"\"|d\",3 ! true ! false",
                "1,2,\"a|4,5,6|7,8,9 ! false ! true",
                "1,2,\"a|4,5,\"b|7,8,9 ! false ! true",
                "1,2,\"c|d\"|4,5,\"a|7,8,9 ! true ! true",
                "1,2,\"a|4,5,\"b\"|7,8,9 ! false ! true",
                "1,2,\"a|4,5,6|7,8,\"c\" ! false ! true",
            })
    void lineBreaksInValuesMakeARecordOfTheRightLength(String text, boolean lineBreaks, boolean unclosed) {
        int found = lines.in(text.replace('|', '\n'));
        assertEquals(lineBreaks, (found & QuotedLines.LINE_BREAKS) != 0);
        assertEquals(unclosed, (found & QuotedLines.UNCLOSED) != 0);
    }
}
