package sparksoftmax.app;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Mixin
    private TableTarget target;

    @Override
    public Integer call() throws IOException {
        SparkSession spark = Session.get(spec);
        target.check(spark);
        target.write(spark, SavedModel.load(spark, model).softmaxModel().coefficientsTable());
        spec.commandLine().getOut().println("Coefficients written to " + target.path());
        return 0;
    }
}
