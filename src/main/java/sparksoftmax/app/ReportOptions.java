package sparksoftmax.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import sparksoftmax.classification.SoftmaxClassifierParams;
import sparksoftmax.report.ImageShape;
import sparksoftmax.report.ReportWriter;
import sparksoftmax.table.TypedRows;

/** The options for a report. A command calls {@link #prepare} before it starts, and {@link #write} in the end. */
final class ReportOptions {
    private static final String PROGRAM = "scripts/softmax";

    @Option(
            names = "--report",
            paramLabel = "DIR",
            description = "Write a report into this folder: " + ReportWriter.PAGE + ", one page for a browser, and "
                    + ReportWriter.FIGURES + ", the same figures for programs.")
    private Path folder;

    @Option(
            names = "--image-shape",
            paramLabel = "HxW",
            description = "The features are the pixels of pictures of this height and width, row by row: the report"
                    + " shows coefficients as pictures. Default: square pictures, if all features are named pixel or px"
                    + " with numbers, or have no names and are 64 or 784.")
    private String imageShape;

    /** Whether a report is asked for. */
    boolean isWanted() {
        return folder != null;
    }

    /** What rows are read for: with a report, its most certain mistakes show all their columns. */
    TypedRows.Purpose purpose() {
        return isWanted() ? TypedRows.Purpose.report : TypedRows.Purpose.learning;
    }

    /**
     * Checks what can be checked before training, and creates the folder.
     *
     * @param params the columns of the predictions that the report will be made of
     * @throws ParameterException if {@code --image-shape} is not valid
     * @throws IllegalArgumentException if there will be no predictions or no probabilities
     * @throws IOException if the folder cannot be written
     */
    void prepare(CommandSpec command, SoftmaxClassifierParams params) throws IOException {
        shape(command);
        if (!isWanted()) {
            return;
        }
        if (params.getPredictionCol().isEmpty() || params.getProbabilityCol().isEmpty()) {
            throw new IllegalArgumentException("A report needs predictions and probabilities: predictionCol and"
                    + " probabilityCol must not be empty, but were '" + params.getPredictionCol() + "' and '"
                    + params.getProbabilityCol() + "'.");
        }
        ReportWriter.prepare(folder);
    }

    private ImageShape shape(CommandSpec command) {
        if (imageShape == null) {
            return null;
        }
        if (!isWanted()) {
            throw new ParameterException(command.commandLine(), "--image-shape needs --report");
        }
        try {
            return ImageShape.parse(imageShape);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), "--image-shape " + e.getMessage());
        }
    }

    /**
     * Writes the report, if one is asked for, and says where it is.
     *
     * @throws IOException if it cannot be written
     */
    void write(CommandSpec command, SparkSession spark, ReportRequest request) throws IOException {
        if (!isWanted()) {
            return;
        }
        List<String> words = new ArrayList<>(List.of(PROGRAM));
        words.addAll(command.root().commandLine().getParseResult().originalArgs());
        ReportWriter.write(
                folder, ReportFigures.of(request, shape(command), words, ReportEnvironment.of(command, spark)));
        command.commandLine().getOut().println("Report written to " + folder.resolve(ReportWriter.PAGE));
    }
}
