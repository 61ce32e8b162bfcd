package sparksoftmax.app;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Values of options that are characters of separated files. */
final class CharacterOption {
    private CharacterOption() {}

    /** What stands between values: a character, or several. */
    static final class Delimiter implements ITypeConverter<String> {
        @Override
        public String convert(String value) {
            String delimiter = value.replace("\\t", "\t");
            if (delimiter.isEmpty()
                    || delimiter.contains("\n")
                    || delimiter.contains("\r")
                    || delimiter.contains("\"")) {
                throw new TypeConversionException(
                        "must be a character such as ';', or \\t for a tab, but was '" + value + "'");
            }
            return delimiter;
        }
    }

    /** What stands around values: a character, or nothing. */
    static final class Quote implements ITypeConverter<String> {
        @Override
        public String convert(String value) {
            if (value.length() > 1 || value.isBlank() && !value.isEmpty()) {
                throw new TypeConversionException(
                        "must be one character such as ', or empty for none, but was '" + value + "'");
            }
            return value;
        }
    }
}
