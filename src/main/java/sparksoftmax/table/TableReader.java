package sparksoftmax.table;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.api.java.function.FilterFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Reads the rows of files. The format, the separator and line breaks in values are found out from the beginning of the
 * first file unless they are given. Values of separated files come as text: {@link TableProfile} finds out what they
 * are.
 */
public final class TableReader {
    /** The column that Spark puts lines into that do not have as many values as there are columns. */
    static final String MALFORMED = "_malformed_line";

    /** Names of columns that are added to the rows. */
    private static final Set<String> RESERVED = Set.of(
            "prediction",
            "probability",
            "rawPrediction",
            "_problem",
            "_input",
            "_draw",
            "_part",
            "_validation",
            "_label_index",
            "_features",
            "_unseen",
            "_filled",
            "_probabilities",
            MALFORMED);

    private static final Pattern LIBSVM = Pattern.compile("\\s*[-+.\\deE]+(\\s+\\d+:[-+.\\deE]+)*\\s*(#.*)?");
    /** A first line that tells spreadsheet programs what separates the values. It is not a row. */
    private static final Pattern SEPARATOR_LINE = Pattern.compile("^\uFEFF?(?i:sep)=(.)\\R?");

    private static final Pattern PAIR = Pattern.compile("\\d:");

    private final SparkSession spark;
    private final FileOptions options;
    /** The path for Spark, once the files are known. */
    private String path;

    /** @param options what is known of the files */
    public TableReader(SparkSession spark, FileOptions options) {
        this.spark = spark;
        this.options = options;
    }

    /**
     * Opens the files. Rows are read when the table's rows are used.
     *
     * @throws IOException if there are no files, or if they cannot be read
     * @throws IllegalArgumentException if their format cannot be found out, or is not the one given
     */
    public Table read() throws IOException {
        FileSample sample = FileSample.of(spark.sparkContext().hadoopConfiguration(), options.path());
        path = FileSample.forSpark(spark.sparkContext().hadoopConfiguration(), options.path());
        refuseArchives(sample);
        FileFormat format = format(sample);
        try {
            return switch (format) {
                case csv, tsv -> separated(sample, format);
                case json -> json(sample);
                case libsvm -> table(format, "libsvm", libsvm(sample));
                case parquet -> table(format, "parquet", spark.read().parquet(path));
                case orc -> table(format, "orc", spark.read().orc(path));
            };
        } catch (IllegalArgumentException e) {
            throw e;
        } catch (Exception e) {
            // Scala code throws checked exceptions that it does not declare.
            throw new IOException("'" + options.path() + "' could not be read as " + format, e);
        }
    }

    private Table table(FileFormat format, String description, Dataset<Row> rows) {
        String[] names = names(rows.columns());
        return new Table(options.path(), format, description, rows.toDF(names), renamed(rows.columns(), names));
    }

    private void refuseArchives(FileSample sample) {
        String remedy = sample.beginsWith("PK\3\4")
                ? "is a zip archive, or a spreadsheet: unpack it, or save it as CSV"
                : sample.beginsWith("\u001f\u008b")
                        ? "is compressed by gzip: its name must end in .gz"
                        : sample.beginsWith("BZh") && sample.hasZeros()
                                ? "is compressed by bzip2: its name must end in .bz2"
                                : null;
        if (remedy != null) {
            throw new IllegalArgumentException("'" + sample.name() + "' " + remedy + ".");
        }
    }

    private FileFormat format(FileSample sample) {
        Optional<FileFormat> byContents = byContents(sample);
        FileFormat named = options.format() != null
                ? options.format()
                : FileFormat.ofName(sample.name())
                        .or(() -> FileFormat.ofName(options.path()))
                        .orElse(null);
        if (named != null) {
            byContents.filter(found -> contradicts(named, found)).ifPresent(found -> {
                throw new IllegalArgumentException("'" + sample.name() + "' is to be read as " + named
                        + ", but its contents are " + found + ": use --format " + found + ".");
            });
            return named;
        }
        return byContents.orElseThrow(() -> new IllegalArgumentException("The format of '" + options.path()
                + "' follows neither from its name nor from its contents: use --format, and --delimiter if values"
                + " are separated by an unusual character."));
    }

