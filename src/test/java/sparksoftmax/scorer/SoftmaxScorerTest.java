package sparksoftmax.scorer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import sparksoftmax.export.ExportedModel;
import sparksoftmax.export.JsonExport;
import sparksoftmax.export.RandomModel;
import sparksoftmax.loss.Choice;

/** The scorer predicts what the definition says, whatever form features have, and names what is wrong in a file. */
class SoftmaxScorerTest {
    private static final String GOOD =
            """
            {"format": "spark-softmax", "version": 1, "numClasses": 2, "numFeatures": 3,
             "classNames": ["no", "yes"], "featureNames": ["a", "b", "c"], "thresholds": [0.5, 0.25],
             "intercepts": [0.5, -0.5],
             "coefficients": {"layout": "dense", "rows": [[1, 2, 3], [-1, 0, 1e-3]]}}""";

    private static final String SPARSE = GOOD.replace(
            "{\"layout\": \"dense\", \"rows\": [[1, 2, 3], [-1, 0, 1e-3]]}",
            "{\"layout\": \"sparse\", \"rows\": [{\"indices\": [0, 1, 2], \"values\": [1, 2, 3]},"
                    + " {\"values\": [-1, 1e-3], \"indices\": [0, 2]}]}");

    private static final String WITH_COSTS = GOOD.replace("\"version\": 1", "\"version\": 2")
            .replace("\"thresholds\": [0.5, 0.25]", "\"costs\": [[0, 1], [1.5, 0]]");

    private static SoftmaxScorer scorer(String json) {
        return SoftmaxScorer.of(json.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] json(ExportedModel model) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new JsonExport().write(model, out);
        return out.toByteArray();
    }

    @ParameterizedTest
    @CsvSource({"3, 4, 1.0", "2, 5, 1.0", "1, 3, 1.0", "10, 64, 0.9", "1000, 20, 1.0", "5, 3000, 1.0", "5, 3000, 0.02"})
    void everyFormOfFeaturesGivesTheProbabilitiesOfTheDefinition(int numClasses, int numFeatures, double density)
            throws IOException {
        RandomModel model = new RandomModel(numClasses, numFeatures, density, 0.1, numFeatures);
        SoftmaxScorer scorer = SoftmaxScorer.of(json(model.exported(null, null, null)));
        assertEquals(numClasses, scorer.numClasses());
        assertEquals(numFeatures, scorer.numFeatures());
        float[][] rows = model.rows(10, 0.5, 1.0);
        double[][] batch = Arrays.stream(rows).map(RandomModel::doubles).toArray(double[][]::new);
        double[][] found = scorer.probabilities(batch);
        int[] predicted = scorer.predict(batch);
        for (int i = 0; i < rows.length; i++) {
            double[] row = batch[i];
            double[] expected = model.probabilities(row);
            assertArrayEquals(expected, found[i], 1e-12);
            assertEquals(Choice.largest(expected), predicted[i]);
            int[] indices =
                    IntStream.range(0, numFeatures).filter(j -> row[j] != 0.0).toArray();
            double[] values = Arrays.stream(indices).mapToDouble(j -> row[j]).toArray();
            // To the bit: the same terms in the same order.
            assertArrayEquals(found[i], scorer.probabilities(row));
            assertArrayEquals(found[i], scorer.probabilities(rows[i]));
            assertArrayEquals(found[i], scorer.probabilities(indices, values));
            assertArrayEquals(scorer.margins(row), scorer.margins(rows[i]));
            assertArrayEquals(scorer.margins(row), scorer.margins(indices, values));
            assertEquals(predicted[i], scorer.predict(row));
            assertEquals(predicted[i], scorer.predict(rows[i]));
            assertEquals(predicted[i], scorer.predict(indices, values));
        }
    }

