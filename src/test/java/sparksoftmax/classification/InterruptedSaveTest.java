package sparksoftmax.classification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import sparksoftmax.SharedSpark;
import sparksoftmax.storage.CrashingFileSystem;
import sparksoftmax.storage.CrashingFileSystem.Fault;

/** However the saving of a model or of an estimator ends, the old one or the new one is loaded. */
@ExtendWith(SharedSpark.class)
@Tag("many-queries")
class InterruptedSaveTest {
    private static final Matrix OLD = DenseMatrix.ones(2, 3);
    private static final Matrix NEW = new DenseMatrix(2, 3, new double[] {1, 2, 3, 4, 5, 6});

    @TempDir
    private Path folder;

    InterruptedSaveTest(SparkSession spark) {
        CrashingFileSystem.register(spark.sparkContext().hadoopConfiguration());
    }

    @AfterEach
    void noMoreFaults() {
        CrashingFileSystem.stop();
    }

    private String path() {
        return CrashingFileSystem.path(folder.resolve("model"));
    }

    private void save(Matrix coefficients) throws IOException {
        new SoftmaxClassificationModel("saved", coefficients, Vectors.dense(1, 2))
                .write()
                .overwrite()
                .save(path());
    }

    private Matrix load() {
        return SoftmaxClassificationModel.load(path()).coefficientMatrix();
    }

    private void assertNothingIsLeft() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(folder.resolve("model")), files.toList());
        }
    }

    private int changesOf(Matrix coefficients) throws IOException {
        CrashingFileSystem.start(null, change -> false);
        save(coefficients);
        return CrashingFileSystem.changes();
    }

    @Test
    void aModelIsReplacedAsAWhole() throws IOException {
        save(OLD);
        int changes = changesOf(OLD);
        assertTrue(changes > 10, changes + " changes");
        TreeSet<String> seen = new TreeSet<>();
        for (int crashAt = 1; crashAt <= changes; crashAt++) {
            int chosen = crashAt;
            CrashingFileSystem.start(Fault.CRASH, change -> change == chosen);
            // Spark's own exceptions, if one of its tasks is hit.
            assertThrows(Throwable.class, () -> save(NEW));
            CrashingFileSystem.start(null, change -> false);
            Matrix found = load();
            assertTrue(found.equals(OLD) || found.equals(NEW), "after change " + crashAt + ": " + found);
            seen.add(found.equals(OLD) ? "old" : "new");
            save(OLD);
            assertEquals(OLD, load());
            assertNothingIsLeft();
        }
        assertEquals(new TreeSet<>(List.of("old", "new")), seen);
    }

    @Test
    void aSaveThatFailsLeavesTheOldModelAndNothingElse() throws IOException {
        save(OLD);
        int changes = changesOf(OLD);
        // Not the last change, the deletion of the old model, which is no reason to fail.
        for (int failAt = 1; failAt < changes; failAt += 5) {
            int chosen = failAt;
            CrashingFileSystem.start(Fault.FAILURE, change -> change == chosen);
            assertThrows(Throwable.class, () -> save(NEW));
            assertEquals(OLD, load());
            assertNothingIsLeft();
        }
    }

    @Test
    void aFirstSaveLeavesNothingOrTheModel() throws IOException {
        int changes = changesOf(OLD);
        for (int crashAt = 1; crashAt <= changes; crashAt += 3) {
            CrashingFileSystem.start(null, change -> false);
            delete();
            int chosen = crashAt;
            CrashingFileSystem.start(Fault.CRASH, change -> change == chosen);
            assertThrows(Throwable.class, () -> save(NEW));
            CrashingFileSystem.start(null, change -> false);
            String message =
                    assertThrows(IllegalArgumentException.class, this::load).getMessage();
            assertTrue(message.contains("there is nothing at this path"), message);
            new SoftmaxClassificationModel("saved", NEW, Vectors.dense(1, 2)).save(path());
            assertEquals(NEW, load());
            assertNothingIsLeft();
        }
    }

    private void delete() throws IOException {
        org.apache.hadoop.fs.FileSystem files = new org.apache.hadoop.fs.Path(path())
                .getFileSystem(SharedSpark.session().sparkContext().hadoopConfiguration());
        files.delete(new org.apache.hadoop.fs.Path(path()), true);
    }

    @Test
    void anEstimatorIsReplacedAsAWhole() throws IOException {
        SoftmaxClassifier old = new SoftmaxClassifier("old").setMaxIter(1);
        old.write().overwrite().save(path());
        CrashingFileSystem.start(null, change -> false);
        old.write().overwrite().save(path());
        int changes = CrashingFileSystem.changes();
        TreeSet<String> seen = new TreeSet<>();
        for (int crashAt = 1; crashAt <= changes; crashAt++) {
            int chosen = crashAt;
            CrashingFileSystem.start(Fault.CRASH, change -> change == chosen);
            assertThrows(CrashingFileSystem.Crash.class, () -> new SoftmaxClassifier("new")
                    .setMaxIter(2)
                    .write()
                    .overwrite()
                    .save(path()));
            CrashingFileSystem.start(null, change -> false);
            SoftmaxClassifier found = SoftmaxClassifier.load(path());
            assertEquals(found.uid().equals("old") ? 1 : 2, found.getMaxIter());
            seen.add(found.uid());
            old.write().overwrite().save(path());
            assertNothingIsLeft();
        }
        assertEquals(new TreeSet<>(List.of("old", "new")), seen);
    }
}