    /** Whether a file that has certain contents cannot be in a format. */
    private static boolean contradicts(FileFormat named, FileFormat contents) {
        boolean binary = contents == FileFormat.parquet || contents == FileFormat.orc;
        boolean binaryName = named == FileFormat.parquet || named == FileFormat.orc;
        return (binary
                        || binaryName
                        || contents == FileFormat.libsvm && named.isSeparated()
                        || named == FileFormat.libsvm)
                && named != contents;
    }

    private Optional<FileFormat> byContents(FileSample sample) {
        if (sample.beginsWith("PAR1")) {
            return Optional.of(FileFormat.parquet);
        }
        if (sample.beginsWith("ORC")) {
            return Optional.of(FileFormat.orc);
        }
        String text = text(sample);
        String start = text.stripLeading();
        if (start.startsWith("{") || start.startsWith("[")) {
            return Optional.of(FileFormat.json);
        }
        List<String> lines = sample.lines(text).stream()
                .filter(line -> !line.isBlank())
                .limit(100)
                .toList();
        if (!lines.isEmpty()
                && lines.stream().allMatch(line -> LIBSVM.matcher(line).matches())
                && lines.stream().anyMatch(line -> PAIR.matcher(line).find())) {
            return Optional.of(FileFormat.libsvm);
        }
        return Separated.guess(quote(), text, sample.isWhole())
                .map(found -> found.delimiter().equals("\t") ? FileFormat.tsv : FileFormat.csv);
    }

    private String text(FileSample sample) {
        Charset charset = charset();
        if (sample.hasZeros() && charset.newEncoder().maxBytesPerChar() <= 3 && options.encoding() == null) {
            throw new IllegalArgumentException("'" + sample.name() + "' is not text: "
                    + (sample.beginsWith("\u00ff\u00fe") || sample.beginsWith("\u00fe\u00ff")
                            ? "it looks like UTF-16, use --encoding UTF-16."
                            : "use --format if it is parquet or orc, and --encoding if it is UTF-16."));
        }
        try {
            return SEPARATOR_LINE.matcher(sample.text(charset)).replaceFirst("");
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("'" + sample.name() + "' is not encoded in " + charset.name()
                    + ": name its encoding, such as --encoding ISO-8859-1.");
        }
    }

    private Charset charset() {
        try {
            return options.encoding() == null ? StandardCharsets.UTF_8 : Charset.forName(options.encoding());
        } catch (UnsupportedCharsetException | java.nio.charset.IllegalCharsetNameException e) {
            throw new IllegalArgumentException(
                    "The encoding '" + options.encoding() + "' is not known."
                            + Suggestion.sentence(
                                    options.encoding(),
                                    Charset.availableCharsets().keySet()),
                    e);
        }
    }

    /** Whether a line break is the one byte by which Spark cuts files into lines: not in UTF-16 and UTF-32. */
    private boolean breaksLinesByOneByte() {
        return "\n".getBytes(charset()).length == 1;
    }

    private String quote() {
        return options.quote() == null ? "\"" : options.quote();
    }

