package sparksoftmax.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import sparksoftmax.classification.SoftmaxClassificationModel;
import sparksoftmax.table.ReachableFiles;

/** The command {@code export}: converts a saved model to a format that other programs read. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Converts a saved model to a format that other programs read.",
            "The exported model predicts from the vector of features. What the format cannot carry is named on stderr."
        })
final class ExportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            required = true,
            description = "A model saved by train, or a SoftmaxClassificationModel by itself.")
    private String path;

    @Option(
            names = "--to",
            paramLabel = "FORMAT",
            required = true,
            description = "${COMPLETION-CANDIDATES}: an ONNX model, a PMML document, a LogisticRegressionModel of Spark"
                    + " MLlib, or JSON, which the scorer reads without Spark.")
    private ExportTarget target;

    @Option(
            names = "--output",
            paramLabel = "PATH",
            required = true,
            description = "The file to write; for spark, a folder.")
    private String output;

    @Option(names = "--overwrite", description = "Replace what is at --output.")
    private boolean overwrite;

    @Override
    public Integer call() throws IOException {
        SparkSession spark = Session.get(spec);
        checkOutput(spark);
        ExportInput input = ExportInput.of(SavedModel.load(spark, path));
        PrintWriter err = spec.commandLine().getErr();
        input.leftOut(target).forEach(err::println);
        write(input.model());
        spec.commandLine().getOut().println("Model exported to " + output + " as " + target.description());
        return 0;
    }

    private void checkOutput(SparkSession spark) throws IOException {
        Path file = ReachableFiles.path(output);
        if (!overwrite
                && ReachableFiles.of(file, spark.sparkContext().hadoopConfiguration())
                        .exists(file)) {
            throw new IOException("Path '" + output + "' already exists. To replace it, use --overwrite.");
        }
    }

    private void write(SoftmaxClassificationModel model) throws IOException {
        switch (target) {
            case onnx -> model.exportOnnx(output, overwrite);
            case pmml -> model.exportPmml(output, overwrite);
            case json -> model.exportJson(output, overwrite);
            case spark -> {
                MLWriter writer = model.toLogisticRegressionModel().write();
                (overwrite ? writer.overwrite() : writer).save(output);
            }
        }
    }
}
