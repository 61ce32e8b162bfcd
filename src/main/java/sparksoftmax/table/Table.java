package sparksoftmax.table;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;

/**
 * The rows of some files, as they were read.
 *
 * @param source the path as the user gave it
 * @param format the format of the files
 * @param description the format in words
 * @param rows the rows; those of separated files have a column for malformed lines
 * @param warnings what a user should know of the columns
 */
public record Table(String source, FileFormat format, String description, Dataset<Row> rows, List<String> warnings) {
    /** A table of which nothing special is to be known. */
    public Table(String source, FileFormat format, String description, Dataset<Row> rows) {
        this(source, format, description, rows, List.of());
    }

    /** Why a malformed line cannot be used. */
    String malformed() {
        return format.isSeparated()
                ? "the line does not have " + names().size()
                        + " values, as the header or the first line has, or has a quote that is not closed"
                : "the line is not a JSON object";
    }

    /** The columns of the files. */
    public List<StructField> columns() {
        return Arrays.stream(rows.schema().fields())
                .filter(field -> !field.name().equals(TableReader.MALFORMED))
                .toList();
    }

    /** The names of the columns of the files. */
    public List<String> names() {
        return columns().stream().map(StructField::name).toList();
    }

    /**
     * The name of a column as the table has it.
     *
     * @param name as a user gives it; dots and backticks stand for the underscores that replaced them
     * @throws IllegalArgumentException if there is no such column
     */
    public String column(String name) {
        return find(name)
                .orElseThrow(() -> new IllegalArgumentException("Column '" + name + "' does not exist."
                        + Suggestion.sentence(name, names()) + " '" + source + "' has the columns "
                        + Listing.of(names()) + "."
                        + (looksHeaderless(names())
                                ? " If its first line has values rather than names, use --no-header."
                                : "")));
    }

    /** The name of a column as the table has it, if there is such a column. */
    Optional<String> find(String name) {
        String clean = name.replaceAll("[.`]", "_");
        List<String> names = names();
        if (names.contains(name)) {
            return Optional.of(name);
        }
        if (names.contains(clean)) {
            return Optional.of(clean);
        }
        List<String> otherCase = names.stream().filter(clean::equalsIgnoreCase).toList();
        return otherCase.size() == 1 ? Optional.of(otherCase.get(0)) : Optional.empty();
    }

    private boolean looksHeaderless(List<String> names) {
        return format.isSeparated()
                && names.stream().anyMatch(name -> Numbers.parse(name.replace('_', '.'), '.') != null);
    }
}
