package sparksoftmax.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.SparseMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sparksoftmax.loss.Choice;

/** Exported models in onnxruntime give the probabilities and labels that the definition gives. */
class OnnxExportTest {
    private static OnnxModel onnx(ExportedModel model) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new OnnxExport().write(model, out);
        return new OnnxModel(out.toByteArray());
    }

    private static void assertProbabilities(RandomModel model, float[][] rows, float[][] found) {
        for (int i = 0; i < rows.length; i++) {
            double[] expected = model.probabilities(RandomModel.doubles(rows[i]));
            double[] doubles = RandomModel.doubles(found[i]);
            // Of single precision, in which they are returned: even 1e-5 is generous.
            assertArrayEquals(expected, doubles, 2e-7);
        }
    }

    /** Far means, small coefficients, saturation, sparse coefficients, a single class, many classes. */
    @ParameterizedTest
    @CsvSource({
        "3, 4, 1.0, 1.0, 0.0, 1.0",
        "2, 5, 1.0, 1.0, 0.0, 1.0",
        "1, 3, 1.0, 1.0, 0.0, 1.0",
        "10, 64, 1.0, 0.1, 8.0, 4.0",
        "1000, 20, 1.0, 0.5, 0.0, 1.0",
        "5, 200, 0.02, 2.0, 0.0, 1.0",
        "4, 10, 1.0, 0.001, 1000000.0, 1000.0",
        "4, 10, 1.0, 1e30, 0.0, 1e-30",
        "4, 10, 1.0, 1e-30, 0.0, 1e30",
        "6, 12, 1.0, 1000.0, 0.0, 10.0"
    })
    void probabilitiesAreThoseOfTheDefinition(
            int numClasses, int numFeatures, double density, double deviation, double mean, double deviationOfFeatures)
            throws IOException {
        RandomModel model = new RandomModel(numClasses, numFeatures, density, deviation, numClasses);
        float[][] rows = model.rows(50, mean, deviationOfFeatures);
        try (OnnxModel onnx = onnx(model.exported(null, null, null))) {
            OnnxModel.Predictions found = onnx.predict(rows);
            assertProbabilities(model, rows, found.probabilities());
            long[] expected = Arrays.stream(rows)
                    .mapToLong(row -> Choice.largest(model.probabilities(RandomModel.doubles(row))))
                    .toArray();
            assertArrayEquals(expected, (long[]) found.labels());
            assertTrue(onnx.metadata().isEmpty());
        }
    }

    @ParameterizedTest
    @CsvSource({"2, false", "3, false", "3, true", "20, true"})
    void thresholdsDecideTheLabel(int numClasses, boolean oneIsZero) throws IOException {
        RandomModel model = new RandomModel(numClasses, 6, 1.0, 1.0, numClasses);
        double[] thresholds = new Random(1L).doubles(numClasses, 0.1, 1.0).toArray();
        if (oneIsZero) {
            thresholds[1] = 0.0;
            // Its probability underflows for some rows: then it is not predicted.
            model.coefficients[1][0] = 2000.0;
        }
        float[][] rows = model.rows(200, 0.0, 1.0);
        try (OnnxModel onnx = onnx(model.exported(null, null, thresholds))) {
            OnnxModel.Predictions found = onnx.predict(rows);
            assertProbabilities(model, rows, found.probabilities());
            long[] expected = Arrays.stream(rows)
                    .mapToLong(row -> Choice.largestRatio(model.probabilities(RandomModel.doubles(row)), thresholds))
                    .toArray();
            assertArrayEquals(expected, (long[]) found.labels());
            long numChanged = IntStream.range(0, rows.length)
                    .filter(i -> expected[i] != Choice.largest(model.probabilities(RandomModel.doubles(rows[i]))))
                    .count();
            assertTrue(numChanged > 0, "the thresholds must matter for some rows");
            if (oneIsZero) {
                assertTrue(Arrays.stream(expected).anyMatch(label -> label == 1));
                assertTrue(Arrays.stream(expected).anyMatch(label -> label != 1));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 20})
    void costsDecideTheLabel(int numClasses) throws IOException {
        RandomModel model = new RandomModel(numClasses, 6, 1.0, 1.0, numClasses);
        DenseMatrix costs = DenseMatrix.rand(numClasses, numClasses, new Random(1L));
        float[][] rows = model.rows(200, 0.0, 1.0);
        try (OnnxModel onnx = onnx(model.exported(costs))) {
            OnnxModel.Predictions found = onnx.predict(rows);
            assertProbabilities(model, rows, found.probabilities());
            long[] expected = Arrays.stream(rows)
                    .mapToLong(row -> ofLeastCost(model.probabilities(RandomModel.doubles(row)), costs))
                    .toArray();
            assertArrayEquals(expected, (long[]) found.labels());
            assertTrue(
                    IntStream.range(0, rows.length)
                            .anyMatch(i ->
                                    expected[i] != Choice.largest(model.probabilities(RandomModel.doubles(rows[i])))),
                    "the costs must matter for some rows");
        }
    }

    private static int ofLeastCost(double[] probabilities, DenseMatrix costs) {
        double[] negative = IntStream.range(0, probabilities.length)
                .mapToDouble(j -> -IntStream.range(0, probabilities.length)
                        .mapToDouble(i -> probabilities[i] * costs.apply(i, j))
                        .sum())
                .toArray();
        return Choice.largest(negative);
    }

    @Test
    void namesAreLabelsAndMetadata() throws IOException {
        RandomModel model = new RandomModel(3, 2, 1.0, 1.0, 5L);
        String[] classes = {"setosa", "Größe \"x\" <&>", "日本\n"};
        float[][] rows = model.rows(30, 0.0, 1.0);
        try (OnnxModel onnx = onnx(model.exported(classes, new String[] {"a.b c", ""}, null))) {
            String[] expected = Arrays.stream(rows)
                    .map(row -> classes[Choice.largest(model.probabilities(RandomModel.doubles(row)))])
                    .toArray(String[]::new);
            assertArrayEquals(expected, (String[]) onnx.predict(rows).labels());
            assertEquals("[\"a.b c\",\"\"]", onnx.metadata().get("featureNames"));
            assertEquals(
                    "[\"setosa\",\"Größe \\\"x\\\" <&>\",\"日本\\n\"]",
                    onnx.metadata().get("classNames"));
        }
    }

    @Test
    void classesThatAreCertainOrImpossibleStayThat() throws IOException {
        RandomModel model = new RandomModel(3, 2, 1.0, 1.0, 6L);
        float[][] rows = model.rows(5, 0.0, 1.0);
        model.intercepts[1] = Double.NEGATIVE_INFINITY;
        try (OnnxModel onnx = onnx(model.exported(null, null, null))) {
            assertProbabilities(model, rows, onnx.predict(rows).probabilities());
        }
        model.intercepts[2] = Double.POSITIVE_INFINITY;
        try (OnnxModel onnx = onnx(model.exported(null, null, null))) {
            OnnxModel.Predictions found = onnx.predict(rows);
            assertArrayEquals(new long[] {2, 2, 2, 2, 2}, (long[]) found.labels());
            for (float[] probabilities : found.probabilities()) {
                assertArrayEquals(new float[] {0, 0, 1}, probabilities);
            }
        }
    }

    @Test
    void modelsThatDoNotFitAreRefused() {
        SparseMatrix large = new SparseMatrix(1000, 300_000, new int[300_001], new int[0], new double[0]);
        ExportedModel model = new ExportedModel(large, new double[1000], null, null, null, null, "label");
        String message = assertThrows(IllegalArgumentException.class, () -> new OnnxExport()
                        .write(model, new ByteArrayOutputStream()))
                .getMessage();
        assertTrue(message.contains("1000 classes x 300000 features: export it as JSON"), message);
    }

    @Test
    void numbersThatAreNotFiniteAndMissingNamesAreRefused() {
        RandomModel model = new RandomModel(3, 2, 1.0, 1.0, 6L);
        model.coefficients[1][1] = Double.NaN;
        assertTrue(messageOf(model, null).contains("finite coefficients, but one of them is NaN"));
        model.coefficients[1][1] = 0.0;
        model.intercepts[2] = Double.NaN;
        assertTrue(messageOf(model, null).contains("that of class 2 is NaN"));
        model.intercepts[2] = 0.0;
        assertTrue(messageOf(model, new String[] {"a"}).contains("classNames for all of its 3 classes, but has 1"));
    }

    private static String messageOf(RandomModel model, String[] classNames) {
        return assertThrows(IllegalArgumentException.class, () -> model.exported(classNames, null, null))
                .getMessage();
    }
}
