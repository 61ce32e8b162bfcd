package sparksoftmax.classification;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import sparksoftmax.compat.SparkDifferences;
import sparksoftmax.memory.Memory;
import sparksoftmax.scoring.BroadcastModel;
import sparksoftmax.scoring.LinearModel;
import sparksoftmax.storage.ModelFolder;
import sparksoftmax.storage.SavedText;
import sparksoftmax.storage.Sha256;

/**
 * Saves a model. {@code metadata} is that of {@link StageMetadata}, with the size of the model and checksums of its
 * coefficients and its summary. {@code data} is a Parquet table; each of its rows has the coefficients of successive
 * features: {@code firstFeature} (int), {@code coefficients} (matrix, [numClasses x number of features]) and, in the
 * row of feature 0, {@code intercepts} (vector, [numClasses]). Small models have one row; large ones are written by
 * tasks that fetch the model. Where Spark saves to the local file system without a session, {@code data} is a binary
 * file instead ({@link LocalCoefficients}), and the other parts are files rather than folders. {@code summary} is the
 * training summary as JSON, and {@code memory} what the model remembers of its rows ({@link SavedMemory}); each is
 * missing if the model has none.
 *
 * <p>Format 2 had no checksums. In format 1, {@code metadata} has no version, and {@code data} has one row per class:
 * {@code class} (int), {@code intercept} (double) and {@code coefficients} (vector, [numFeatures]).
 */
final class SoftmaxModelWriter extends MLWriter {
    // Parts beside the metadata.
    static final String DATA = "data";
    static final String SUMMARY = "summary";
    static final String MEMORY = "memory";

    // Fields of the metadata.
    static final String NUM_CLASSES = "numClasses";
    static final String NUM_FEATURES = "numFeatures";
    static final String COEFFICIENTS_CHECKSUM = "coefficientsChecksum";
    static final String SUMMARY_CHECKSUM = "summaryChecksum";
    static final String MEMORY_CHECKSUM = "memoryChecksum";
    static final String HAS_SUMMARY = "hasSummary";
    static final String TRAINED_WITHIN_BOUNDS = "trainedWithinBounds";

    /** The columns of {@code data}. */
    static final StructType SCHEMA = new StructType()
            .add("firstFeature", DataTypes.IntegerType, false)
            .add("coefficients", SQLDataTypes.MatrixType(), false)
            .add("intercepts", SQLDataTypes.VectorType(), true);

    /** A file has at most 64 MB of coefficients, which is less than what Spark reads in one task. */
    private static final int PIECES_PER_FILE = 32;

    private final Params model;
    private final LinearModel linear;
    private final BroadcastModel broadcast;
    private final String summary;
    private final String memory;
    private final boolean trainedWithinBounds;

    /**
     * @param model the object whose class, uid and Params are saved
     * @param linear the coefficients and intercepts
     * @param broadcast the same for tasks
     * @param summary the training summary as JSON; null if there is none
     * @param memory what the model remembers of its rows; null if nothing
     * @param trainedWithinBounds whether coefficients or intercepts had bounds
     */
    SoftmaxModelWriter(
            Params model,
            LinearModel linear,
            BroadcastModel broadcast,
            String summary,
            Memory memory,
            boolean trainedWithinBounds) {
        this.memory = memory == null ? null : SavedMemory.toJson(memory);
        this.model = model;
        this.linear = linear;
        this.broadcast = broadcast;
        this.summary = summary;
        this.trainedWithinBounds = trainedWithinBounds;
    }

    @Override
    public void save(String path) throws IOException {
        SavedStage.folder(path, this::sparkSession).replace(shouldOverwrite(), this::write);
    }

    @Override
    public void saveImpl(String path) {
        try {
            write(SavedStage.folder(path, this::sparkSession));
        } catch (IOException e) {
            throw new UncheckedIOException("The model could not be saved to '" + path + "'", e);
        }
    }

    /** Writes the metadata last: without it there is no model. */
    private void write(ModelFolder folder) throws IOException {
        if (SparkDifferences.isLocalSaving()) {
            LocalCoefficients.write(folder.files(), folder.resolve(DATA), linear);
        } else {
            pieces().write().parquet(folder.resolve(DATA).toString());
        }
        if (summary != null) {
            SavedText.write(folder.files(), folder.resolve(SUMMARY), !SparkDifferences.isLocalSaving(), summary);
        }
        if (memory != null) {
            SavedText.write(folder.files(), folder.resolve(MEMORY), !SparkDifferences.isLocalSaving(), memory);
        }
        StageMetadata.write(folder, model, sparkSession(), this::addFields);
    }

    private ObjectNode addFields(ObjectNode fields) {
        if (summary != null) {
            fields.put(SUMMARY_CHECKSUM, new Sha256().add(summary).hex());
        }
        if (memory != null) {
            fields.put(MEMORY_CHECKSUM, new Sha256().add(memory).hex());
        }
        return fields.put(NUM_CLASSES, linear.coefficients().numRows())
                .put(NUM_FEATURES, linear.coefficients().numCols())
                .put(COEFFICIENTS_CHECKSUM, CoefficientsChecksum.of(linear))
                .put(HAS_SUMMARY, summary != null)
                .put(TRAINED_WITHIN_BOUNDS, trainedWithinBounds);
    }

    /** The rows of {@code data}. */
    private Dataset<Row> pieces() {
        int[] starts = CoefficientPieces.starts(linear.coefficients());
        int numPieces = starts.length - 1;
        if (numPieces == 1) {
            return sparkSession().createDataFrame(List.of(row(linear, starts, 0)), SCHEMA);
        }
        BroadcastModel.Reference reference = broadcast.on(sparkSession());
        MapFunction<Long, Row> toRow = piece -> row(reference.get(), starts, piece.intValue());
        int numFiles = (numPieces + PIECES_PER_FILE - 1) / PIECES_PER_FILE;
        return sparkSession().range(0, numPieces, 1, numFiles).map(toRow, Encoders.row(SCHEMA));
    }

    private static Row row(LinearModel linear, int[] starts, int piece) {
        Matrix coefficients = CoefficientPieces.piece(linear.coefficients(), starts[piece], starts[piece + 1]);
        return RowFactory.create(starts[piece], coefficients, piece == 0 ? linear.intercepts() : null);
    }
}