    @Test
    void numbersKeepTheirBitsAndNamesTheirCharacters() throws IOException {
        RandomModel model = new RandomModel(3, 3, 1.0, 1.0, 1L);
        double[] unusual = {-0.0, Double.MIN_VALUE, -Double.MAX_VALUE, Math.nextUp(1.0), 1.0 / 3.0, 1e23, 2e-308, 5, 0.1
        };
        for (int k = 0; k < 3; k++) {
            System.arraycopy(unusual, 3 * k, model.coefficients[k], 0, 3);
        }
        model.intercepts[1] = Double.NEGATIVE_INFINITY;
        model.intercepts[2] = Double.POSITIVE_INFINITY;
        String[] classes = {"\u0000\"\\", "é日😀", "</script>\n"};
        String[] features = {"", "a,b", "\t"};
        SoftmaxScorer scorer = SoftmaxScorer.of(json(model.exported(classes, features, new double[] {0.1, 0.0, 3.0})));
        assertEquals(List.of(classes), scorer.classNames());
        assertEquals(List.of(features), scorer.featureNames());
        model.intercepts[1] = 0.0;
        model.intercepts[2] = 0.0;
        SoftmaxScorer finite = SoftmaxScorer.of(json(model.exported(classes, features, null)));
        for (int j = 0; j < 3; j++) {
            double[] unit = new double[3];
            unit[j] = 1.0;
            for (int k = 0; k < 3; k++) {
                assertEquals(model.coefficients[k][j] + model.intercepts[k], finite.margins(unit)[k], 0.0);
            }
            assertArrayEquals(new double[] {0, 0, 1}, scorer.probabilities(unit));
            assertEquals("</script>\n", scorer.predictName(unit));
        }
    }

    @Test
    void thresholdsAndNamesAreUsed() {
        SoftmaxScorer scorer = scorer(GOOD);
        // Margins 0.5 and -0.5: probabilities 0.731 and 0.269, which is more than half of the first.
        double[] zeros = new double[3];
        assertArrayEquals(new double[] {0.5, -0.5}, scorer.margins(zeros));
        assertEquals(0, scorer.predict(zeros));
        double[] row = {-0.25, 0.0, 0.0};
        assertArrayEquals(new double[] {0.25, -0.25}, scorer.margins(row));
        assertEquals(1, scorer.predict(row), "0.378 / 0.25 is more than 0.622 / 0.5");
        assertEquals("yes", scorer.predictName(row));
        assertEquals("yes", scorer.predictName(new float[] {-0.25f, 0.0f, 0.0f}));
        assertEquals("yes", scorer.predictName(new int[] {0}, new double[] {-0.25}));
        assertEquals(0, scorer(GOOD.replace("\"thresholds\": [0.5, 0.25],", "")).predict(row));
        assertEquals(List.of("a", "b", "c"), scorer.featureNames());
        SoftmaxScorer nameless = scorer(GOOD.replace("\"classNames\": [\"no\", \"yes\"],", ""));
        assertEquals(List.of(), nameless.classNames());
        assertTrue(assertThrows(IllegalStateException.class, () -> nameless.predictName(row))
                .getMessage()
                .contains("no names of the classes"));
    }

    @Test
    void costsAreUsed() throws IOException {
        SoftmaxScorer scorer = scorer(WITH_COSTS);
        // Probabilities 0.599 and 0.401 for margins 0.2 and -0.2: class 0 costs 0.401 * 1.5, class 1 costs 0.599.
        assertEquals(1, scorer.predict(new double[] {-0.3, 0.0, 0.0}));
        // Probabilities 0.622 and 0.378 for margins 0.25 and -0.25: class 0 costs 0.567, class 1 costs 0.622.
        assertEquals(0, scorer.predict(new double[] {-0.25, 0.0, 0.0}));
        RandomModel model = new RandomModel(4, 3, 1.0, 1.0, 3L);
        DenseMatrix costs = DenseMatrix.rand(4, 4, new Random(5L));
        String written = new String(json(model.exported(costs)), StandardCharsets.UTF_8);
        assertTrue(written.contains("\"version\" : 2"), "readers of version 1 would not heed the costs");
        double[] row = {0.25, -1.0, 2.0};
        assertEquals(
                Choice.leastCost(
                        scorer(written).probabilities(row), costs.transpose().toArray()),
                scorer(written).predict(row));
        assertTrue(
                new String(json(model.exported(null, null, null)), StandardCharsets.UTF_8).contains("\"version\" : 1"));
    }

