package sparksoftmax.table;

import com.univocity.parsers.common.TextParsingException;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** How the lines of a sample fall into values: by which character, and whether values have line breaks in them. */
final class Separated {
    /** Characters that separate values in practice, in order of preference. */
    private static final List<String> CANDIDATES = List.of(",", "\t", ";", "|");

    /** The share of the records that must have as many values as most have. */
    private static final double SAME = 0.9;

    private final String delimiter;
    private final List<String[]> records;
    private final int numColumns;

    private Separated(String delimiter, List<String[]> records) {
        this.delimiter = delimiter;
        this.records = records;
        this.numColumns = most(records);
    }

    /** A sample cut by a given character. */
    static Separated by(String delimiter, String quote, String sample, boolean whole) {
        CsvParserSettings settings = new CsvParserSettings();
        settings.getFormat().setDelimiter(delimiter);
        if (!quote.isEmpty()) {
            settings.getFormat().setQuote(quote.charAt(0));
            settings.getFormat().setQuoteEscape(quote.charAt(0));
        } else {
            settings.getFormat().setQuote('\0');
        }
        settings.setLineSeparatorDetectionEnabled(true);
        settings.setMaxCharsPerColumn(-1);
        settings.setMaxColumns(1 << 20);
        CsvParser parser = new CsvParser(settings);
        List<String[]> records = new ArrayList<>();
        try {
            parser.beginParsing(new StringReader(sample));
            for (String[] record = parser.parseNext(); record != null; record = parser.parseNext()) {
                records.add(record);
            }
        } catch (TextParsingException e) {
            // What was read until here will do for a sample.
            records.removeIf(Objects::isNull);
        }
        if (!whole && records.size() > 1) {
            records.remove(records.size() - 1);
        }
        return new Separated(delimiter, records);
    }

    /** A sample cut by the character that gives most records the same number of values, more than one. */
    static Optional<Separated> guess(String quote, String sample, boolean whole) {
        Separated best = null;
        for (String candidate : CANDIDATES) {
            Separated cut = by(candidate, quote, sample, whole);
            if (cut.isRegular() && (best == null || cut.numColumns() > best.numColumns())) {
                best = cut;
            }
        }
        return Optional.ofNullable(best);
    }

    /** Whether nearly all records, and the first, have the same number of values, and more than one. */
    boolean isRegular() {
        long same = records.stream().filter(r -> r.length == numColumns()).count();
        return numColumns() > 1 && records.get(0).length == numColumns() && same >= SAME * records.size();
    }

    /** The number of values that most records have. */
    int numColumns() {
        return numColumns;
    }

    private static int most(List<String[]> records) {
        Map<Integer, Integer> counts = new TreeMap<>();
        records.forEach(record -> counts.merge(record.length, 1, Integer::sum));
        return counts.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse(0);
    }

    /** Whether a value has a line break in it. */
    boolean hasLineBreaks() {
        return records.stream().flatMap(Arrays::stream).anyMatch(value -> value != null && value.indexOf('\n') >= 0);
    }

    /** The first record; empty if there is none. */
    String[] first() {
        return records.isEmpty() ? new String[0] : records.get(0);
    }

    /** Whether the first record has exactly these values. */
    boolean beginsWith(String[] names) {
        return !records.isEmpty() && Arrays.equals(records.get(0), names);
    }

    String delimiter() {
        return delimiter;
    }

    /** The name of a separator for messages. */
    static String name(String delimiter) {
        return delimiter.equals("\t") ? "tab" : "'" + delimiter + "'";
    }
}
