package sparksoftmax.classification;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsReader.Metadata;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.ReadWriteUtils;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.jdk.javaapi.CollectionConverters;
import sparksoftmax.scoring.LinearModel;

/**
 * Reads what {@link SoftmaxModelWriter} wrote, in any of its formats.
 *
 * @param <M> the class of the model
 */
final class SoftmaxModelReader<M extends Params> extends MLReader<M> {
    private static final Logger LOG = LoggerFactory.getLogger(SoftmaxModelReader.class);

    private static final StructType SCHEMA_OF_FORMAT_1 = new StructType()
            .add("class", DataTypes.IntegerType)
            .add("intercept", DataTypes.DoubleType)
            .add("coefficients", SQLDataTypes.VectorType());

    /** Params of a model that earlier versions saved, and that a fitted model has no use for. */
    private static final List<String> LEFT_OUT = List.of("initialCoefficients", "initialIntercepts");

    private final Class<M> modelClass;
    private final Factory<M> factory;

    /**
     * Creates a model from what was saved.
     *
     * @param <M> the class of the model
     */
    @FunctionalInterface
    interface Factory<M> {
        /**
         * A model whose Params have their defaults.
         *
         * @param linear the coefficients and intercepts
         * @param summary the training summary; null if none was saved
         * @param trainedWithinBounds whether coefficients or intercepts had bounds
         */
        M create(String uid, LinearModel linear, SoftmaxTrainingSummary summary, boolean trainedWithinBounds);
    }

    /** {@code modelClass} is the one that must have been saved. */
    SoftmaxModelReader(Class<M> modelClass, Factory<M> factory) {
        this.modelClass = modelClass;
        this.factory = factory;
    }

