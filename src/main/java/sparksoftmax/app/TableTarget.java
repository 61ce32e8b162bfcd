package sparksoftmax.app;

import java.io.IOException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Option;

/** Options that say where a table about a model is written. */
final class TableTarget {
    @Option(
            names = "--output",
            paramLabel = "PATH",
            required = true,
            description = "Where to write: one file if the name ends in .csv, .json or .parquet, or else a folder.")
    private String output;

    @Option(
            names = "--output-format",
            description = "Format to write: ${COMPLETION-CANDIDATES}. Default: by the name, or else parquet.")
    private TableOutput.Format outputFormat;

    @Option(names = "--overwrite", description = "Replace what is at --output.")
    private boolean overwrite;

    String path() {
        return output;
    }

    /**
     * Finds out before the work is done whether the table can be written.
     *
     * @throws IOException if it cannot be
     */
    void check(SparkSession spark) throws IOException {
        table(spark).check();
    }

    void write(SparkSession spark, Dataset<Row> rows) throws IOException {
        table(spark).write(rows);
    }

    private TableOutput table(SparkSession spark) {
        return new TableOutput(spark, output, outputFormat, overwrite);
    }
}
