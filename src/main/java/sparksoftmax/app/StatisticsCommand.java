package sparksoftmax.app;

import java.io.IOException;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import sparksoftmax.classification.CoefficientStatistics;
import sparksoftmax.table.Table;

/** The command {@code statistics}: writes the standard errors of a model's coefficients as a table. */
@Command(
        name = "statistics",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Writes coefficients with their standard errors, z values, p values and confidence intervals as a"
                + " table, from the rows that the model was trained on.")
final class StatisticsCommand extends LabeledRowsCommand {
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

    @Option(
            names = "--level",
            defaultValue = "0.95",
            paramLabel = "NUMBER",
            description = "Level of the confidence intervals, between 0 and 1. Default: ${DEFAULT-VALUE}")
    private double level;

    @Option(names = "--overwrite", description = "Replace what is at --output.")
    private boolean overwrite;

    @Override
    protected void check() {
        if (!(level > 0.0 && level < 1.0)) {
            throw new ParameterException(
                    spec.commandLine(), "--level must be greater than 0 and less than 1, but was " + level);
        }
    }

    @Override
    protected void prepare(SparkSession spark, SavedModel saved) throws IOException {
        target(spark).check();
    }

    private TableOutput target(SparkSession spark) {
        return new TableOutput(spark, output, outputFormat, overwrite);
    }

    @Override
    protected void use(SparkSession spark, SavedModel saved, Table table, Dataset<Row> usable) throws IOException {
        CoefficientStatistics statistics = saved.softmaxModel().coefficientStatistics(prepared(saved, usable));
        target(spark).write(statistics.coefficientTable(level));
        spec.commandLine()
                .getOut()
                .printf(
                        Locale.ROOT,
                        "Statistics written to %s%nDistance to the optimum: %.2g standard errors%n",
                        output,
                        statistics.distanceToOptimum());
    }
}
