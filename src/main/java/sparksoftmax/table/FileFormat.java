package sparksoftmax.table;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The formats of files with rows. */
public enum FileFormat {
    /** Values separated by a character. */
    csv,
    /** Values separated by tabs. */
    tsv,
    /** One JSON object a line, or an array of objects. */
    json,
    /** A label and index:value pairs a line, indices from 1 on. */
    libsvm,
    parquet,
    orc;

    private static final Map<String, FileFormat> ENDINGS = Map.of(
            "csv", csv,
            "tsv", tsv,
            "tab", tsv,
            "json", json,
            "jsonl", json,
            "ndjson", json,
            "libsvm", libsvm,
            "svm", libsvm,
            "parquet", parquet,
            "orc", orc);

    /** The format that the ending of a path names, if it names one. The ending of a compressed file is left out. */
    static Optional<FileFormat> ofName(String path) {
        String name = path.toLowerCase(Locale.ROOT)
                .replaceFirst("/+$", "")
                .replaceFirst("\\.(gz|bz2|zst|lz4|snappy|deflate)$", "");
        return Optional.ofNullable(ENDINGS.get(name.substring(name.lastIndexOf('.') + 1)));
    }

    /** Whether a file has values separated by a character. */
    public boolean isSeparated() {
        return this == csv || this == tsv;
    }
}
