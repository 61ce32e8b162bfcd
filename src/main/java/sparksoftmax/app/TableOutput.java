package sparksoftmax.app;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import sparksoftmax.table.ReachableFiles;

/** Where a command writes rows: one file, or a folder of files. */
final class TableOutput {
    /** The supported formats. */
    enum Format {
        parquet,
        json,
        csv
    }

    /** Names that promise what is not written. */
    private static final Pattern OTHER_FORMATS =
            Pattern.compile("(?i)\\.(tsv|tab|txt|jsonl|ndjson|orc|svm|libsvm|xlsx?|gz|bz2|zip|zst)$");

    private final Configuration configuration;
    private final String path;
    private final Format format;
    private final boolean overwrite;

    /** @param format the format; null for that of the name, or else parquet */
    TableOutput(SparkSession spark, String path, Format format, boolean overwrite) {
        this.configuration = spark.sparkContext().hadoopConfiguration();
        this.path = path;
        this.format = format == null ? ofName(path) : format;
        this.overwrite = overwrite;
    }

    private static Format ofName(String path) {
        if (OTHER_FORMATS.matcher(path).find()) {
            throw new IllegalArgumentException(
                    "'" + path + "' must end in .csv, .json or .parquet to be one file of that"
                            + " format; use --output-format for a folder of files.");
        }
        return Arrays.stream(Format.values())
                .filter(candidate -> path.toLowerCase(Locale.ROOT).endsWith("." + candidate))
                .findFirst()
                .orElse(Format.parquet);
    }

    /** The format of the files. */
    Format format() {
        return format;
    }

    /** @throws IOException if the path exists and is not to be replaced, or if it cannot be written */
    void check() throws IOException {
        Path target = ReachableFiles.path(path);
        if (!overwrite && ReachableFiles.of(target, configuration).exists(target)) {
            throw new IOException("Path '" + path + "' already exists. To replace it, use --overwrite.");
        }
        Writable.checkReplaceable(path, configuration, name -> name.matches("\\.?(part-|_SUCCESS).*"));
        Writable.check(path, configuration);
    }

    /** Writes the rows. What was there before is replaced only when all are written. */
    void write(Dataset<Row> rows) throws IOException {
        Path target = ReachableFiles.path(path);
        FileSystem files = target.getFileSystem(configuration);
        Path written = new Path(
                target.getParent() == null ? new Path(".") : target.getParent(), ".softmax-" + UUID.randomUUID());
        try {
            (isOneFile() ? rows.coalesce(1) : rows)
                    .write()
                    .option("header", true)
                    // Quotes in values are doubled, as programs other than Spark expect.
                    .option("escape", "\"")
                    .option("ignoreNullFields", false)
                    .format(format.name())
                    .save(written.toString());
            Path result = isOneFile() ? onlyFile(files, written) : written;
            if (overwrite && files.exists(target)) {
                files.delete(target, true);
            }
            if (!files.rename(result, target)) {
                throw new IOException("'" + path + "' cannot be written");
            }
            // Hadoop's checksum of a local file, which nobody expects beside it.
            files.delete(new Path(written.getParent(), "." + target.getName() + ".crc"), false);
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            // Scala code throws checked exceptions that it does not declare.
            throw new IOException("The rows could not be written to '" + path + "'", e);
        } finally {
            files.delete(written, true);
        }
    }

    private boolean isOneFile() {
        String name = path.toLowerCase(Locale.ROOT);
        return name.endsWith(".csv") || name.endsWith(".json") || name.endsWith(".parquet");
    }

    private static Path onlyFile(FileSystem files, Path folder) throws IOException {
        for (FileStatus status : files.listStatus(folder)) {
            if (status.getPath().getName().startsWith("part-")) {
                return status.getPath();
            }
        }
        throw new IOException("Spark wrote no file to " + folder);
    }
}
