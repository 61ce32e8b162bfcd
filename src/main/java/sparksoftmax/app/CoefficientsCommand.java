package sparksoftmax.app;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code coefficients}: writes the coefficients of a model as a table. */
@Command(
        name = "coefficients",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Writes the coefficients and intercepts of a model as a table: class, class name, feature, feature"
                        + " name, coefficient.")
final class CoefficientsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--model", paramLabel = "MODEL", required = true, description = "A model saved by train.")
    private String model;

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

    @Override
    public Integer call() throws IOException {
        SparkSession spark = Session.get(spec);
        TableOutput target = new TableOutput(spark, output, outputFormat, overwrite);
        target.check();
        target.write(SavedModel.load(spark, model).softmaxModel().coefficientsTable());
        spec.commandLine().getOut().println("Coefficients written to " + output);
        return 0;
    }
}
