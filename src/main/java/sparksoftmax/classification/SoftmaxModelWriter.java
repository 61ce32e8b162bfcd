package sparksoftmax.classification;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.DefaultParamsWriter$;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.ml.util.ReadWriteUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import sparksoftmax.scoring.BroadcastModel;
import sparksoftmax.scoring.LinearModel;

/**
 * Saves a model. {@code metadata} is that of every Spark ML stage (class, uid, Params as JSON), with the version of the
 * format and the size of the model. {@code data} is a Parquet table; each of its rows has the coefficients of
 * successive features: {@code firstFeature} (int), {@code coefficients} (matrix, [numClasses x number of features])
 * and, in the row of feature 0, {@code intercepts} (vector, [numClasses]). Small models have one row; large ones are
 * written by tasks that fetch the model. Where Spark saves to the local file system without a session, {@code data} is
 * a binary file instead: the intercepts as a vector, then the coefficients as a matrix, in Spark's own encoding.
 * {@code summary} is the training summary as JSON; it is missing if the model has none.
 *
 * <p>In format 1, {@code metadata} has no version, and {@code data} has one row per class: {@code class} (int),
 * {@code intercept} (double) and {@code coefficients} (vector, [numFeatures]).
 */
final class SoftmaxModelWriter extends MLWriter {
    /** The version of the format that is written. */
    static final int FORMAT = 2;

    // Fields of the metadata.
    static final String FORMAT_VERSION = "formatVersion";
    static final String NUM_CLASSES = "numClasses";
    static final String NUM_FEATURES = "numFeatures";
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
    private final boolean trainedWithinBounds;

    /**
     * @param model the object whose class, uid and Params are saved
     * @param linear the coefficients and intercepts
     * @param broadcast the same for tasks
     * @param summary the training summary as JSON; null if there is none
     * @param trainedWithinBounds whether coefficients or intercepts had bounds
     */
    SoftmaxModelWriter(
            Params model, LinearModel linear, BroadcastModel broadcast, String summary, boolean trainedWithinBounds) {
        this.model = model;
        this.linear = linear;
        this.broadcast = broadcast;
        this.summary = summary;
        this.trainedWithinBounds = trainedWithinBounds;
    }

    static String dataPath(String path) {
        return new org.apache.hadoop.fs.Path(path, "data").toString();
    }

    static String summaryPath(String path) {
        return new org.apache.hadoop.fs.Path(path, "summary").toString();
    }

    @Override
    public void saveImpl(String path) {
        ReadWriteUtils.saveText(new org.apache.hadoop.fs.Path(path, "metadata").toString(), metadata(), sparkSession());
        boolean locally = (Boolean) ReadWriteUtils.localSavingModeState().get();
        saveSummary(path, locally);
        if (locally) {
            saveLocally(Path.of(dataPath(path)));
        } else {
            pieces().write().parquet(dataPath(path));
        }
    }

    /** The metadata of a Spark ML stage, with more fields. */
    private String metadata() {
        String ofStage = DefaultParamsWriter$.MODULE$.getMetadataToSave(model, sparkSession());
        try {
            return ((ObjectNode) new ObjectMapper().readTree(ofStage))
                    .put(FORMAT_VERSION, FORMAT)
                    .put(NUM_CLASSES, linear.coefficients().numRows())
                    .put(NUM_FEATURES, linear.coefficients().numCols())
                    .put(HAS_SUMMARY, summary != null)
                    .put(TRAINED_WITHIN_BOUNDS, trainedWithinBounds)
                    .toString();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the metadata that Spark makes must be JSON", e);
        }
    }

    private void saveSummary(String path, boolean locally) {
        if (summary == null) {
            return;
        }
        if (locally) {
            try {
                Files.writeString(Path.of(summaryPath(path)), summary);
            } catch (IOException e) {
                throw new UncheckedIOException("The training summary could not be saved in " + path, e);
            }
        } else {
            sparkSession()
                    .createDataset(List.of(summary), Encoders.STRING())
                    .coalesce(1)
                    .write()
                    .text(summaryPath(path));
        }
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

    private void saveLocally(Path file) {
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            ReadWriteUtils.serializeVector(linear.intercepts(), out);
            ReadWriteUtils.serializeMatrix(linear.coefficients(), out);
        } catch (IOException e) {
            throw new UncheckedIOException("The model could not be saved to " + file, e);
        }
    }
}
