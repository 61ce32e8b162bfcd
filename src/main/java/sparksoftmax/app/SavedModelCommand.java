package sparksoftmax.app;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import sparksoftmax.table.Table;
import sparksoftmax.table.TableReader;

/** A command that applies a saved model to rows. */
abstract class SavedModelCommand implements Callable<Integer> {
    @Spec
    protected CommandSpec spec;

    @Option(names = "--model", paramLabel = "MODEL", required = true, description = "A model saved by train.")
    private String model;

    @Mixin
    protected InputOptions input;

    @Override
    public final Integer call() throws IOException {
        if (input.input == null) {
            throw new ParameterException(spec.commandLine(), "--input is needed");
        }
        check();
        SparkSession spark = Session.get(spec);
        SavedModel saved = SavedModel.load(spark, model);
        prepare(spark, saved);
        int numFeatures = saved.softmaxModel().numFeatures();
        Table table = new TableReader(spark, input.files(input.input, numFeatures)).read();
        table.warnings().forEach(sentence -> spec.commandLine().getErr().println("Warning: " + sentence));
        use(spark, saved, table);
        return 0;
    }

    /** Refuses options that contradict each other. */
    protected void check() {}

    /** Checks, before rows are read, what can be checked. */
    protected void prepare(SparkSession spark, SavedModel saved) throws IOException {}

    /** Does the work of the command. */
    protected abstract void use(SparkSession spark, SavedModel saved, Table table) throws IOException;
}
