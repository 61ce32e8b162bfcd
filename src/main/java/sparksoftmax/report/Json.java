package sparksoftmax.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** A report as JSON. */
final class Json {
    private static final ObjectMapper PLAIN = JsonMapper.builder().build();
    private static final ObjectWriter PRETTY = JsonMapper.builder().build().writerWithDefaultPrettyPrinter();
    private static final ObjectWriter IN_SCRIPT = PLAIN.writer(new HtmlEscapes());

    private Json() {}

    /** JSON for a file. */
    static String pretty(ReportData data) {
        return write(PRETTY, data);
    }

    /**
     * JSON for the inside of a script element: what HTML could take for the end of the element, or for a comment, is
     * escaped.
     */
    static String inScript(ReportData data) {
        return write(IN_SCRIPT, data);
    }

    /** A record as the map, and a list of records as the list of maps, that its JSON describes. */
    static Object plain(Object value) {
        return PLAIN.convertValue(value, Object.class);
    }

    private static String write(ObjectWriter writer, ReportData data) {
        try {
            return writer.writeValueAsString(data);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The report could not be written as JSON", e);
        }
    }

    /** Escapes the characters that mean something to HTML or, as line separators, to JavaScript. */
    private static final class HtmlEscapes extends CharacterEscapes {
        private static final long serialVersionUID = 1L;

        private static final int[] ASCII = standardAsciiEscapesForJSON();

        static {
            for (char c : new char[] {'<', '>', '&', '\''}) {
                ASCII[c] = ESCAPE_STANDARD;
            }
        }

        @Override
        public int[] getEscapeCodesForAscii() {
            return ASCII.clone();
        }

        @Override
        public SerializableString getEscapeSequence(int character) {
            return character == '\u2028' || character == '\u2029'
                    ? new SerializedString(String.format("\\u%04x", character))
                    : null;
        }
    }
}
