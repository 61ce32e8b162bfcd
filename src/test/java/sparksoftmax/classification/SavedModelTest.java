package sparksoftmax.classification;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
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
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sparksoftmax.LocalSaving;
import sparksoftmax.SharedSpark;

/** The files of saved models: of any size, of earlier formats, of later ones, and damaged ones. */
@ExtendWith(SharedSpark.class)
@Tag("many-queries")
class SavedModelTest {
    private static final Path FIXTURES = Path.of("src/test/resources/models");

    @TempDir
    private Path folder;

    private final SparkSession spark;

    SavedModelTest(SparkSession spark) {
        this.spark = spark;
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private static SoftmaxClassificationModel model(Matrix coefficients, Vector intercepts) {
        return new SoftmaxClassificationModel("saved", coefficients, intercepts);
    }

    private static long[] bits(double[] values) {
        return Arrays.stream(values).mapToLong(Double::doubleToRawLongBits).toArray();
    }

    private static void assertSameBits(SoftmaxClassificationModel expected, SoftmaxClassificationModel found) {
        assertEquals(
                expected.coefficientMatrix().getClass(),
                found.coefficientMatrix().getClass());
        assertEquals(
                expected.coefficientMatrix().numCols(),
                found.coefficientMatrix().numCols());
        assertArrayEquals(
                bits(expected.coefficientMatrix().toArray()),
                bits(found.coefficientMatrix().toArray()));
        assertEquals(
                expected.interceptVector().getClass(), found.interceptVector().getClass());
        assertArrayEquals(
                bits(expected.interceptVector().toArray()),
                bits(found.interceptVector().toArray()));
    }

    private List<Path> files(String part) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(part))) {
            return files.filter(file -> file.getFileName().toString().startsWith("part-"))
                    .toList();
        }
    }

    /** 1.2 million values are five pieces. */
    private static double[] unusualValues(int size) {
        double[] values = new Random(1L).doubles(size, -1.0, 1.0).toArray();
        double[] special = {-0.0, Double.MIN_VALUE, Double.MAX_VALUE, 0.0, Double.NEGATIVE_INFINITY};
        for (int i = 0; i < size; i += 1009) {
            values[i] = special[i % special.length];
        }
        return values;
    }

    @Test
    void largeDenseModelsComeBackBitForBit() throws IOException {
        int numFeatures = 400_001;
        SoftmaxClassificationModel model = model(
                new DenseMatrix(3, numFeatures, unusualValues(3 * numFeatures)), Vectors.dense(-0.0, 1e-300, 7.5));
        model.save(path("dense"));
        assertEquals(5, spark.read().parquet(path("dense/data")).count());
        SoftmaxClassificationModel loaded = SoftmaxClassificationModel.load(path("dense"));
        assertSameBits(model, loaded);
        LocalSaving.assume();
        model.write().saveToLocal(path("local"));
        assertSameBits(model, SoftmaxClassificationModel.read().loadFromLocal(path("local")));
        // The pieces may be in any number of files, in any order.
        spark.read()
                .parquet(path("dense/data"))
                .orderBy(org.apache.spark.sql.functions.desc("firstFeature"))
                .write()
                .parquet(path("again"));
        delete(folder.resolve("dense/data"));
        Files.move(folder.resolve("again"), folder.resolve("dense/data"));
        assertSameBits(model, SoftmaxClassificationModel.load(path("dense")));
    }

    @Test
    void largeSparseModelsStaySmall() throws IOException {
        int numFeatures = 1_000_000;
        int[] columnStarts = new int[numFeatures + 1];
        for (int j = 0; j < numFeatures; j++) {
            columnStarts[j + 1] = columnStarts[j] + (j % 1000 == 0 ? 2 : 0);
        }
        int size = columnStarts[numFeatures];
        int[] rows = new int[size];
        double[] values = new double[size];
        for (int i = 0; i < size; i++) {
            rows[i] = 3 + i % 2;
            values[i] = i + 0.5;
        }
        SoftmaxClassificationModel model = model(
                new SparseMatrix(50, numFeatures, columnStarts, rows, values),
                Vectors.sparse(50, new int[] {7}, new double[] {2.0}));
        model.save(path("sparse"));
        long bytes = 0;
        for (Path file : files("sparse/data")) {
            bytes += Files.size(file);
        }
        assertTrue(bytes < 1_000_000, bytes + " bytes");
        SoftmaxClassificationModel loaded = SoftmaxClassificationModel.load(path("sparse"));
        assertTrue(loaded.coefficientMatrix() instanceof SparseMatrix);
        assertEquals(model.coefficientMatrix(), loaded.coefficientMatrix());
        assertEquals(model.interceptVector(), loaded.interceptVector());
    }

    @Test
    void aSmallModelIsOneFile() throws IOException {
        model(DenseMatrix.ones(3, 4), Vectors.dense(1, 2, 3)).save(path("small"));
        assertEquals(1, files("small/data").size());
        assertEquals(1, files("small/metadata").size());
        assertFalse(Files.exists(folder.resolve("small/summary")));
    }

    @Test
    void modelsOfFormatOneLoadWithTheirSummaryAndBoundsButNotTheirStart() throws IOException {
        LocalSaving.assume();
        SoftmaxClassificationModel bounded = SoftmaxClassificationModel.load(
                FIXTURES.resolve("format-1-bounded").toString());
        SoftmaxClassificationModel local = SoftmaxClassificationModel.read()
                .loadFromLocal(FIXTURES.resolve("format-1-local").toString());
        double[] coefficients = {
            1.3395593200939493, -1.0228997350961964, 0.058340415002248104,
            0.7033493877741896, 0.1190834389980306, 0.6775671732277795,
            0.2743782378877393, 1.4240759804095404, 0.9265457817027208,
            1.4309926319047042, 1.569917531149319, 0.7490898369459768,
            0.8730957468450445, 1.627223001065273, 2.3746812520896827
        };
        for (SoftmaxClassificationModel model : List.of(bounded, local)) {
            assertEquals(new DenseMatrix(3, 5, coefficients), model.coefficientMatrix());
            assertEquals(
                    Vectors.dense(0.15380207897631537, 0.5219438624609936, 0.07425405856269107),
                    model.interceptVector());
            assertArrayEquals(new String[] {"a", "b", "c"}, model.getClassNames());
            assertEquals(4, model.summary().objectiveHistory().length);
            assertEquals(1.0, model.getUpperBoundsOnIntercepts().apply(0));
            assertFalse(model.isDefined(model.initialCoefficients()));
            assertFalse(model.isDefined(model.initialIntercepts()));
        }
        SoftmaxClassificationModel sparse = SoftmaxClassificationModel.load(
                FIXTURES.resolve("format-1-sparse").toString());
        double[] values = {0.37855720543224636, -0.3286226644728282, -0.06308822580743854};
        assertEquals(
                new SparseMatrix(3, 5, new int[] {0, 2, 2, 2, 2, 3}, new int[] {0, 1, 0}, values),
                sparse.coefficientMatrix());
        assertEquals(7, sparse.summary().objectiveHistory().length);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    private static void delete(Path path) throws IOException {
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static String refusal(String path) {
        return assertThrows(IllegalArgumentException.class, () -> SoftmaxClassificationModel.load(path))
                .getMessage();
    }

    private static void assertSays(String message, String... words) {
        for (String word : words) {
            assertTrue(message.contains(word), message);
        }
    }

    @Test
    void aLaterFormatIsRefused() throws IOException {
        LocalSaving.assume();
        model(DenseMatrix.ones(3, 4), Vectors.dense(1, 2, 3)).write().saveToLocal(path("later"));
        Path metadata = folder.resolve("later/metadata");
        String text = Files.readString(metadata);
        assertTrue(text.contains("\"formatVersion\":3"), text);
        Files.writeString(metadata, text.replace("\"formatVersion\":3", "\"formatVersion\":12"));
        String message = assertThrows(IllegalArgumentException.class, () -> SoftmaxClassificationModel.read()
                        .loadFromLocal(path("later")))
                .getMessage();
        assertSays(message, path("later"), "format 12", "up to 3");
    }

    @Test
    void missingFoldersAreNamed() throws IOException {
        LocalSaving.assume();
        assertSays(refusal(path("nowhere")), path("nowhere"), "there is nothing at this path");
        Path original = FIXTURES.resolve("format-1-sparse");
        for (String part : List.of("metadata", "data")) {
            Path damaged = folder.resolve("without-" + part);
            copy(original, damaged);
            delete(damaged.resolve(part));
            assertSays(refusal(damaged.toString()), damaged.toString(), "it has no '" + part + "'");
            Files.createDirectory(damaged.resolve(part));
            assertSays(refusal(damaged.toString()), damaged.toString(), "its '" + part + "'", "no part files");
        }
        model(DenseMatrix.ones(3, 4), Vectors.dense(1, 2, 3)).write().saveToLocal(path("local"));
        for (String part : List.of("data", "metadata")) {
            Files.delete(folder.resolve("local").resolve(part));
            String message = assertThrows(IllegalArgumentException.class, () -> SoftmaxClassificationModel.read()
                            .loadFromLocal(path("local")))
                    .getMessage();
            assertSays(message, path("local"), "it has no '" + part + "'");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"metadata", "data"})
    void filesOfOtherContentsAreNamed(String part) throws IOException {
        Path damaged = folder.resolve("damaged");
        copy(FIXTURES.resolve("format-1-sparse"), damaged);
        Files.writeString(files("damaged/" + part).get(0), "not JSON, not Parquet");
        assertSays(refusal(damaged.toString()), damaged.toString(), "its '" + part + "' cannot be read");
    }

    @Test
    void aLostSummaryIsNotMissed() throws IOException {
        Path original = FIXTURES.resolve("format-1-sparse");
        for (String kind : List.of("gone", "empty", "unreadable")) {
            Path damaged = folder.resolve(kind);
            copy(original, damaged);
            delete(damaged.resolve("summary"));
            if (!kind.equals("gone")) {
                Files.createDirectory(damaged.resolve("summary"));
            }
            if (kind.equals("unreadable")) {
                Files.writeString(damaged.resolve("summary/part-00000.txt"), "{");
            }
            SoftmaxClassificationModel loaded = SoftmaxClassificationModel.load(damaged.toString());
            assertFalse(loaded.hasSummary());
            assertEquals(3, loaded.numClasses());
            loaded.save(path(kind + "-again"));
            assertFalse(Files.exists(folder.resolve(kind + "-again/summary")));
        }
        SoftmaxClassificationModel whole = SoftmaxClassificationModel.load(original.toString());
        whole.save(path("whole"));
        assertTrue(SoftmaxClassificationModel.load(path("whole")).hasSummary());
        delete(folder.resolve("whole/summary"));
        assertFalse(SoftmaxClassificationModel.load(path("whole")).hasSummary());
    }

    /** Replaces the table of a model by some of its rows. */
    private void keep(String model, String condition) throws IOException {
        Dataset<Row> rows = spark.read().parquet(path(model + "/data"));
        rows.filter(condition).write().parquet(path("kept"));
        delete(folder.resolve(model + "/data"));
        Files.move(folder.resolve("kept"), folder.resolve(model + "/data"));
    }

    @Test
    void incompleteDataIsNotTakenForAModel() throws IOException {
        copy(FIXTURES.resolve("format-1-bounded"), folder.resolve("classes"));
        keep("classes", "class <> 1");
        assertSays(refusal(path("classes")), "class 1", "damaged", path("classes"));
        model(new DenseMatrix(3, 200_000, unusualValues(600_000)), Vectors.dense(1, 2, 3))
                .save(path("pieces"));
        copy(folder.resolve("pieces"), folder.resolve("twice"));
        copy(folder.resolve("pieces"), folder.resolve("first"));
        keep("pieces", "firstFeature = 0 OR firstFeature > 100000");
        assertSays(refusal(path("pieces")), "the coefficients of feature 87381 are missing", "damaged");
        keep("first", "firstFeature > 0");
        assertSays(refusal(path("first")), "the coefficients of feature 0 are missing", "damaged");
        Path file = files("twice/data").get(0);
        Files.copy(file, file.resolveSibling("part-00099-copy.snappy.parquet"));
        assertSays(refusal(path("twice")), "are there twice", "damaged");
    }
}