    /** The layout is public: what another program may write, in any order and with more keys, is read. */
    @Test
    void keysMayBeInAnyOrderAndMoreThanNeeded() {
        String reordered =
                """
                {"coefficients": {"rows": [[1, 2, 3], [-1, 0, 1e-3]], "layout": "dense", "comment": {"a": [1]}},
                 "intercepts": [0.5, -0.5], "numFeatures": 3, "trained": ["today", null, true], "numClasses": 2,
                 "version": 1, "format": "spark-softmax"}""";
        double[] row = {1.0, -2.0, 0.5};
        assertArrayEquals(scorer(GOOD).probabilities(row), scorer(reordered).probabilities(row));
        assertArrayEquals(scorer(GOOD).probabilities(row), scorer(SPARSE).probabilities(row), 1e-15);
    }

    static Stream<Arguments> wrongFiles() {
        return Stream.of(
                Arguments.of(GOOD, "\"format\": \"spark-softmax\", ", "", "the key 'format' is missing"),
                Arguments.of(GOOD, "spark-softmax", "other", "$.format must be 'spark-softmax', but is 'other'"),
                Arguments.of(GOOD, "\"version\": 1", "\"version\": 3", "$.version must be at most 2, but is 3"),
                Arguments.of(GOOD, "\"version\": 1,", "", "the key 'version' is missing"),
                Arguments.of(GOOD, "\"version\": 1", "\"version\": 1, \"version\": 1", "'version' must be there once"),
                Arguments.of(GOOD, "\"numClasses\": 2", "\"numClasses\": 2.5", "$.numClasses must be a whole number"),
                Arguments.of(GOOD, "\"numClasses\": 2", "\"numClasses\": 0", "a whole number >= 1, but is 0"),
                Arguments.of(
                        GOOD, "\"numClasses\": 2", "\"numClasses\": 3", "must have 3 elements (numClasses), but has 2"),
                Arguments.of(
                        GOOD, "\"numFeatures\": 3", "\"numFeatures\": 99999999999", "$.numFeatures must be a whole"),
                Arguments.of(GOOD, "\"numFeatures\": 3", "\"numFeatures\": 4", "$.featureNames must have 4 elements"),
                Arguments.of(
                        GOOD.replace("\"featureNames\": [\"a\", \"b\", \"c\"],", ""),
                        "\"numFeatures\": 3",
                        "\"numFeatures\": 4",
                        "$.coefficients.rows[0] must have one number for each of the 4 features"),
                Arguments.of(GOOD, "[0.5, -0.5]", "[0.5]", "$.intercepts must have 2 elements (numClasses), but has 1"),
                Arguments.of(
                        GOOD, "[0.5, -0.5]", "[0.5, null]", "$.intercepts[1] must be a finite number, but is null"),
                Arguments.of(GOOD, "[0.5, -0.5]", "[0.5, \"NaN\"]", "$.intercepts[1] must be a number, \"Infinity\""),
                Arguments.of(GOOD, "[0.5, -0.5]", "{}", "$.intercepts must be an array of numbers, but is an object"),
                Arguments.of(GOOD, "[0.5, 0.25]", "[0.5, -1]", "$.thresholds must be numbers >= 0, but is -1.0"),
                Arguments.of(WITH_COSTS, "[0, 1]", "[0, -1]", "$.costs[0] must be numbers >= 0, but is -1.0"),
                Arguments.of(WITH_COSTS, "[0, 1]", "[0]", "$.costs[0] must have 2 elements (numClasses), but has 1"),
                Arguments.of(WITH_COSTS, "[1.5, 0]", "3", "$.costs[1] must be an array of numbers, but is '3'"),
                Arguments.of(WITH_COSTS, "[[0, 1], ", "[", "$.costs must have 2 elements (numClasses), but has 1"),
                Arguments.of(
                        GOOD,
                        "\"thresholds\"",
                        "\"costs\": [[0, 1], [1, 0]], \"thresholds\"",
                        "'thresholds' and 'costs' must not both be there"),
                Arguments.of(GOOD, "1e-3", "\"Infinity\"", "$.coefficients.rows[1][2] must be a finite number"),
                Arguments.of(GOOD, "1e-3", "1e999", "$.coefficients.rows[1][2] must be a finite number, but is 1e999"),
                Arguments.of(GOOD, "1e-3", "NaN", "it is not correct JSON at line 4 column"),
                Arguments.of(GOOD, "1e-3", "NaN", "$.coefficients.rows[1][2]"),
                Arguments.of(GOOD, ", [-1, 0, 1e-3]", "", "rows must have one element for each of the 2 classes"),
                Arguments.of(GOOD, "\"layout\": \"dense\", ", "", "has no 'layout'"),
                Arguments.of(
                        GOOD, "dense", "thick", "$.coefficients.layout must be 'dense' or 'sparse', but is 'thick'"),
                Arguments.of(GOOD, "[\"no\", \"yes\"]", "[\"no\", 1]", "$.classNames[1] must be a string, but is '1'"),
                Arguments.of(GOOD, "}}", "", "it is not correct JSON at line"),
                Arguments.of(GOOD, "}}", "}} {}", "not correct JSON at line 4"),
                Arguments.of(GOOD, GOOD, "", "it is not correct JSON at line"),
                Arguments.of(GOOD, GOOD, "[]", "$ must be an object, but is an array"),
                Arguments.of(GOOD, GOOD, "PK\u0003", "it is not correct JSON at line 1"),
                Arguments.of(SPARSE, "[0, 1, 2]", "[0, 2, 1]", "$.coefficients.rows[0].indices must be ascending"),
                Arguments.of(SPARSE, "[0, 2]", "[0, 3]", "rows[1].indices must be ascending and less than 3"),
                Arguments.of(SPARSE, "[0, 2]", "[0]", "rows[1] must have as many indices as values, but has 1 indices"),
                Arguments.of(
                        SPARSE, "\"values\": [-1, 1e-3], ", "", "rows[1] must have the keys 'indices' and 'values'"),
                Arguments.of(SPARSE, "sparse", "dense", "rows[0] must be an array of numbers, but is an object"),
                Arguments.of(GOOD, "dense", "sparse", "rows[0] must be an object with indices and values"));
    }

