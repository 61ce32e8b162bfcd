package sparksoftmax.app;

import java.io.IOException;
import java.io.PrintWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import sparksoftmax.table.Cells;
import sparksoftmax.table.Table;
import sparksoftmax.table.TypedRows;
import sparksoftmax.table.ValueTypes;

/** The command {@code predict}: predicts the classes of rows with a saved model. */
@Command(
        name = "predict",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Predicts the classes of rows with a saved model. Only the columns that the model uses are needed,"
                        + " in any order.")
final class PredictCommand extends SavedModelCommand {
    /** What to do with rows that cannot be used. */
    enum Invalid {
        error,
        skip,
        keep
    }

    @Option(
            names = "--output",
            paramLabel = "PATH",
            required = true,
            description = "Where to write the rows with their predictions: one file if the name ends in .csv, .json or"
                    + " .parquet, or else a folder of files. Columns are added: prediction (the class), and"
                    + " probability_CLASS for each class.")
    private String output;

    @Option(
            names = "--output-format",
            description = "Format to write: ${COMPLETION-CANDIDATES}. Default: by the name, or else parquet.")
    private TableOutput.Format outputFormat;

    @Option(
            names = "--top-k",
            paramLabel = "K",
            description =
                    "Write the K most probable classes and their probabilities, in columns top1, top1_probability,"
                            + " ..., instead of the probabilities of all classes.")
    private Integer topK;

    @Option(
            names = "--invalid",
            defaultValue = "error",
            description = "What to do with rows that the model cannot use, for a value that is missing or not a number:"
                    + " error, skip (leave them out), or keep (write them with the reason in column problem, without a"
                    + " prediction). Default: ${DEFAULT-VALUE}")
    private Invalid invalid;

    @Option(names = "--overwrite", description = "Replace what is at --output.")
    private boolean overwrite;

    @Override
    protected void check() {
        if (topK != null && topK < 1) {
            throw new ParameterException(spec.commandLine(), "--top-k must be >= 1, but was " + topK);
        }
    }

    @Override
    protected void use(SparkSession spark, SavedModel saved, Table table) throws IOException {
        TableOutput target = new TableOutput(spark, output, outputFormat, overwrite);
        target.check();
        Dataset<Row> typed = TypedRows.of(
                table, saved.columns(), input.cells(saved.cells()), saved.missing(), TypedRows.Purpose.prediction);
        if (invalid == Invalid.error) {
            refuseProblems(table, typed);
        }
        PredictionNotes notes = new PredictionNotes(saved.columns());
        Dataset<Row> observed = notes.observe(typed);
        Dataset<Row> usable = invalid == Invalid.skip
                ? observed.filter(functions.col(TypedRows.PROBLEM).isNull())
                : observed;
        WrittenValues values = new WrittenValues(target.format(), types(typed, saved, table, target.format()));
        target.write(new PredictionColumns(saved, table, values, topK, invalid == Invalid.keep).of(usable));
        PrintWriter out = spec.commandLine().getOut();
        out.println("Predictions written to " + output);
        notes.lines(invalid == Invalid.skip, saved.missing()).forEach(out::println);
    }

    /** The types of columns that were read as text; CSV has no types. */
    private ValueTypes types(Dataset<Row> typed, SavedModel saved, Table table, TableOutput.Format format) {
        Cells cells = input.cells(saved.cells());
        return table.format().isSeparated() && format != TableOutput.Format.csv
                ? ValueTypes.of(typed, table, saved.columns().inputs(), cells)
                : ValueTypes.asRead(cells);
    }

    private static void refuseProblems(Table table, Dataset<Row> typed) {
        Row first = typed.filter(functions.col(TypedRows.PROBLEM).isNotNull())
                .agg(functions.count(functions.lit(1)), functions.min(functions.col(TypedRows.PROBLEM)))
                .head();
        if (first.getLong(0) > 0) {
            throw new IllegalArgumentException("'" + table.source() + "' has " + first.getLong(0)
                    + (first.getLong(0) == 1 ? " row" : " rows") + " that the model cannot use, such as: "
                    + PreparedRows.shortened(first.getString(1))
                    + ". Use --invalid skip to leave such rows out, or --invalid keep to write them with the reason.");
        }
    }
}