    private Table separated(FileSample sample, FileFormat format) throws CharacterCodingException {
        String text = text(sample);
        Optional<Separated> guess = Separated.guess(quote(), text, sample.isWhole());
        String usual = format == FileFormat.tsv ? "\t" : ",";
        Matcher separatorLine = SEPARATOR_LINE.matcher(sample.text(charset()));
        boolean skipsFirst = separatorLine.lookingAt();
        String delimiter = options.delimiter() != null
                ? options.delimiter()
                : skipsFirst
                        ? separatorLine.group(1)
                        : guess.map(Separated::delimiter).orElse(usual);
        Separated cut = Separated.by(delimiter, quote(), text, sample.isWhole());
        if (options.delimiter() != null && !cut.isRegular()) {
            guess.ifPresent(better -> {
                throw new IllegalArgumentException("'" + sample.name() + "' is not separated by "
                        + Separated.name(delimiter) + ", but seems to be by " + Separated.name(better.delimiter())
                        + ": use --delimiter '" + better.delimiter().replace("\t", "\\t") + "'.");
            });
        }
        int quotes = quotes(sample, text, cut);
        boolean lineBreaks = breaksLinesByOneByte() ? (quotes & QuotedLines.LINE_BREAKS) != 0 : cut.hasLineBreaks();
        String description = format + ", separated by " + Separated.name(delimiter)
                + (options.header() ? "" : ", without a header")
                + (lineBreaks ? ", with line breaks in values" : "");
        if (skipsFirst && (lineBreaks || !charset().equals(StandardCharsets.UTF_8))) {
            throw new IllegalArgumentException("'" + sample.name() + "' begins with the line '"
                    + separatorLine.group().strip()
                    + "', which is not skipped in files with line breaks in values or another encoding than UTF-8: remove"
                    + " it.");
        }
        DataFrameReader reader = spark.read()
                .option("header", options.header())
                .option("sep", delimiter)
                .option("quote", quote())
                .option("escape", quote().isEmpty() ? "\\" : quote())
                .option("encoding", charset().name())
                .option("multiLine", lineBreaks || !breaksLinesByOneByte())
                .option("ignoreLeadingWhiteSpace", true)
                .option("ignoreTrailingWhiteSpace", true)
                .option("maxColumns", Math.max(20480, 2 * cut.numColumns() + 100))
                .option("mode", "PERMISSIVE")
                .option("columnNameOfCorruptRecord", MALFORMED);
        String[] header = options.header() ? cut.first() : new String[0];
        String[] names = names(csv(reader, skipsFirst).columns());
        // Headers of several files must agree, unless names had to be changed and cannot be compared.
        reader.option("enforceSchema", !cut.beginsWith(names));
        StructType schema = new StructType();
        for (String name : names) {
            schema = schema.add(name, DataTypes.StringType);
        }
        // In files separated by tabs, values usually are not quoted, and a quote is a character like others.
        boolean unclosed = (quotes & QuotedLines.UNCLOSED) != 0 && !lineBreaks && !delimiter.equals("\t");
        Dataset<Row> rows = unclosed
                ? withUnclosedAsMalformed(reader, schema, skipsFirst, quotedLines(delimiter, names.length))
                : csv(reader.schema(schema.add(MALFORMED, DataTypes.StringType)), skipsFirst);
        return new Table(options.path(), format, description, rows, renamed(header, names));
    }

    private Dataset<Row> csv(DataFrameReader reader, boolean skipsFirst) {
        return skipsFirst
                ? reader.csv(spark.read().textFile(path).filter((FilterFunction<String>)
                        line -> !SEPARATOR_LINE.matcher(line).matches()))
                : reader.csv(path);
    }

    private QuotedLines quotedLines(String delimiter, int numColumns) {
        return new QuotedLines(delimiter, quote().charAt(0), numColumns);
    }

    /** Looks for quoted values that go on in the next line, and quotes that are never closed, in all the lines. */
    private int quotes(FileSample sample, String text, Separated cut) {
        if (quote().isEmpty() || !breaksLinesByOneByte()) {
            return 0;
        }
        QuotedLines lines = quotedLines(cut.delimiter(), cut.numColumns());
        int first = lines.in(text);
        if ((first & QuotedLines.LINE_BREAKS) != 0 || sample.isAll()) {
            return first;
        }
        return spark
                .read()
                .textFile(path)
                .mapPartitions(
                        (MapPartitionsFunction<String, Integer>)
                                part -> List.of(lines.in(part)).iterator(),
                        Encoders.INT())
                .collectAsList()
                .stream()
                .reduce(0, (a, b) -> a | b);
    }