    @ParameterizedTest
    @MethodSource("wrongFiles")
    void messagesSayWhatIsWrongInAFile(String json, String part, String wrong, String message) {
        assertTrue(json.contains(part));
        String found = assertThrows(IllegalArgumentException.class, () -> scorer(json.replace(part, wrong)))
                .getMessage();
        assertTrue(found.contains(message), found);
        assertTrue(found.startsWith("No softmax model can be read from the document: "), found);
        assertTrue(!found.contains("JsonReader"), found);
    }

    @Test
    void filesAndStreamsAreRead(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("model.json");
        Files.writeString(file, GOOD);
        double[] row = {1.0, -2.0, 0.5};
        double[] expected = scorer(GOOD).probabilities(row);
        assertArrayEquals(expected, SoftmaxScorer.load(file).probabilities(row));
        assertArrayEquals(
                expected,
                SoftmaxScorer.read(new ByteArrayInputStream(GOOD.getBytes(StandardCharsets.UTF_8)))
                        .probabilities(row));
        Files.writeString(file, "{}");
        assertTrue(assertThrows(IllegalArgumentException.class, () -> SoftmaxScorer.load(file))
                .getMessage()
                .contains("from '" + file + "': the key 'format' is missing."));
        assertThrows(NoSuchFileException.class, () -> SoftmaxScorer.load(folder.resolve("none")));
    }

    @Test
    void featuresThatDoNotFitAreRefused() {
        SoftmaxScorer scorer = scorer(GOOD);
        assertTrue(messageOf(() -> scorer.probabilities(new double[2])).contains("3 values (numFeatures"));
        assertTrue(messageOf(() -> scorer.predict(new float[4])).contains("but have 4."));
        assertTrue(messageOf(() -> scorer.predict(new int[1], new double[2])).contains("1 indices and 2 values"));
        assertTrue(
                messageOf(() -> scorer.predict(new int[] {0, 3}, new double[2])).contains("after 0 comes 3"));
        assertTrue(
                messageOf(() -> scorer.predict(new int[] {1, 1}, new double[2])).contains("after 1 comes 1"));
        assertTrue(
                messageOf(() -> scorer.predict(new int[] {-1}, new double[1])).contains("comes -1"));
        assertTrue(Double.isNaN(scorer.probabilities(new double[] {Double.NaN, 0, 0})[0]));
        assertEquals(0, scorer.predict(new double[] {Double.NaN, 0, 0}));
    }

    private static String messageOf(org.junit.jupiter.api.function.Executable call) {
        return assertThrows(IllegalArgumentException.class, call).getMessage();
    }
}
