package sparksoftmax.classification;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.SparkSession;
import sparksoftmax.SharedSpark;
import sparksoftmax.storage.CrashingFileSystem;

/**
 * Saves a model of twos over another and ends the virtual machine at a change of the file system, as {@code kill -9}
 * does. Arguments: the path of the model, and the number of the change, counted from the end if it is negative.
 */
public final class KilledSave {
    private KilledSave() {}

    /** Runs the program. */
    public static void main(String[] args) throws IOException {
        SparkSession spark = SharedSpark.session();
        CrashingFileSystem.register(spark.sparkContext().hadoopConfiguration());
        String path = CrashingFileSystem.path(Path.of(args[0]));
        int change = Integer.parseInt(args[1]);
        save(path + "-counted");
        CrashingFileSystem.start(null, number -> false);
        save(path + "-counted");
        int changes = CrashingFileSystem.changes();
        int chosen = change > 0 ? change : changes + 1 + change;
        CrashingFileSystem.start(CrashingFileSystem.Fault.HALT, number -> number == chosen);
        save(path);
        spark.stop();
    }

    private static void save(String path) throws IOException {
        new SoftmaxClassificationModel("saved", new DenseMatrix(2, 2, new double[] {2, 2, 2, 2}), Vectors.dense(2, 2))
                .write()
                .overwrite()
                .save(path);
    }
}
