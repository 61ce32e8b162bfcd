package sparksoftmax.classification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sparksoftmax.ChildJvm;
import sparksoftmax.SharedSpark;

/** A driver that ends in the middle of a save leaves the old model or the new one. */
@ExtendWith(SharedSpark.class)
class KilledSaveIT {
    @TempDir
    private Path folder;

    KilledSaveIT(SparkSession spark) {
        assertFalse(spark.sparkContext().isStopped());
    }

    private SoftmaxClassificationModel load() {
        return SoftmaxClassificationModel.load(folder.resolve("model").toString());
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** While the coefficients are written; between the two renamings; before the old model is deleted. */
    @ParameterizedTest
    @CsvSource({"5, true, 1", "-2, false, 2", "-1, true, 2"})
    void theModelIsTheOldOneOrTheNewOne(int change, boolean inPlace, double expected) throws IOException {
        SoftmaxClassificationModel old = new SoftmaxClassificationModel(
                "saved", new DenseMatrix(2, 2, new double[] {1, 1, 1, 1}), Vectors.dense(1, 1));
        old.save(folder.resolve("model").toString());
        String failure = assertThrows(
                        IllegalStateException.class,
                        () -> ChildJvm.run(
                                List.of(),
                                KilledSave.class,
                                folder.resolve("model").toString(),
                                Integer.toString(change)))
                .getMessage();
        assertTrue(failure.contains("failed") && !failure.contains("Exception in thread"), failure);
        assertEquals(inPlace, Files.exists(folder.resolve("model")), names().toString());
        assertTrue(names().size() > 2, "something is left: " + names());
        assertEquals(expected, load().coefficientMatrix().apply(1, 1));
        assertEquals(expected, load().interceptVector().apply(1));
        old.write().overwrite().save(folder.resolve("model").toString());
        assertEquals(1.0, load().interceptVector().apply(1));
        assertEquals(List.of("model", "model-counted"), names());
    }
}
