package sparksoftmax.classification;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.util.DefaultParamsWriter$;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.ml.util.ReadWriteUtils;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Saves a model: {@code metadata} as every Spark ML stage has it (class, uid, Params as JSON), and {@code data}, a
 * Parquet table of one row a class: {@code class} (int), {@code intercept} (double), {@code coefficients} (vector,
 * [numFeatures]). Where Spark saves to the local file system without a session, {@code data} is one binary file
 * instead: intercepts as a vector, coefficients as a matrix, in Spark's own encoding. If the model has one,
 * {@code summary} is its training summary, as JSON.
 */
final class SoftmaxModelWriter extends MLWriter {
    static final String CLASS = "class";
    static final String INTERCEPT = "intercept";
    static final String COEFFICIENTS = "coefficients";

    private static final StructType SCHEMA = new StructType()
            .add(CLASS, DataTypes.IntegerType, false)
            .add(INTERCEPT, DataTypes.DoubleType, false)
            .add(COEFFICIENTS, SQLDataTypes.VectorType(), false);

    private final SoftmaxClassificationModel model;

    SoftmaxModelWriter(SoftmaxClassificationModel model) {
        this.model = model;
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
        if (!model.hasSummary()) {
            return;
        }
        String json = model.summary().toJson();
        if (locally) {
            try {
                Files.writeString(Path.of(summaryPath(path)), json);
            } catch (IOException e) {
                throw new UncheckedIOException("The training summary could not be saved in " + path, e);
            }
        } else {
            sparkSession()
                    .createDataset(List.of(json), Encoders.STRING())
                    .coalesce(1)
                    .write()
                    .text(summaryPath(path));
        }
    }

    private List<Row> rows() {
        double[] intercepts = model.interceptVector().toArray();
        List<Row> rows = new ArrayList<>();
        scala.collection.Iterator<Vector> coefficients =
                model.coefficientMatrix().rowIter();
        while (coefficients.hasNext()) {
            int k = rows.size();
            rows.add(RowFactory.create(k, intercepts[k], coefficients.next().compressed()));
        }
        return rows;
    }

    private void saveLocally(Path file) {
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            ReadWriteUtils.serializeVector(model.interceptVector(), out);
            ReadWriteUtils.serializeMatrix(model.coefficientMatrix(), out);
        } catch (IOException e) {
            throw new UncheckedIOException("The model could not be saved to " + file, e);
        }
    }
}
