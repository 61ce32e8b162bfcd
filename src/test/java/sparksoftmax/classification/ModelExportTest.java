package sparksoftmax.classification;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.stream.JsonReader;
import java.io.BufferedReader;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.SparseMatrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sparksoftmax.ChildJvm;
import sparksoftmax.SharedSpark;
import sparksoftmax.export.OnnxModel;
import sparksoftmax.export.RandomModel;
import sparksoftmax.scorer.ScorerWithoutSpark;
import sparksoftmax.scorer.SoftmaxScorer;

/** What a model exports predicts what the model predicts. */
@ExtendWith(SharedSpark.class)
@Tag("many-queries")
class ModelExportTest {
    @TempDir
    private Path folder;

    private final SparkSession spark;

    ModelExportTest(SparkSession spark) {
        this.spark = spark;
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    /** [1797 x 65]: 64 pixels and the digit. */
    private static double[][] digits() throws IOException {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(ModelExportTest.class.getResourceAsStream("/sparksoftmax/digits.csv.gz")),
                StandardCharsets.UTF_8))) {
            return reader.lines()
                    .skip(1)
                    .map(line -> Arrays.stream(line.split(","))
                            .mapToDouble(Double::parseDouble)
                            .toArray())
                    .toArray(double[][]::new);
        }
    }

    private SoftmaxClassificationModel fit(double[][] digits) {
        List<Row> rows = Arrays.stream(digits)
                .map(row -> RowFactory.create(row[64], Vectors.dense(Arrays.copyOf(row, 64))))
                .toList();
        Dataset<Row> data = spark.createDataFrame(
                rows, new StructType().add("label", DataTypes.DoubleType).add("features", SQLDataTypes.VectorType()));
        return new SoftmaxClassifier().setRegParam(0.01).setMaxIter(20).fit(data);
    }

    @Test
    void theDigitsAreRecognizedByEveryExport() throws Exception {
        double[][] digits = digits();
        SoftmaxClassificationModel model = fit(digits);
        model.exportOnnx(path("digits.onnx"));
        model.exportJson(path("digits.json"));
        float[][] pixels = new float[digits.length][64];
        SoftmaxScorer scorer = SoftmaxScorer.load(folder.resolve("digits.json"));
        try (OnnxModel onnx = new OnnxModel(Files.readAllBytes(folder.resolve("digits.onnx")));
                DataOutputStream rows = new DataOutputStream(Files.newOutputStream(folder.resolve("rows")))) {
            rows.writeInt(digits.length);
            for (int i = 0; i < digits.length; i++) {
                for (int j = 0; j < 64; j++) {
                    pixels[i][j] = (float) digits[i][j];
                    rows.writeDouble(digits[i][j]);
                }
                double[] expected = model.predictProbability(Vectors.dense(RandomModel.doubles(pixels[i])))
                        .toArray();
                for (double p : expected) {
                    rows.writeDouble(p);
                }
                assertArrayEquals(expected, scorer.probabilities(pixels[i]));
                assertEquals(model.predict(Vectors.dense(RandomModel.doubles(pixels[i]))), scorer.predict(pixels[i]));
            }
            OnnxModel.Predictions found = onnx.predict(pixels);
            for (int i = 0; i < digits.length; i++) {
                assertEquals(scorer.predict(pixels[i]), ((long[]) found.labels())[i]);
                assertArrayEquals(scorer.probabilities(pixels[i]), RandomModel.doubles(found.probabilities()[i]), 1e-6);
            }
        }
        assertEquals(
                (4 * digits.length) + " of " + (4 * digits.length) + ", []",
                ChildJvm.run(
                        List.of(),
                        classPath(SoftmaxScorer.class, JsonReader.class, ScorerWithoutSpark.class),
                        ScorerWithoutSpark.class,
                        path("digits.json"),
                        path("rows")));
        assertFalse(Files.exists(folder.resolve(".digits.json.crc")), "no checksum files of Hadoop");
    }

    private static String classPath(Class<?>... classes) {
        return String.join(
                File.pathSeparator,
                Arrays.stream(classes)
                        .map(type -> Path.of(java.net.URI.create(type.getProtectionDomain()
                                        .getCodeSource()
                                        .getLocation()
                                        .toString()))
                                .toString())
                        .toList());
    }

    @Test
    void namesComeFromTheMetadataOfTheColumns() throws Exception {
        Dataset<Row> iris =
                spark.read().option("header", true).option("inferSchema", true).csv("src/test/resources/iris.csv");
        String[] columns = Arrays.stream(iris.columns())
                .filter(name -> !name.equals("species"))
                .toArray(String[]::new);
        PipelineModel pipeline = new Pipeline()
                .setStages(new PipelineStage[] {
                    new StringIndexer().setInputCol("species").setOutputCol("label"),
                    new VectorAssembler().setInputCols(columns).setOutputCol("features"),
                    new SoftmaxClassifier().setRegParam(0.01).setMaxIter(10)
                })
                .fit(iris);
        SoftmaxClassificationModel model = (SoftmaxClassificationModel) pipeline.stages()[2];
        model.setThresholds(new double[] {0.2, 0.5, 0.9});
        model.exportJson(path("iris.json"));
        model.exportOnnx(path("iris.onnx"));
        model.exportPmml(path("iris.pmml"));
        String pmml = Files.readString(folder.resolve("iris.pmml"));
        SoftmaxScorer scorer = SoftmaxScorer.load(folder.resolve("iris.json"));
        assertEquals(List.of(model.getClassNames()), scorer.classNames());
        assertEquals(List.of(columns), scorer.featureNames());
        List<Row> rows = pipeline.transform(iris).collectAsList();
        float[][] features = new float[rows.size()][];
        for (int i = 0; i < features.length; i++) {
            double[] row = rows.get(i).<Vector>getAs("features").toArray();
            assertArrayEquals(rows.get(i).<Vector>getAs("probability").toArray(), scorer.probabilities(row));
            features[i] = new float[row.length];
            for (int j = 0; j < row.length; j++) {
                features[i][j] = (float) row[j];
            }
        }
        try (OnnxModel onnx = new OnnxModel(Files.readAllBytes(folder.resolve("iris.onnx")))) {
            OnnxModel.Predictions found = onnx.predict(features);
            for (int i = 0; i < features.length; i++) {
                String expected = model.getClassNames()[
                        (int) rows.get(i).<Double>getAs("prediction").doubleValue()];
                assertEquals(expected, ((String[]) found.labels())[i]);
                assertEquals(expected, scorer.predictName(features[i]));
                assertArrayEquals(
                        rows.get(i).<Vector>getAs("probability").toArray(),
                        RandomModel.doubles(found.probabilities()[i]),
                        1e-6);
            }
        }
        for (String name : columns) {
            assertTrue(pmml.contains("<NumericPredictor name=\"" + name + "\""), pmml);
        }
        assertTrue(pmml.contains("targetCategory=\"" + model.getClassNames()[0] + "\""), pmml);

        Dataset<Row> table = model.coefficientsTable();
        List<Row> coefficients = table.collectAsList();
        assertEquals(3 * 5, coefficients.size());
        assertEquals(List.of("class", "className", "feature", "featureName", "coefficient"), List.of(table.columns()));
        for (int k = 0; k < 3; k++) {
            assertEquals(
                    RowFactory.create(
                            k,
                            model.getClassNames()[k],
                            null,
                            null,
                            model.interceptVector().apply(k)),
                    coefficients.get(5 * k));
            for (int j = 0; j < 4; j++) {
                assertEquals(
                        RowFactory.create(
                                k,
                                model.getClassNames()[k],
                                j,
                                columns[j],
                                model.coefficientMatrix().apply(k, j)),
                        coefficients.get(5 * k + 1 + j));
            }
        }
    }

    /** Dense and sparse coefficients, of more features than the scorer takes at a time. */
    @Test
    void theScorerGivesTheBitsOfTheModel() throws IOException {
        for (double density : new double[] {1.0, 0.05}) {
            RandomModel random = new RandomModel(7, 3000, density, 0.1, 3L);
            SoftmaxClassificationModel model =
                    new SoftmaxClassificationModel("m", random.matrix(), Vectors.dense(random.intercepts));
            assertEquals(density < 1.0, model.coefficientMatrix() instanceof SparseMatrix);
            model.setThresholds(new double[] {0.1, 0.2, 0.3, 0.4, 0.0, 0.6, 0.7});
            model.exportJson(path("bits.json"), true);
            SoftmaxScorer scorer = SoftmaxScorer.load(folder.resolve("bits.json"));
            for (float[] row : random.rows(20, 0.1, 1.0)) {
                Vector features = Vectors.dense(RandomModel.doubles(row));
                assertArrayEquals(model.predictRaw(features).toArray(), scorer.margins(row));
                assertArrayEquals(model.predictProbability(features).toArray(), scorer.probabilities(row));
                assertEquals(model.predict(features), scorer.predict(row));
                assertArrayEquals(
                        model.predictProbability(features.toSparse()).toArray(),
                        scorer.probabilities(
                                features.toSparse().indices(),
                                features.toSparse().values()));
            }
        }
    }

    /** Of one class or of two, and of classes whose intercepts are infinite. */
    @Test
    void smallAndCertainModelsAreExported() throws Exception {
        double infinity = Double.POSITIVE_INFINITY;
        for (double[] intercepts : new double[][] {{0.3}, {0.3, -0.4}, {-infinity, infinity}, {1.0, -infinity, 2.0}}) {
            int numClasses = intercepts.length;
            double[] coefficients = new RandomModel(1, 2 * numClasses, 1.0, 1.0, numClasses).coefficients[0];
            SoftmaxClassificationModel model = new SoftmaxClassificationModel(
                    "m", new DenseMatrix(numClasses, 2, coefficients), Vectors.dense(intercepts));
            model.exportJson(path("m.json"), true);
            model.exportOnnx(path("m.onnx"), true);
            float[] row = {0.5f, -2.0f};
            double[] expected =
                    model.predictProbability(Vectors.dense(0.5, -2.0)).toArray();
            assertArrayEquals(
                    expected, SoftmaxScorer.load(folder.resolve("m.json")).probabilities(row));
            try (OnnxModel onnx = new OnnxModel(Files.readAllBytes(folder.resolve("m.onnx")))) {
                OnnxModel.Predictions found = onnx.predict(new float[][] {row});
                assertArrayEquals(expected, RandomModel.doubles(found.probabilities()[0]), 1e-6);
                assertEquals(model.predict(Vectors.dense(0.5, -2.0)), ((long[]) found.labels())[0]);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {":", "", "a:b:c"})
    void whatIsNoPathIsRefusedByName(String path) {
        SoftmaxClassificationModel model = new SoftmaxClassificationModel(
                "m", new DenseMatrix(2, 1, new double[] {1.0, 2.0}), Vectors.dense(0.0, 0.0));
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> model.exportJson(path));
        assertTrue(
                refused.getMessage().startsWith("'" + path + "' cannot be the path of a file: "), refused.getMessage());
    }

    @Test
    void filesAreReplacedOnlyIfThatIsAskedFor() throws IOException {
        SoftmaxClassificationModel model = new SoftmaxClassificationModel(
                "m", new DenseMatrix(2, 1, new double[] {1.0, 2.0}), Vectors.dense(0.0, 0.0));
        Path file = folder.resolve("new folder/model.json");
        model.exportJson(file.toString());
        String json = Files.readString(file);
        assertTrue(json.contains("\"rows\" : [ [ 1.0 ], [ 2.0 ] ]"), json);
        IOException exists = assertThrows(IOException.class, () -> model.exportOnnx(file.toString()));
        assertEquals(
                "Path '" + file + "' already exists. To replace it, export with overwrite = true.",
                exists.getMessage());
        assertEquals(json, Files.readString(file));
        model.exportPmml("file://" + file, true);
        assertTrue(Files.readString(file).contains("<PMML"));
        assertTrue(assertThrows(IOException.class, () -> model.exportJson(folder.toString(), true))
                .getMessage()
                .contains("is a folder"));
        model.set(model.thresholds(), new double[] {1.0, 1.0, 1.0});
        assertTrue(assertThrows(IllegalArgumentException.class, () -> model.exportJson(file.toString(), true))
                .getMessage()
                .contains("thresholds for all of its 2 classes, but has 3"));
        assertEquals(List.of(file), Files.list(file.getParent()).toList(), "nothing is left of what failed");
        // As another program reads it with Hadoop, which would complain of a checksum that is not right.
        assertEquals(
                Files.readAllLines(file).size(),
                spark.read().text(file.toString()).count());
    }

    @Test
    void aTableOfManyCoefficientsIsComputedWhereItIsUsed() {
        int numFeatures = 1 << 17;
        SoftmaxClassificationModel model = new SoftmaxClassificationModel(
                "m",
                new SparseMatrix(
                        10,
                        numFeatures,
                        java.util.stream.IntStream.rangeClosed(0, numFeatures)
                                .map(j -> j / 2)
                                .toArray(),
                        new int[numFeatures / 2],
                        java.util.stream.IntStream.range(0, numFeatures / 2)
                                .mapToDouble(p -> p + 1.0)
                                .toArray()),
                Vectors.zeros(10));
        Dataset<Row> table = model.coefficientsTable();
        assertEquals(2, table.rdd().getNumPartitions());
        assertEquals(10L * (numFeatures + 1), table.count());
        Row last = table.where("coefficient > " + (numFeatures / 2 - 1)).head();
        assertEquals(RowFactory.create(0, null, numFeatures - 1, null, numFeatures / 2.0), last);
    }

    @Test
    void sparksModelPredictsTheSame() {
        for (double[] intercepts : new double[][] {{0.3, -0.4}, {0.5, 1.0, 2.0}}) {
            int numClasses = intercepts.length;
            SoftmaxClassificationModel model = new SoftmaxClassificationModel(
                    "m",
                    new DenseMatrix(numClasses, 1, Arrays.copyOf(intercepts, numClasses)),
                    Vectors.dense(intercepts));
            LogisticRegressionModel theirs = model.toLogisticRegressionModel();
            Vector row = Vectors.dense(-1.5);
            assertArrayEquals(
                    model.predictProbability(row).toArray(),
                    theirs.predictProbability(row).toArray(),
                    1e-12);
        }
    }
}
