package sparksoftmax.classification;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.ml.feature.IndexToString;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.feature.StringIndexerModel;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import sparksoftmax.RandomRows;
import sparksoftmax.SharedSpark;

@ExtendWith(SharedSpark.class)
@Tag("many-queries")
class ClassNamesTest {
    private static final String[] NAMES = {"beech", "oak", "elm"};

    private final SparkSession spark;
    private final Dataset<Row> trees;
    private final StringIndexerModel indexer;

    ClassNamesTest(SparkSession spark) {
        this.spark = spark;
        trees = new RandomRows(200, 4, 3, 41L)
                .toDataset(spark, 2)
                .withColumn(
                        "tree",
                        functions
                                .when(functions.col("label").equalTo(0.0), NAMES[0])
                                .when(functions.col("label").equalTo(1.0), NAMES[1])
                                .otherwise(NAMES[2]))
                .drop("label");
        indexer = new StringIndexer()
                .setInputCol("tree")
                .setOutputCol("label")
                .setStringOrderType("alphabetDesc")
                .fit(trees);
    }

    private static SoftmaxClassifier classifier() {
        return new SoftmaxClassifier().setMaxIter(20).setPredictionNameCol("predictedTree");
    }

    @Test
    void predictionsComeBackAsNames(@TempDir Path folder) throws IOException {
        PipelineModel pipeline = new Pipeline()
                .setStages(new PipelineStage[] {
                    indexer,
                    classifier(),
                    new IndexToString().setInputCol("prediction").setOutputCol("fromMetadata"),
                    new StringIndexer().setInputCol("predictedTree").setOutputCol("again")
                })
                .fit(trees);
        SoftmaxClassificationModel model = (SoftmaxClassificationModel) pipeline.stages()[1];
        assertArrayEquals(new String[] {"oak", "elm", "beech"}, model.getClassNames());
        String saved = folder.resolve("model").toString();
        model.save(saved);
        SoftmaxClassificationModel loaded = SoftmaxClassificationModel.load(saved);
        assertArrayEquals(model.getClassNames(), loaded.getClassNames());
        Dataset<Row> indexed = indexer.transform(trees);
        int right = 0;
        for (Row row : pipeline.transform(trees).collectAsList()) {
            String expected =
                    model.getClassNames()[(int) row.<Double>getAs("prediction").doubleValue()];
            assertEquals(expected, row.<String>getAs("predictedTree"));
            assertEquals(expected, row.<String>getAs("fromMetadata"));
            assertEquals(expected, loaded.predictName(row.<Vector>getAs("features")));
            right += expected.equals(row.<String>getAs("tree")) ? 1 : 0;
        }
        assertTrue(right > 120, right + " of 200 are right");
        assertEquals(
                model.transform(indexed).collectAsList(),
                loaded.transform(indexed).collectAsList());
        assertEquals(
                model.transform(indexed).schema().fieldNames().length,
                loaded.transformSchema(indexed.schema()).fieldNames().length);
    }

    @Test
    void thePredictionColumnIsNominal() {
        Dataset<Row> named = classifier().fit(indexer.transform(trees)).transform(indexer.transform(trees));
        NominalAttribute attribute =
                (NominalAttribute) Attribute.fromStructField(named.schema().apply("prediction"));
        assertArrayEquals(
                new String[] {"oak", "elm", "beech"}, attribute.values().get());
        Dataset<Row> plain = new RandomRows(50, 4, 3, 41L).toDataset(spark, 1);
        Dataset<Row> unnamed = new SoftmaxClassifier().fit(plain).transform(plain);
        NominalAttribute counted =
                (NominalAttribute) Attribute.fromStructField(unnamed.schema().apply("prediction"));
        assertEquals(3, counted.getNumValues().get());
    }

    @Test
    void namesCanBeGiven() {
        Dataset<Row> plain = new RandomRows(50, 4, 3, 41L).toDataset(spark, 1);
        SoftmaxClassificationModel model = classifier().setClassNames(NAMES).fit(plain);
        for (Row row : model.transform(plain).collectAsList()) {
            assertEquals(
                    NAMES[(int) row.<Double>getAs("prediction").doubleValue()], row.<String>getAs("predictedTree"));
        }
        SoftmaxClassificationModel later = new SoftmaxClassifier().fit(plain);
        assertThrows(
                IllegalStateException.class,
                () -> later.predictName(plain.head().<Vector>getAs("features")));
        later.setClassNames(NAMES).setPredictionNameCol("name");
        assertEquals(4 + 3, later.transform(plain).columns().length);
        assertEquals(3, new SoftmaxClassifier().fit(plain).transform(plain).columns().length - 3);
    }

    private static String messageOf(org.junit.jupiter.api.function.Executable call) {
        return assertThrows(IllegalArgumentException.class, call).getMessage();
    }

    @Test
    void namesThatCannotBe() {
        Dataset<Row> plain = new RandomRows(50, 4, 3, 41L).toDataset(spark, 1);
        SoftmaxClassificationModel unnamed = classifier().fit(plain);
        assertTrue(messageOf(() -> unnamed.transform(plain)).contains("needs the names of the classes"));
        assertTrue(messageOf(() ->
                        classifier().setClassNames(new String[] {"a", "b"}).fit(plain))
                .contains("a name for each of the 3 classes, but has 2"));
        assertTrue(messageOf(() -> unnamed.setClassNames(new String[] {"a"})).contains("3 classes, but has 1"));
        assertTrue(messageOf(() -> classifier().setClassNames(new String[] {"a", "a"}))
                .contains("given invalid value [a, a]: it must be at least one name, all different"));
        assertTrue(messageOf(() -> classifier().setPredictionNameCol("weight").fit(plain))
                .contains("Output column weight (predictionNameCol) already exists"));
    }

    /** The same names in another order would silently train the wrong classes. */
    @Test
    void trainingGoesOnWithTheSameNamesOnly() {
        SoftmaxClassificationModel model = classifier().fit(indexer.transform(trees));
        assertArrayEquals(
                model.getClassNames(),
                model.partialFit(indexer.transform(trees)).getClassNames());
        StringIndexerModel other = new StringIndexer()
                .setInputCol("tree")
                .setOutputCol("label")
                .setStringOrderType("alphabetAsc")
                .fit(trees);
        assertTrue(
                messageOf(() -> model.partialFit(other.transform(trees))).contains("use the same StringIndexerModel"));
    }
}
