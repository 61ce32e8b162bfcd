package sparksoftmax.table;

import java.util.List;

/**
 * What a user said about the files to read. What is null is found out from the files.
 *
 * @param path a file, a folder, or a pattern
 * @param format the format
 * @param delimiter the character between values
 * @param header whether the first line of a separated file has the names of the columns
 * @param quote the character around values
 * @param encoding the name of the character set
 * @param numFeatures the number of features of libsvm rows
 */
public record FileOptions(
        String path,
        FileFormat format,
        String delimiter,
        boolean header,
        String quote,
        String encoding,
        Integer numFeatures) {
    /** The text values that mean "missing", unless a user names others. */
    public static final List<String> NULL_VALUES = List.of("", "NA", "N/A", "?", "NaN", "nan", "null", "NULL", "None");
}
