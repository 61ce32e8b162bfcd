package sparksoftmax.app;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;
import sparksoftmax.table.Cells;
import sparksoftmax.table.FileFormat;
import sparksoftmax.table.FileOptions;

/** The options that say which rows to read, and how. */
final class InputOptions {
    @Option(
            names = "--input",
            paramLabel = "PATH",
            description = "File, folder or pattern with the rows. Files may be compressed (.gz, .bz2).")
    String input;

    @Option(
            names = "--format",
            description = "Format of the files: ${COMPLETION-CANDIDATES}. Default: by their names, or else by their"
                    + " contents.")
    private FileFormat format;

    @Option(
            names = "--delimiter",
            converter = CharacterOption.Delimiter.class,
            paramLabel = "CHARACTER",
            description = "Character between the values of csv files, \\t for a tab. Default: found out from the file.")
    private String delimiter;

    @Option(
            names = "--no-header",
            description = "The first line of a csv file has values, not names. Columns are named _c0, _c1, ...")
    private boolean noHeader;

    @Option(
            names = "--quote",
            converter = CharacterOption.Quote.class,
            paramLabel = "CHARACTER",
            description = "Character around values of csv files; empty for none. Default: \"")
    private String quote;

    @Option(
            names = "--encoding",
            paramLabel = "NAME",
            description = "Encoding of text files, such as ISO-8859-1. Default: UTF-8.")
    private String encoding;

    @Option(
            names = "--null-value",
            paramLabel = "TEXT",
            description = "Texts that mean that a value is missing, besides NA, N/A, ?, NaN, nan, null, NULL, None and"
                    + " the empty text.")
    private List<String> nullValues = List.of();

    @Option(names = "--decimal-comma", description = "Numbers in text have a decimal comma: 1,5.")
    private boolean decimalComma;

    @Option(
            names = "--num-features",
            paramLabel = "INTEGER",
            description = "Number of features of libsvm rows. Default: the largest index found.")
    private Integer numFeatures;

    /**
     * What is known of the files at a path; {@code knownFeatures} is the number of features unless an option says it.
     */
    FileOptions files(String path, Integer knownFeatures) {
        return new FileOptions(
                path, format, delimiter, !noHeader, quote, encoding, numFeatures == null ? knownFeatures : numFeatures);
    }

    /** How values are read. */
    Cells cells() {
        return cells(new Cells(FileOptions.NULL_VALUES, '.'));
    }

    /** How values are read: as when a model was trained, and as the options say. */
    Cells cells(Cells trained) {
        Set<String> texts = new HashSet<>(trained.nullValues());
        texts.addAll(nullValues);
        return new Cells(texts, decimalComma ? ',' : trained.decimal());
    }
}