    private static boolean locally() {
        return (Boolean) ReadWriteUtils.localSavingModeState().get();
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if there is no model at {@code path}, or it is damaged, or of a later format
     */
    @Override
    public M load(String path) {
        Metadata metadata = metadata(path);
        JsonNode fields = fields(metadata);
        int format = fields.path(SoftmaxModelWriter.FORMAT_VERSION).asInt(1);
        if (format > SoftmaxModelWriter.FORMAT) {
            throw new IllegalArgumentException("The model '" + path + "' was saved in format " + format
                    + ", but this version of the library knows formats up to " + SoftmaxModelWriter.FORMAT
                    + ": load it with a later version.");
        }
        M model = factory.create(
                metadata.uid(),
                linear(path, format, fields),
                summary(path, fields.path(SoftmaxModelWriter.HAS_SUMMARY).asBoolean(false)),
                fields.path(SoftmaxModelWriter.TRAINED_WITHIN_BOUNDS).asBoolean(false));
        metadata.getAndSetParams(
                model, scala.Option.apply(CollectionConverters.asScala(LEFT_OUT).toList()));
        return model;
    }

    private Metadata metadata(String path) {
        try {
            return DefaultParamsReader.loadMetadata(path, sparkSession(), modelClass.getName());
        } catch (IllegalArgumentException e) {
            throw e;
        } catch (Exception e) {
            // Spark's exceptions for missing and empty folders have no common class, and some are checked ones.
            throw missing(path, "metadata", e);
        }
    }

    private static JsonNode fields(Metadata metadata) {
        try {
            return new ObjectMapper().readTree(metadata.metadataJson());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("metadata that Spark could read must be JSON", e);
        }
    }

    /** What is wrong with a saved model of which a part could not be read. */
    private IllegalArgumentException missing(String path, String part, Exception cause) {
        String found;
        if (!exists(path)) {
            found = "there is nothing at this path";
        } else if (!exists(new org.apache.hadoop.fs.Path(path, part).toString())) {
            found = "it has no '" + part + "'";
        } else {
            found = "it is damaged: its '" + part + "' cannot be read: "
                    + (cause instanceof NoSuchElementException ? "there are no part files" : cause.getMessage());
        }
        return new IllegalArgumentException("'" + path + "' must be a saved model, but " + found + ".", cause);
    }

    private boolean exists(String path) {
        try {
            if (locally()) {
                return Files.exists(Path.of(path));
            }
            org.apache.hadoop.fs.Path file = new org.apache.hadoop.fs.Path(path);
            return file.getFileSystem(sparkSession().sparkContext().hadoopConfiguration())
                    .exists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("It could not be found out whether there is a file '" + path + "'.", e);
        }
    }

    /**
     * The saved summary. A model without it is as good for predictions, so a problem with it is only logged.
     *
     * @param saved whether a summary is known to have been saved
     * @return null if there is none: the first versions of this library did not save it, and converted models have none
     */
    private SoftmaxTrainingSummary summary(String path, boolean saved) {
        String part = SoftmaxModelWriter.summaryPath(path);
        try {
            if (!saved && !exists(part)) {
                return null;
            }
            return SoftmaxTrainingSummary.fromJson(ReadWriteUtils.loadText(part, sparkSession()));
        } catch (Exception e) {
            LOG.warn(
                    "The model '{}' is loaded without its training summary, since '{}' is missing or cannot be read.",
                    path,
                    part,
                    e);
            return null;
        }
    }

    private LinearModel linear(String path, int format, JsonNode fields) {
        try {
            String dataPath = SoftmaxModelWriter.dataPath(path);
            if (locally()) {
                return readLocally(Path.of(dataPath));
            }
            return format == 1 ? readClasses(dataPath) : readPieces(dataPath, fields);
        } catch (Exception e) {
            // As for the metadata.
            throw missing(path, "data", e);
        }
    }

    /** The rows of a table, which are brought to the driver one file after the other. */
    private Iterator<Row> rows(String dataPath, StructType schema) {
        Iterator<Row> rows =
                sparkSession().read().schema(schema).parquet(dataPath).toLocalIterator();
        if (!rows.hasNext()) {
            throw new NoSuchElementException(dataPath);
        }
        return rows;
    }

    private LinearModel readPieces(String dataPath, JsonNode fields) {
        int numClasses = fields.path(SoftmaxModelWriter.NUM_CLASSES).asInt();
        CoefficientPieces.Assembly assembly = new CoefficientPieces.Assembly(
                numClasses, fields.path(SoftmaxModelWriter.NUM_FEATURES).asInt());
        Vector intercepts = null;
        for (Iterator<Row> rows = rows(dataPath, SoftmaxModelWriter.SCHEMA); rows.hasNext(); ) {
            Row row = rows.next();
            if (row.isNullAt(0) || row.isNullAt(1)) {
                throw new IllegalArgumentException("a row has no coefficients");
            }
            assembly.add(row.getInt(0), row.getAs(1));
            intercepts = row.isNullAt(2) ? intercepts : row.getAs(2);
        }
        Matrix coefficients = assembly.matrix();
        if (intercepts == null || intercepts.size() != numClasses) {
            throw new IllegalArgumentException("there are " + (intercepts == null ? 0 : intercepts.size())
                    + " intercepts where " + numClasses + " should be");
        }
        return new LinearModel(coefficients, intercepts);
    }

    private LinearModel readClasses(String dataPath) {
        List<Row> rows = new ArrayList<>();
        rows(dataPath, SCHEMA_OF_FORMAT_1).forEachRemaining(rows::add);
        if (rows.stream().anyMatch(row -> row.isNullAt(0) || row.isNullAt(1) || row.isNullAt(2))) {
            throw new IllegalArgumentException("a row has no class, intercept or coefficients");
        }
        rows.sort(Comparator.comparingInt(row -> row.getInt(0)));
        int numClasses = rows.size();
        int numFeatures = rows.get(0).<Vector>getAs(2).size();
        double[] intercepts = new double[numClasses];
        double[] coefficients = new double[Math.multiplyExact(numClasses, numFeatures)];
        for (int k = 0; k < numClasses; k++) {
            Row row = rows.get(k);
            Vector ofClass = row.getAs(2);
            if (row.getInt(0) != k || ofClass.size() != numFeatures) {
                throw new IllegalArgumentException("where class " + k + " with " + numFeatures
                        + " coefficients should be, class " + row.getInt(0) + " has " + ofClass.size());
            }
            intercepts[k] = row.getDouble(1);
            int target = k;
            ofClass.foreachNonZero((j, value) -> {
                coefficients[(Integer) j * numClasses + target] = (Double) value;
                return scala.runtime.BoxedUnit.UNIT;
            });
        }
        return new LinearModel(
                new DenseMatrix(numClasses, numFeatures, coefficients), new DenseVector(intercepts).compressed());
    }

    private static LinearModel readLocally(Path file) throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            Vector intercepts = ReadWriteUtils.deserializeVector(in);
            return new LinearModel(ReadWriteUtils.deserializeMatrix(in), intercepts);
        }
    }
}
