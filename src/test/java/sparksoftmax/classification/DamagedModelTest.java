package sparksoftmax.classification;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.SparseMatrix;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sparksoftmax.LocalSaving;
import sparksoftmax.RandomRows;
import sparksoftmax.SharedSpark;

/**
 * Files of a saved model that are cut, changed, exchanged or gone: never another model, always an error that says so.
 */
@ExtendWith(SharedSpark.class)
@Tag("many-queries")
class DamagedModelTest {
    private static final Path FIXTURES = Path.of("src/test/resources/models");

    @TempDir
    private Path folder;

    private final SparkSession spark;

    DamagedModelTest(SparkSession spark) {
        this.spark = spark;
    }

    private static SoftmaxClassificationModel model(long seed) {
        SoftmaxClassificationModel model = new SoftmaxClassificationModel(
                "saved",
                DenseMatrix.rand(3, 40, new Random(seed)),
                Vectors.dense(new Random(seed).doubles(3).toArray()));
        model.setThresholds(new double[] {0.25, 0.5, 0.75});
        return model;
    }

    private static SoftmaxClassificationModel load(Path path, boolean locally) {
        if (locally) {
            LocalSaving.assume();
        }
        return locally
                ? SoftmaxClassificationModel.read().loadFromLocal(path.toString())
                : SoftmaxClassificationModel.load(path.toString());
    }

    private static void save(SoftmaxClassificationModel model, Path path, boolean locally) throws IOException {
        if (locally) {
            LocalSaving.assume();
            model.write().overwrite().saveToLocal(path.toString());
        } else {
            model.write().overwrite().save(path.toString());
        }
    }

    private static String refusal(Path path, boolean locally) {
        if (locally) {
            LocalSaving.assume();
        }
        String message = assertThrows(IllegalArgumentException.class, () -> load(path, locally))
                .getMessage();
        assertTrue(message.contains(path.toString()), message);
        for (String useless : List.of("head of empty", "infer schema", " null", "NoSuchElement", "stage failure")) {
            assertFalse(message.contains(useless), message);
        }
        return message;
    }

