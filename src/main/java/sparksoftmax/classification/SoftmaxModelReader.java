package sparksoftmax.classification;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsReader.Metadata;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.ReadWriteUtils;
import org.apache.spark.sql.Row;

/** Reads what {@link SoftmaxModelWriter} wrote. */
final class SoftmaxModelReader extends MLReader<SoftmaxClassificationModel> {
    @Override
    public SoftmaxClassificationModel load(String path) {
        Metadata metadata =
                DefaultParamsReader.loadMetadata(path, sparkSession(), SoftmaxClassificationModel.class.getName());
        String dataPath = SoftmaxModelWriter.dataPath(path);
        SoftmaxClassificationModel model =
                (Boolean) ReadWriteUtils.localSavingModeState().get()
                        ? loadLocally(metadata.uid(), Path.of(dataPath))
                        : loadTable(metadata.uid(), dataPath);
        metadata.getAndSetParams(model, scala.Option.empty());
        return model.withSummary(summary(SoftmaxModelWriter.summaryPath(path)));
    }

    /** The summary saved with the model; null if there is none, as before there were such. */
    private SoftmaxTrainingSummary summary(String path) {
        try {
            if ((Boolean) ReadWriteUtils.localSavingModeState().get()) {
                Path file = Path.of(path);
                return Files.exists(file) ? SoftmaxTrainingSummary.fromJson(Files.readString(file)) : null;
            }
            org.apache.hadoop.fs.Path folder = new org.apache.hadoop.fs.Path(path);
            boolean saved = folder.getFileSystem(sparkSession().sparkContext().hadoopConfiguration())
                    .exists(folder);
            return saved
                    ? SoftmaxTrainingSummary.fromJson(
                            sparkSession().read().textFile(path).first())
                    : null;
        } catch (IOException e) {
            throw new UncheckedIOException("The training summary could not be read from " + path, e);
        }
    }

    private SoftmaxClassificationModel loadTable(String uid, String dataPath) {
        List<Row> rows = sparkSession()
                .read()
                .parquet(dataPath)
                .select(SoftmaxModelWriter.CLASS, SoftmaxModelWriter.INTERCEPT, SoftmaxModelWriter.COEFFICIENTS)
                .orderBy(SoftmaxModelWriter.CLASS)
                .collectAsList();
        int numClasses = rows.size();
        if (numClasses == 0) {
            throw damaged(dataPath, "it has no rows");
        }
        int numFeatures = rows.get(0).<Vector>getAs(2).size();
        double[] intercepts = new double[numClasses];
        double[] coefficients = new double[numClasses * numFeatures];
        for (int k = 0; k < numClasses; k++) {
            Row row = rows.get(k);
            Vector ofClass = row.getAs(2);
            if (row.getInt(0) != k || ofClass.size() != numFeatures) {
                throw damaged(
                        dataPath,
                        "where class " + k + " with " + numFeatures + " coefficients should be, class " + row.getInt(0)
                                + " has " + ofClass.size());
            }
            intercepts[k] = row.getDouble(1);
            int target = k;
            ofClass.foreachNonZero((j, value) -> {
                coefficients[(Integer) j * numClasses + target] = (Double) value;
                return scala.runtime.BoxedUnit.UNIT;
            });
        }
        return new SoftmaxClassificationModel(
                uid, new DenseMatrix(numClasses, numFeatures, coefficients), new DenseVector(intercepts).compressed());
    }

    private static IllegalArgumentException damaged(String dataPath, String found) {
        return new IllegalArgumentException("A saved model must have one row a class, but in " + dataPath + " " + found
                + ": the files are damaged.");
    }

    private static SoftmaxClassificationModel loadLocally(String uid, Path file) {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            Vector intercepts = ReadWriteUtils.deserializeVector(in);
            return new SoftmaxClassificationModel(uid, ReadWriteUtils.deserializeMatrix(in), intercepts);
        } catch (IOException e) {
            throw new UncheckedIOException("The model could not be read from " + file, e);
        }
    }
}
