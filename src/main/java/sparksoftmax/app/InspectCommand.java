package sparksoftmax.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.Matrix;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import sparksoftmax.classification.SoftmaxClassificationModel;
import sparksoftmax.classification.SoftmaxTrainingSummary;

/** The command {@code inspect}: says what a saved model is. */
@Command(
        name = "inspect",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Says what a saved model is: classes, features, the largest coefficients, how it was trained.")
final class InspectCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "MODEL", description = "A model saved by train.")
    private String path;

    @Option(
            names = "--top",
            paramLabel = "INTEGER",
            defaultValue = "5",
            description = "How many coefficients to print for each class. Default: ${DEFAULT-VALUE}")
    private int top;

    @Override
    public Integer call() throws IOException {
        SavedModel saved = SavedModel.load(Session.get(spec), path);
        SoftmaxClassificationModel model = saved.softmaxModel();
        PrintWriter out = spec.commandLine().getOut();
        saved.settings().ifPresent(settings -> {
            out.println("Trained: " + settings.created() + " on '" + settings.input() + "'");
            out.println("Command: softmax " + String.join(" ", settings.commandLine()));
            out.println("Versions: "
                    + settings.versions().entrySet().stream()
                            .map(entry -> entry.getKey() + " " + entry.getValue())
                            .collect(Collectors.joining(", ")));
        });
        out.println("Classes: " + model.numClasses() + ": " + String.join(", ", saved.classNames()));
        out.println("Features: " + model.numFeatures() + " from columns "
                + String.join(", ", saved.columns().inputs()));
        printTraining(out, model);
        printCoefficients(out, model, saved.classNames(), saved.featureNames());
        out.flush();
        return 0;
    }

    private static void printTraining(PrintWriter out, SoftmaxClassificationModel model) {
        if (model.isSet(model.temperature())) {
            out.printf(Locale.ROOT, "Calibration: by temperature %.4f%n", model.getTemperature());
        }
        if (!model.hasSummary()) {
            out.println("Training: not saved with the model");
            return;
        }
        SoftmaxTrainingSummary summary = model.summary();
        double[] history = summary.objectiveHistory();
        out.printf(
                Locale.ROOT,
                "Training: regParam %.4g, %d passes, objective %.6f at the start and %.6f at the end; stopped because %s%n",
                model.getRegParam(),
                summary.totalIterations(),
                history[0],
                history[history.length - 1],
                summary.stopReason());
    }

    private void printCoefficients(
            PrintWriter out, SoftmaxClassificationModel model, List<String> classes, List<String> features) {
        Matrix coefficients = model.coefficientMatrix();
        int numPrinted = Math.min(top, model.numFeatures());
        if (numPrinted <= 0) {
            return;
        }
        out.println("Largest coefficients, on the original scale of the features:");
        for (int k = 0; k < model.numClasses(); k++) {
            int row = k;
            String largest = IntStream.range(0, model.numFeatures())
                    .boxed()
                    .sorted(Comparator.comparingDouble(j -> -Math.abs(coefficients.apply(row, j))))
                    .limit(numPrinted)
                    .map(j -> features.get(j) + String.format(Locale.ROOT, " %.4g", coefficients.apply(row, j)))
                    .collect(Collectors.joining(", "));
            out.printf(
                    Locale.ROOT,
                    "  %s: intercept %.4g, %s%n",
                    classes.get(k),
                    model.interceptVector().apply(k),
                    largest);
        }
    }
}