    /** The one file of a part, without checksums of Hadoop's, which copies lack. */
    private static Path file(Path model, String part) throws IOException {
        Path found = model.resolve(part);
        if (Files.isRegularFile(found)) {
            return found;
        }
        try (Stream<Path> files = Files.list(found)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.startsWith("part-")) {
                    found = file;
                } else {
                    Files.delete(file);
                }
            }
        }
        return found;
    }

    private static void delete(Path path) throws IOException {
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void noByteCanChangeUnnoticed(boolean locally) throws IOException {
        SoftmaxClassificationModel saved = model(1L);
        Path path = folder.resolve("model");
        save(saved, path, locally);
        Random random = new Random(7L);
        for (String part : List.of("data", "metadata")) {
            Path file = file(path, part);
            byte[] bytes = Files.readAllBytes(file);
            for (int i = 0; i < (locally ? 60 : 15); i++) {
                byte[] changed = bytes.clone();
                if (i % 5 == 4) {
                    changed = Arrays.copyOf(bytes, random.nextInt(bytes.length));
                } else {
                    changed[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                }
                Files.write(file, changed);
                try {
                    SoftmaxClassificationModel loaded = load(path, locally);
                    assertEquals(saved.coefficientMatrix(), loaded.coefficientMatrix());
                    assertEquals(saved.interceptVector(), loaded.interceptVector());
                    assertArrayEquals(saved.getThresholds(), loaded.getThresholds());
                } catch (IllegalArgumentException e) {
                    refusal(path, locally);
                }
            }
            Files.write(file, bytes);
        }
        assertEquals(saved.coefficientMatrix(), load(path, locally).coefficientMatrix());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void partsOfOtherModelsAreRecognized(boolean locally) throws IOException {
        Path path = folder.resolve("model");
        Path other = folder.resolve("other");
        save(model(1L), path, locally);
        save(model(2L), other, locally);
        for (String part : List.of("data", "metadata")) {
            Path file = file(path, part);
            byte[] own = Files.readAllBytes(file);
            Files.write(file, Files.readAllBytes(file(other, part)));
            String message = refusal(path, locally);
            assertTrue(message.contains("'data'") && message.contains("of another model"), message);
            Files.write(file, own);
            if (!locally) {
                // A second file beside it, as from copying one folder into another.
                Path second = file.resolveSibling("part-00001-" + file.getFileName());
                Files.write(second, Files.readAllBytes(file(other, part)));
                assertTrue(refusal(path, false).contains("'" + part + "'"));
                Files.delete(second);
            }
        }
        assertEquals(model(1L).coefficientMatrix(), load(path, locally).coefficientMatrix());
    }

    @ParameterizedTest
    @ValueSource(strings = {"data", "metadata"})
    void partsThatAreEmptyOrGoneAreNamed(String part) throws IOException {
        Path path = folder.resolve("model");
        for (boolean locally : List.of(false, true)) {
            save(model(1L), path, locally);
            Files.write(file(path, part), new byte[0]);
            String message = refusal(path, locally);
            assertTrue(message.contains("its '" + part + "' cannot be read") && message.contains("again"), message);
            delete(path.resolve(part));
            assertTrue(refusal(path, locally).contains("it has no '" + part + "'"));
        }
    }

    @Test
    void theOtherWayOfLoadingIsNamed() throws IOException {
        Path path = folder.resolve("model");
        save(model(1L), path, true);
        assertTrue(refusal(path, false).contains("must be loaded with loadFromLocal"));
        save(model(1L), path, false);
        assertTrue(refusal(path, true).contains("must be loaded with load"));
    }

    @Test
    void theSummaryOfAnotherModelIsNotShown() throws IOException {
        SoftmaxClassificationModel trained =
                new SoftmaxClassifier().setMaxIter(2).fit(new RandomRows(60, 3, 3, 1L).toDataset(spark, 1));
        Path path = folder.resolve("model");
        save(trained, path, false);
        assertTrue(load(path, false).hasSummary());
        Path summary = file(path, "summary");
        Files.writeString(summary, Files.readString(file(FIXTURES.resolve("format-1-sparse"), "summary")));
        assertFalse(load(path, false).hasSummary());
        assertEquals(trained.coefficientMatrix(), load(path, false).coefficientMatrix());
    }

    @Test
    void lengthsThatADamagedFileClaimsAreNotAllocated() throws IOException {
        Path path = folder.resolve("model");
        for (String format : List.of("format-1-local", "format-2-local", "format-2-sparse-local")) {
            if (Files.exists(path)) {
                delete(path);
            }
            Files.createDirectory(path);
            for (String part : List.of("data", "metadata")) {
                Files.copy(FIXTURES.resolve(format).resolve(part), path.resolve(part));
            }
            for (int length : new int[] {Integer.MAX_VALUE, -1, Integer.MIN_VALUE}) {
                try (RandomAccessFile file =
                        new RandomAccessFile(path.resolve("data").toFile(), "rw")) {
                    // Behind the flag, and behind the size if the intercepts are sparse.
                    file.seek(format.contains("sparse") ? 5 : 1);
                    file.writeInt(length);
                }
                assertTrue(refusal(path, true).contains("'data'"));
            }
        }
    }

    @Test
    void modelsOfFormatTwoLoad() {
        double[] coefficients = {
            1.1715096822663944,
            -1.110379812013688,
            -0.06112987025270648,
            0.18274337386574419,
            -0.36322074908414675,
            0.18047737521840254,
            -0.54089535171714,
            0.5119562252479843,
            0.02893912646915559,
            0.1750682384761789,
            0.3149983474578692,
            -0.49006658593404806,
            -0.7133693571493066,
            -0.006997703614460425,
            0.7203670607637671
        };
        Matrix sparse = new SparseMatrix(
                3, 5, new int[] {0, 2, 2, 2, 2, 3}, new int[] {0, 1, 0}, new double[] {0.25, -0.5, 0.125});
        for (String suffix : List.of("", "-local")) {
            boolean locally = !suffix.isEmpty();
            SoftmaxClassificationModel dense = load(FIXTURES.resolve("format-2" + suffix), locally);
            assertEquals(new DenseMatrix(3, 5, coefficients), dense.coefficientMatrix());
            assertEquals(
                    Vectors.dense(-0.04020539314187716, 0.26837107885252626, -0.22816568571064913),
                    dense.interceptVector());
            assertArrayEquals(new String[] {"a", "b", "c"}, dense.getClassNames());
            assertArrayEquals(new double[] {0.2, 0.3, 0.5}, dense.getThresholds());
            assertEquals(4, dense.summary().objectiveHistory().length);
            SoftmaxClassificationModel other = load(FIXTURES.resolve("format-2-sparse" + suffix), locally);
            assertEquals(sparse, other.coefficientMatrix());
            assertEquals(Vectors.sparse(3, new int[] {1}, new double[] {2.0}), other.interceptVector());
        }
        SoftmaxClassifier estimator =
                SoftmaxClassifier.load(FIXTURES.resolve("format-2-estimator").toString());
        assertEquals("fixture", estimator.uid());
        assertEquals(3, estimator.getMaxIter());
    }

    @Test
    void damagedEstimatorsAreNamed() throws IOException {
        Path path = folder.resolve("estimator");
        new SoftmaxClassifier("plain").setMaxIter(17).save(path.toString());
        Path file = file(path, "metadata");
        String text = Files.readString(file);
        Files.writeString(file, text.replace("\"maxIter\":17", "\"maxIter\":71"));
        String message = assertThrows(IllegalArgumentException.class, () -> SoftmaxClassifier.load(path.toString()))
                .getMessage();
        assertTrue(
                message.contains(path + "'") && message.contains("'metadata'") && message.contains("checksum"),
                message);
        Files.writeString(file, text);
        assertEquals(17, SoftmaxClassifier.load(path.toString()).getMaxIter());
        message = assertThrows(IllegalArgumentException.class, () -> SoftmaxClassificationModel.load(path.toString()))
                .getMessage();
        assertTrue(message.contains("is a saved " + SoftmaxClassifier.class.getName()), message);
    }
}
