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
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsReader.Metadata;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.ReadWriteUtils;
import org.apache.spark.sql.Row;

/**
 * Reads what {@link SoftmaxModelWriter} wrote.
 *
 * @param <M> the class of the model
 */
final class SoftmaxModelReader<M extends Params> extends MLReader<M> {
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
         * @param coefficients [numClasses x numFeatures]
         * @param intercepts [numClasses]
         * @param summary the training summary as JSON; null if none was saved
         */
        M create(String uid, Matrix coefficients, Vector intercepts, String summary);
    }

    /** {@code modelClass} is the one that must have been saved. */
    SoftmaxModelReader(Class<M> modelClass, Factory<M> factory) {
        this.modelClass = modelClass;
        this.factory = factory;
    }

    /** The arrays of a model. */
    private record Data(Matrix coefficients, Vector intercepts) {}

    @Override
    public M load(String path) {
        Metadata metadata = DefaultParamsReader.loadMetadata(path, sparkSession(), modelClass.getName());
        String dataPath = SoftmaxModelWriter.dataPath(path);
        Data data = (Boolean) ReadWriteUtils.localSavingModeState().get()
                ? loadLocally(Path.of(dataPath))
                : loadTable(dataPath);
        M model = factory.create(
                metadata.uid(), data.coefficients(), data.intercepts(), summary(SoftmaxModelWriter.summaryPath(path)));
        metadata.getAndSetParams(model, scala.Option.empty());
        return model;
    }

    /** The saved summary; null if there is none: the first versions of this library did not save it. */
    private String summary(String path) {
        try {
            if ((Boolean) ReadWriteUtils.localSavingModeState().get()) {
                Path file = Path.of(path);
                return Files.exists(file) ? Files.readString(file) : null;
            }
            org.apache.hadoop.fs.Path folder = new org.apache.hadoop.fs.Path(path);
            boolean saved = folder.getFileSystem(sparkSession().sparkContext().hadoopConfiguration())
                    .exists(folder);
            return saved ? sparkSession().read().textFile(path).first() : null;
        } catch (IOException e) {
            throw new UncheckedIOException("The training summary could not be read from " + path, e);
        }
    }

    private Data loadTable(String dataPath) {
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
        return new Data(
                new DenseMatrix(numClasses, numFeatures, coefficients), new DenseVector(intercepts).compressed());
    }

    private static IllegalArgumentException damaged(String dataPath, String found) {
        return new IllegalArgumentException("A saved model must have one row per class, but in " + dataPath + " "
                + found + ": the files are damaged.");
    }

    private static Data loadLocally(Path file) {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            Vector intercepts = ReadWriteUtils.deserializeVector(in);
            return new Data(ReadWriteUtils.deserializeMatrix(in), intercepts);
        } catch (IOException e) {
            throw new UncheckedIOException("The model could not be read from " + file, e);
        }
    }
}
