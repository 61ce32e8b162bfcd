package sparksoftmax.app;

import java.io.IOException;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Option;

/** The options that say which rows to read. */
final class InputOptions {
    /** The supported formats. */
    enum Format {
        libsvm,
        csv,
        parquet
    }

    @Option(names = "--input", paramLabel = "PATH", description = "File or folder with the rows.")
    String input;

    @Option(
            names = "--format",
            description =
                    "Format of the rows: ${COMPLETION-CANDIDATES}. CSV has a header. Default: by the path's ending.")
    Format format;

    @Option(
            names = "--num-features",
            paramLabel = "INTEGER",
            description = "Number of features of libsvm rows. Default: the largest index found.")
    Integer numFeatures;

    /**
     * Reads the rows.
     *
     * @param modelFeatures the number of features of libsvm rows if no option says it; null if it is not known
     * @throws IOException if the rows cannot be read
     */
    Dataset<Row> read(SparkSession spark, Integer modelFeatures) throws IOException {
        Format chosen = format();
        try {
            return read(spark.read(), chosen, modelFeatures);
        } catch (Exception e) {
            throw new IOException("The rows at " + input + " could not be read as " + chosen, e);
        }
    }

    private Dataset<Row> read(DataFrameReader reader, Format chosen, Integer modelFeatures) {
        Integer features = numFeatures == null ? modelFeatures : numFeatures;
        return switch (chosen) {
            case libsvm ->
                (features == null ? reader : reader.option("numFeatures", features))
                        .format("libsvm")
                        .load(input);
            case csv ->
                reader.option("header", true)
                        .option("inferSchema", true)
                        .option("mode", "FAILFAST")
                        .csv(input);
            case parquet -> reader.parquet(input);
        };
    }

    private Format format() {
        if (format != null) {
            return format;
        }
        String name = input.replaceFirst("\\.(gz|bz2|zst)$", "").replaceFirst("/+$", "");
        for (Format candidate : Format.values()) {
            if (name.endsWith("." + candidate)) {
                return candidate;
            }
        }
        throw new IllegalArgumentException(
                "The format of '" + input + "' does not follow from its name: use --format.");
    }
}