    /**
     * Spark takes a quote that is not closed as closed at the end of the line. With one column too many, every line is
     * malformed to Spark, which then gives it back, so that it can be looked at.
     */
    private Dataset<Row> withUnclosedAsMalformed(
            DataFrameReader reader, StructType schema, boolean skipsFirst, QuotedLines lines) {
        StructType result = schema.add(MALFORMED, DataTypes.StringType);
        int last = schema.size();
        StructType wider = schema.add("_more", DataTypes.StringType).add(MALFORMED, DataTypes.StringType);
        return csv(reader.option("enforceSchema", true).schema(wider), skipsFirst)
                .map(
                        (MapFunction<Row, Row>) row -> {
                            Object[] values = new Object[last + 1];
                            for (int j = 0; j <= last; j++) {
                                values[j] = row.get(j);
                            }
                            // Without a line, there was one value too many.
                            String line = row.isNullAt(last + 1) ? lines.joined(values) : row.getString(last + 1);
                            values[last] = lines.isMalformed(line) ? line : null;
                            return RowFactory.create(values);
                        },
                        Encoders.row(result));
    }

    private Table json(FileSample sample) {
        boolean array = text(sample).stripLeading().startsWith("[");
        if (!array && !breaksLinesByOneByte()) {
            throw new IllegalArgumentException("'" + sample.name() + "' has one JSON object a line, but Spark cannot"
                    + " find the lines of JSON in " + charset().name()
                    + ": convert the file to UTF-8, or make it an array of objects.");
        }
        DataFrameReader reader = spark.read()
                .option("multiLine", array)
                .option("encoding", charset().name())
                .option("columnNameOfCorruptRecord", MALFORMED);
        if (!array && !charset().equals(StandardCharsets.UTF_8)) {
            // Spark wants to be told by what lines end; a carriage return before it is white space to JSON.
            reader.option("lineSep", "\n");
        }
        Dataset<Row> rows = reader.json(path);
        if (Arrays.equals(rows.columns(), new String[] {MALFORMED})) {
            throw new IllegalArgumentException(
                    "'" + sample.name() + "' is not JSON: it must have one object a line, or be an array of objects.");
        }
        String[] found = rows.columns();
        String[] names = names(found);
        // The name of the column for malformed lines is no column of the file.
        int malformed = Arrays.asList(found).indexOf(MALFORMED);
        if (malformed >= 0) {
            names[malformed] = MALFORMED;
        }
        return new Table(
                options.path(),
                FileFormat.json,
                array ? "json, an array" : "json, an object a line",
                rows.toDF(names),
                renamed(found, names));
    }

    private Dataset<Row> libsvm(FileSample sample) {
        LibsvmRows.check(sample.lines(text(sample)), sample.name());
        return LibsvmRows.of(spark.read().textFile(path), options.numFeatures(), options.path());
    }

    /** A sentence for each name that several columns have, apart from the dots and backticks that are replaced. */
    private static List<String> renamed(String[] original, String[] names) {
        Map<String, List<Integer>> columns = new LinkedHashMap<>();
        for (int j = 0; j < Math.min(original.length, names.length); j++) {
            if (original[j] != null && !original[j].isBlank()) {
                columns.computeIfAbsent(clean(original[j]).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                        .add(j);
            }
        }
        return columns.values().stream()
                .filter(same -> same.size() > 1)
                .map(same -> same.size() + " columns are named "
                        + same.stream()
                                .map(j -> "'" + original[j].strip() + "'")
                                .distinct()
                                .collect(Collectors.joining(" or "))
                        + ", which are one name to Spark. They are called "
                        + same.stream().map(j -> "'" + names[j] + "'").collect(Collectors.joining(", ")) + ".")
                .toList();
    }

    private static String clean(String name) {
        return name.replace("\uFEFF", "").strip().replaceAll("[.`]", "_");
    }

    /**
     * Names that every stage of Spark ML can read: Spark takes dots for parts of a name, and backticks for quotes. They
     * become underscores. Names that are used for the results of stages get one at the end.
     */
    private static String[] names(String[] columns) {
        List<String> names = new ArrayList<>();
        Set<String> used = new HashSet<>();
        for (String column : columns) {
            String name = clean(column);
            if (RESERVED.contains(name)) {
                name = name + "_";
            }
            while (!used.add(name.toLowerCase(Locale.ROOT))) {
                name = name + "_";
            }
            names.add(name);
        }
        return names.toArray(new String[0]);
    }
}
