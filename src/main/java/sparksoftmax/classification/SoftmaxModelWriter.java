package sparksoftmax.classification;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.DefaultParamsWriter$;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.ml.util.ReadWriteUtils;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Saves a model. {@code metadata} is that of every Spark ML stage (class, uid, Params as JSON). {@code data} is a
 * Parquet table with one row per class: {@code class} (int), {@code intercept} (double), {@code coefficients} (vector,
 * [numFeatures]). Where Spark saves to the local file system without a session, {@code data} is a binary file instead:
 * the intercepts as a vector, then the coefficients as a matrix, in Spark's own encoding. {@code summary} is the
 * training summary as JSON; it is missing if the model has none.
 */
final class SoftmaxModelWriter extends MLWriter {
    static final String CLASS = "class";
    static final String INTERCEPT = "intercept";
    static final String COEFFICIENTS = "coefficients";

    private static final StructType SCHEMA = new StructType()
            .add(CLASS, DataTypes.IntegerType, false)
            .add(INTERCEPT, DataTypes.DoubleType, false)
            .add(COEFFICIENTS, SQLDataTypes.VectorType(), false);

    private final Params model;
    private final Matrix coefficients;
    private final Vector intercepts;
    private final String summary;

    /**
     * @param model the object whose class, uid and Params are saved
     * @param coefficients W, [numClasses x numFeatures]
     * @param intercepts b, [numClasses]
     * @param summary the training summary as JSON; null if there is none
     */
    SoftmaxModelWriter(Params model, Matrix coefficients, Vector intercepts, String summary) {
        this.model = model;
        this.coefficients = coefficients;
        this.intercepts = intercepts;
        this.summary = summary;
    }

    static String dataPath(String path) {
        return new org.apache.hadoop.fs.Path(path, "data").toString();
    }

    static String summaryPath(String path) {
        return new org.apache.hadoop.fs.Path(path, "summary").toString();
    }

    @Override
    public void saveImpl(String path) {
        DefaultParamsWriter$.MODULE$.saveMetadata(model, path, sparkSession());
        boolean locally = (Boolean) ReadWriteUtils.localSavingModeState().get();
        saveSummary(path, locally);
        if (locally) {
            saveLocally(Path.of(dataPath(path)));
        } else {
            sparkSession().createDataFrame(rows(), SCHEMA).coalesce(1).write().parquet(dataPath(path));
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

    private List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        scala.collection.Iterator<Vector> ofClasses = coefficients.rowIter();
        while (ofClasses.hasNext()) {
            int k = rows.size();
            rows.add(RowFactory.create(k, intercepts.apply(k), ofClasses.next().compressed()));
        }
        return rows;
    }

    private void saveLocally(Path file) {
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            ReadWriteUtils.serializeVector(intercepts, out);
            ReadWriteUtils.serializeMatrix(coefficients, out);
        } catch (IOException e) {
            throw new UncheckedIOException("The model could not be saved to " + file, e);
        }
    }
}
