package sparksoftmax.table;

import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.stream.Collectors;

/**
 * Tells lines of a separated file whose quotes are closed from those in which a quoted value goes on, in the next line
 * or by mistake. A quote in a quoted value is doubled.
 */
final class QuotedLines implements Serializable {
    private static final long serialVersionUID = 1L;

    /** After so many mistakes, no more are looked for. */
    private static final int ENOUGH = 100;

    /** A quote that is still open after so many lines is a mistake. */
    private static final int MOST_LINES = 1000;

    /** Quoted values go on in the next line. */
    static final int LINE_BREAKS = 1;

    /** A quote is closed neither in its line nor in a following one. */
    static final int UNCLOSED = 2;

    private final String delimiter;
    private final char quote;
    private final int numColumns;

    /** @param numColumns the number of values that a record has */
    QuotedLines(String delimiter, char quote, int numColumns) {
        this.delimiter = delimiter;
        this.quote = quote;
        this.numColumns = numColumns;
    }

    /**
     * Looks at consecutive lines. A value with line breaks must make a record of the right number of values, and quotes
     * in it must be doubled.
     *
     * @return {@link #LINE_BREAKS} if there are such values, plus {@link #UNCLOSED} if there are other quotes that are
     *     not closed
     */
    int in(Iterator<String> lines) {
        int found = 0;
        int mistakes = 0;
        Deque<String> next = new ArrayDeque<>();
        while ((!next.isEmpty() || lines.hasNext()) && mistakes < ENOUGH) {
            String line = next.isEmpty() ? lines.next() : next.poll();
            int values = line.indexOf(quote) < 0 ? 1 : scan(line, false);
            if (values > 0) {
                continue;
            }
            Deque<String> taken = new ArrayDeque<>();
            int numValues = -values;
            while (values < 0 && taken.size() < MOST_LINES && (!next.isEmpty() || lines.hasNext())) {
                String more = next.isEmpty() ? lines.next() : next.poll();
                taken.add(more);
                values = scan(more, true);
                numValues += Math.abs(values) - 1;
            }
            if (values > 0 && numValues == numColumns) {
                found |= LINE_BREAKS;
            } else {
                found |= UNCLOSED;
                mistakes++;
                taken.addAll(next);
                next = taken;
            }
        }
        return found;
    }

    /** The same for the lines of a text. */
    int in(String text) {
        return in(text.lines().iterator());
    }

    /** Whether a line by itself is no record: a quote is not closed, or it has another number of values. */
    boolean isMalformed(String line) {
        return scan(line, false) != numColumns;
    }

    /** Values as a line. */
    String joined(Object[] values) {
        return Arrays.stream(values)
                .map(value -> value == null ? "" : value.toString())
                .collect(Collectors.joining(delimiter));
    }

    /**
     * The number of values of a line; negative if the last has a quote that is not closed.
     *
     * @param open whether the line begins in a quoted value. Such a line must not have a quote that neither is doubled
     *     nor ends the value: if it has, the result is 0
     */
    private int scan(String line, boolean open) {
        int values = 1;
        int i = open ? afterQuoted(line, 0) : afterValue(line, 0);
        if (open && line.indexOf(quote) >= 0 && !isDoubled(line, i)) {
            return 0;
        }
        while (i >= 0) {
            int next = line.indexOf(delimiter, i);
            if (next < 0) {
                return values;
            }
            values++;
            i = afterValue(line, next + delimiter.length());
        }
        return -values;
    }

    /** Whether the quotes in a value that goes on from the line before are doubled. */
    private boolean isDoubled(String line, int end) {
        String inside = end < 0 ? line : line.substring(0, line.lastIndexOf(quote, end - 1));
        String pair = String.valueOf(quote).repeat(2);
        return inside.replace(pair, "").indexOf(quote) < 0;
    }

    /** The position after the value that begins at a position, if it is quoted; negative if its quote is not closed. */
    private int afterValue(String line, int start) {
        int i = afterBlanks(line, start);
        return i < line.length() && line.charAt(i) == quote ? afterQuoted(line, i + 1) : i;
    }

    private static int afterBlanks(String line, int start) {
        int i = start;
        while (i < line.length() && line.charAt(i) == ' ') {
            i++;
        }
        return i;
    }

    /**
     * The position after a quoted value whose contents begin at a position; negative if its quote is not closed. A
     * quote before anything but the end of the value is part of it.
     */
    private int afterQuoted(String line, int start) {
        for (int i = line.indexOf(quote, start); i >= 0; i = line.indexOf(quote, i)) {
            if (i + 1 < line.length() && line.charAt(i + 1) == quote) {
                i += 2;
            } else {
                int end = afterBlanks(line, i + 1);
                if (end == line.length() || line.startsWith(delimiter, end)) {
                    return end;
                }
                i++;
            }
        }
        return -1;
    }
}
