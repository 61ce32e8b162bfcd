package sparksoftmax.classification;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sparksoftmax.compat.SparkDifferences;
import sparksoftmax.memory.Memory;
import sparksoftmax.scoring.LinearModel;
import sparksoftmax.storage.ModelFolder;
import sparksoftmax.storage.SavedText;
import sparksoftmax.storage.Sha256;

/**
 * Reads what {@link SoftmaxModelWriter} wrote, in any of its formats.
 *
 * @param <M> the class of the model
 */
final class SoftmaxModelReader<M extends Params> extends MLReader<M> {
    private static final Logger LOG = LoggerFactory.getLogger(SoftmaxModelReader.class);

    /** Checksums of Parquet's pages are compared before anything is made of them; this is off by default. */
    private static final String VERIFY_PAGES = "parquet.page.verify-checksum.enabled";

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
         * @param memory what the model remembers of its rows; null if nothing was saved
         * @param trainedWithinBounds whether coefficients or intercepts had bounds
         */
        M create(
                String uid,
                LinearModel linear,
                SoftmaxTrainingSummary summary,
                Memory memory,
                boolean trainedWithinBounds);
    }

    /** {@code modelClass} is the one that must have been saved. */
    SoftmaxModelReader(Class<M> modelClass, Factory<M> factory) {
        this.modelClass = modelClass;
        this.factory = factory;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if there is no model at {@code path}, or it is damaged, or of a later format
     */
    @Override
    public M load(String path) {
        return SavedStage.folder(path, this::sparkSession).read(this::read);
    }

    private M read(ModelFolder folder) {
        StageMetadata metadata = StageMetadata.read(folder, modelClass);
        LinearModel linear = linear(folder, metadata);
        M model = factory.create(
                metadata.uid(),
                linear,
                summary(folder, metadata.fields()),
                memory(folder, metadata.fields(), linear),
                metadata.fields().path(SoftmaxModelWriter.TRAINED_WITHIN_BOUNDS).asBoolean(false));
        metadata.setParams(model, LEFT_OUT);
        return model;
    }

    /**
     * The saved summary. A model without it is as good for predictions, so a problem with it is only logged.
     *
     * @return null if there is none: the first versions of this library did not save it, and converted models have none
     */
    private static SoftmaxTrainingSummary summary(ModelFolder folder, JsonNode fields) {
        try {
            boolean saved = fields.path(SoftmaxModelWriter.HAS_SUMMARY).asBoolean(false);
            if (!saved && !folder.has(SoftmaxModelWriter.SUMMARY)) {
                return null;
            }
            String text = SavedText.read(folder.files(), folder.resolve(SoftmaxModelWriter.SUMMARY));
            JsonNode checksum = fields.path(SoftmaxModelWriter.SUMMARY_CHECKSUM);
            if (!checksum.isMissingNode()
                    && !checksum.asText().equals(new Sha256().add(text).hex())) {
                throw new IOException("it is damaged, or the summary of another model");
            }
            return SoftmaxTrainingSummary.fromJson(text);
        } catch (IOException | RuntimeException e) {
            LOG.warn(
                    "The model '{}' is loaded without its training summary, since '{}' is missing or cannot be read.",
                    folder,
                    folder.resolve(SoftmaxModelWriter.SUMMARY),
                    e);
            return null;
        }
    }

    /**
     * What the model remembers. Without it, the next training would silently forget the earlier rows, so a problem with
     * it is an error.
     *
     * @return null if nothing was saved
     */
    private static Memory memory(ModelFolder folder, JsonNode fields, LinearModel linear) {
        JsonNode checksum = fields.path(SoftmaxModelWriter.MEMORY_CHECKSUM);
        if (checksum.isMissingNode()) {
            return null;
        }
        try {
            String text = SavedText.read(folder.files(), folder.resolve(SoftmaxModelWriter.MEMORY));
            if (!checksum.asText().equals(new Sha256().add(text).hex())) {
                throw new IOException("it is damaged, or the memory of another model");
            }
            return SavedMemory.fromJson(
                    text, linear.coefficients().numRows(), linear.coefficients().numCols());
        } catch (IOException e) {
            throw SavedStage.unreadable(folder, SoftmaxModelWriter.MEMORY, e);
        }
    }

    private LinearModel linear(ModelFolder folder, StageMetadata metadata) {
        try {
            LinearModel linear = read(folder, metadata);
            check(linear, metadata);
            return linear;
        } catch (Exception e) {
            // Spark's exceptions for missing and damaged files have no common class, and some are checked ones.
            throw SavedStage.unreadable(folder, SoftmaxModelWriter.DATA, e);
        }
    }

    private LinearModel read(ModelFolder folder, StageMetadata metadata) throws IOException {
        Path data = folder.resolve(SoftmaxModelWriter.DATA);
        boolean isFile = folder.files().getFileStatus(data).isFile();
        // Where Spark has no loadFromLocal, load reads what another version has saved locally.
        if (isFile != SparkDifferences.isLocalSaving() && (!isFile || SparkDifferences.hasLocalSaving())) {
            throw new IllegalArgumentException(
                    isFile
                            ? "it is a file, so the model must be loaded with loadFromLocal"
                            : "it is a folder, so the model must be loaded with load");
        }
        if (isFile) {
            return LocalCoefficients.read(folder.files(), data);
        }
        return metadata.format() == 1 ? readClasses(data.toString()) : readPieces(data.toString(), metadata.fields());
    }

    /** Compares what was read with what the metadata say of it; those of the first format say nothing. */
    private static void check(LinearModel linear, StageMetadata metadata) {
        JsonNode fields = metadata.fields();
        int numClasses = fields.path(SoftmaxModelWriter.NUM_CLASSES)
                .asInt(linear.coefficients().numRows());
        int numFeatures = fields.path(SoftmaxModelWriter.NUM_FEATURES)
                .asInt(linear.coefficients().numCols());
        if (linear.coefficients().numRows() != numClasses
                || linear.coefficients().numCols() != numFeatures
                || linear.intercepts().size() != numClasses) {
            throw new IllegalArgumentException(
                    "there are " + linear.coefficients().numRows() + " x "
                            + linear.coefficients().numCols() + " coefficients and "
                            + linear.intercepts().size() + " intercepts, but there should be " + numClasses + " x "
                            + numFeatures + " and " + numClasses);
        }
        if (metadata.format() >= StageMetadata.FORMAT_WITH_CHECKSUMS
                && !fields.path(SoftmaxModelWriter.COEFFICIENTS_CHECKSUM)
                        .asText()
                        .equals(CoefficientsChecksum.of(linear))) {
            throw new IllegalArgumentException("its coefficients are not those that were saved with the metadata:"
                    + " they are of another model, or a file has changed");
        }
    }

    /** The rows of a table, which are brought to the driver one file after the other. */
    private Iterator<Row> rows(String dataPath, StructType schema) {
        Iterator<Row> rows = sparkSession()
                .read()
                .schema(schema)
                .option(VERIFY_PAGES, true)
                .parquet(dataPath)
                .toLocalIterator();
        if (!rows.hasNext()) {
            throw new IllegalArgumentException("there are no part files, or they have no rows");
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
        if (intercepts == null) {
            throw new IllegalArgumentException("there are no intercepts");
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
}
