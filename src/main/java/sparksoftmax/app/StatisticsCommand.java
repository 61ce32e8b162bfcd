package sparksoftmax.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import sparksoftmax.classification.CoefficientStatistics;

/** The command {@code statistics}: writes the standard errors of a model's coefficients as a table. */
@Command(
        name = "statistics",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Writes standard errors, z values, p values and confidence intervals of a model's coefficients as a table, with"
                    + " one line for each coefficient.",
            "The rows must be those of the training, and the model trained to the optimum (--solver l-bfgs --tol 1e-9),"
                    + " without an L1 penalty."
        })
final class StatisticsCommand extends LabeledRowsCommand {
    @Mixin
    private TableTarget target;

    @Option(
            names = "--reference",
            paramLabel = "CLASS",
            description = "The name of the class that the others are compared with. Default: their mean.")
    private String reference;

    @Option(
            names = "--level",
            paramLabel = "NUMBER",
            defaultValue = "0.95",
            description = "The probability with which a confidence interval holds the true coefficient."
                    + " Default: ${DEFAULT-VALUE}")
    private double level;

    @Override
    protected void check() {
        if (!(level > 0.0 && level < 1.0)) {
            throw new ParameterException(
                    spec.commandLine(), "--level must be between 0 and 1, both excluded, but is " + level);
        }
    }

    @Override
    protected void prepare(SavedModel saved) throws IOException {
        if (reference != null && !saved.classNames().contains(reference)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--reference must be one of the classes " + String.join(", ", saved.classNames()) + ", but is '"
                            + reference + "'");
        }
        target.check(Session.get(spec));
    }

    @Override
    protected void use(SparkSession spark, SavedModel saved, String source, Dataset<Row> rows) throws IOException {
        List<String> classes = saved.classNames();
        CoefficientStatistics statistics =
                saved.softmaxModel().coefficientStatistics(saved.pipeline().transform(rows));
        CoefficientStatistics compared =
                reference == null ? statistics : statistics.relativeTo(classes.indexOf(reference));
        target.write(spark, compared.coefficientTable(level));
        PrintWriter out = spec.commandLine().getOut();
        out.println("Statistics of coefficients, compared with "
                + (reference == null ? "their mean over the classes" : "those of class '" + reference + "'")
                + ", written to " + target.path());
        out.printf(
                Locale.ROOT,
                "The model is %.2g standard errors away from the optimum for these rows.%n",
                statistics.distanceToOptimum());
    }
}
