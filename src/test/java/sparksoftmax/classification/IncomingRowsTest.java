package sparksoftmax.classification;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import sparksoftmax.LogLines;
import sparksoftmax.RandomRows;
import sparksoftmax.SharedSpark;

/** What types and names columns may have, and how many classes there are, whichever way rows come in. */
@ExtendWith(SharedSpark.class)
@Tag("many-queries")
class IncomingRowsTest {
    private final SparkSession spark;
    private final Dataset<Row> data;
    private final SoftmaxClassifier classifier = new SoftmaxClassifier().setMaxIter(3);

    IncomingRowsTest(SparkSession spark) {
        this.spark = spark;
        RandomRows rows = new RandomRows(60, 3, 3, 5L);
        for (int i = 0; i < 60; i++) {
            rows.w[i] = 1 + i % 3;
        }
        data = rows.toDataset(spark, 2);
    }

    private static String messageOf(Runnable action) {
        return assertThrows(IllegalArgumentException.class, action::run).getMessage();
    }

    private static Column col(String name) {
        return functions.col(name);
    }

    private static Dataset<Row> cast(Dataset<Row> rows, String column, String type) {
        return rows.withColumn(column, col(column).cast(type));
    }

    /** Read as vectors or arrays of numbers, columns of other types would crash the virtual machine. */
    @Test
    void featuresMustBeVectorsOrArraysOfNumbersWhicheverWayRowsComeIn() {
        SoftmaxClassificationModel model = classifier.fit(data);
        Dataset<Row> texts = data.withColumn("features", functions.array(functions.lit("a")));
        String expected =
                "featuresCol must be a vector or array column, but column 'features' is of type array<string>.";
        assertTrue(messageOf(() -> model.partialFit(texts)).startsWith(expected));
        assertTrue(messageOf(() -> classifier.train(texts)).startsWith(expected));
        assertTrue(messageOf(() -> classifier.fit(texts)).startsWith(expected));
        assertTrue(messageOf(() -> model.transform(texts)).startsWith(expected));
        Dataset<Row> text = cast(data, "label", "string");
        assertEquals(
                "labelCol must be a numeric column, but column 'label' is of type string.",
                messageOf(() -> model.partialFit(text)));
        assertEquals(
                "labelCol must be a numeric column, but column 'label' is of type string.",
                messageOf(() -> model.evaluate(text)));
    }

    @Test
    void arraysAreTrainedOnAsVectorsWhicheverWayRowsComeIn() {
        Dataset<Row> arrays =
                data.withColumn("features", org.apache.spark.ml.functions.vector_to_array(col("features"), "float64"));
        SoftmaxClassificationModel model = classifier.fit(data);
        assertArrayEquals(
                model.coefficientMatrix().toArray(),
                classifier.fit(arrays).coefficientMatrix().toArray());
        assertArrayEquals(
                model.coefficientMatrix().toArray(),
                classifier.train(arrays).coefficientMatrix().toArray());
        assertArrayEquals(
                model.partialFit(data).coefficientMatrix().toArray(),
                model.partialFit(arrays).coefficientMatrix().toArray());
    }

    /** Read as doubles, numbers of other types would be garbage. */
    @Test
    void labelsAndWeightsMayBeNumbersOfAnyType() {
        classifier.setWeightCol("weight").setSolver("l-bfgs");
        SoftmaxClassificationModel model = classifier.fit(data);
        double[] expected = model.partialFit(data).coefficientMatrix().toArray();
        double[] trained = model.coefficientMatrix().toArray();
        assertFalse(Arrays.equals(trained, expected));
        for (String type : List.of("tinyint", "int", "bigint", "float", "decimal(10,2)")) {
            Dataset<Row> typed = cast(cast(data, "label", type), "weight", type);
            assertArrayEquals(
                    expected, model.partialFit(typed).coefficientMatrix().toArray(), type);
            assertArrayEquals(
                    trained, classifier.train(typed).coefficientMatrix().toArray(), type);
            assertEquals(model.evaluate(data).logLoss(), model.evaluate(typed).logLoss(), type);
        }
    }

    @Test
    void smallWeightsAreLearnedFrom() {
        classifier.setWeightCol("weight");
        Dataset<Row> small = data.withColumn("weight", col("weight").multiply(1e-90));
        assertArrayEquals(
                classifier.fit(data).coefficientMatrix().toArray(),
                classifier.fit(small).coefficientMatrix().toArray(),
                1e-9);
    }

    @Test
    void namesOfColumnsAreResolvedAsSparkDoes() {
        Dataset<Row> dotted = data.withColumnRenamed("features", "a.features")
                .withColumnRenamed("label", "a.label")
                .withColumnRenamed("weight", "a.weight")
                .withColumn("a.held", functions.expr("monotonically_increasing_id() % 4 = 0"));
        SoftmaxClassifier named = classifier
                .copy(ParamMap.empty())
                .setFeaturesCol("`a.features`")
                .setLabelCol("`A.LABEL`")
                .setWeightCol("`A.weight`")
                .setValidationIndicatorCol("`a.held`");
        Dataset<Row> plain = dotted.withColumnRenamed("a.features", "features")
                .withColumnRenamed("a.label", "label")
                .withColumnRenamed("a.weight", "weight")
                .withColumnRenamed("a.held", "held");
        SoftmaxClassificationModel expected = classifier
                .copy(ParamMap.empty())
                .setFeaturesCol("FEATURES")
                .setLabelCol("Label")
                .setWeightCol("Weight")
                .setValidationIndicatorCol("HELD")
                .fit(plain);
        SoftmaxClassificationModel found = named.fit(dotted);
        assertArrayEquals(
                expected.coefficientMatrix().toArray(),
                found.coefficientMatrix().toArray());
        assertEquals(expected.summary().accuracy(), found.summary().accuracy());
        assertEquals(expected.evaluate(plain).logLoss(), found.evaluate(dotted).logLoss());
        assertArrayEquals(
                expected.partialFit(plain).coefficientMatrix().toArray(),
                found.partialFit(dotted).coefficientMatrix().toArray());
        assertTrue(named.estimateModelSize(dotted) > 0);
        String unquoted =
                messageOf(() -> named.setValidationIndicatorCol("a.held").fit(dotted));
        assertTrue(unquoted.contains("there is none named 'a.held'"), unquoted);
        assertTrue(unquoted.endsWith("A name with dots is written in backticks: `a.held`."), unquoted);
        String twice = messageOf(() -> expected.evaluate(plain.withColumns(java.util.Map.of("x", col("label")))
                .withColumnRenamed("x", "LABEL")
                .select(col("*"))));
        assertTrue(twice.contains("several columns have that name"), twice);
    }

    @Test
    void nestedColumnsAreColumnsToo() {
        Dataset<Row> nested = data.select(
                org.apache
                        .spark
                        .sql
                        .functions
                        .struct(col("label"), col("weight"))
                        .as("row"),
                col("features"));
        SoftmaxClassificationModel expected = classifier.fit(data);
        SoftmaxClassificationModel found = classifier.setLabelCol("row.label").fit(nested);
        assertEquals(expected.coefficientMatrix(), found.coefficientMatrix());
        assertEquals(expected.evaluate(data).logLoss(), found.evaluate(nested).logLoss());
    }

    @Test
    void caseMattersIfTheSessionSaysSo() {
        spark.conf().set("spark.sql.caseSensitive", true);
        try {
            assertTrue(
                    messageOf(() -> classifier.setLabelCol("Label").fit(data)).contains("`Label`"));
            SoftmaxClassificationModel model = classifier.setLabelCol("label").fit(data);
            model.set(model.getParam("labelCol"), "Label");
            assertTrue(messageOf(() -> model.partialFit(data)).contains("there is none named 'Label'"));
        } finally {
            spark.conf().unset("spark.sql.caseSensitive");
        }
    }

    /** Temporary columns must not get their names from the uid, which may have dots. */
    @Test
    void aModelWithoutOutputColumnsCanBeEvaluatedWhateverItsUid() {
        SoftmaxClassifier dotted = new SoftmaxClassifier("my.softmax").setMaxIter(3);
        dotted.setPredictionCol("").setProbabilityCol("").setRawPredictionCol("");
        double expected = classifier.fit(data).summary().accuracy();
        assertEquals(expected, dotted.fit(data).summary().accuracy());
        assertEquals(expected, dotted.fit(data).evaluate(data).accuracy());
        dotted.setPredictionCol("my.prediction");
        assertEquals(expected, dotted.fit(data).summary().accuracy());
    }

    @Test
    void theNumberOfClassesCanBeSet() {
        Dataset<Row> fold = data.filter("label < 2");
        SoftmaxClassificationModel model = classifier.setNumClasses(3).fit(fold);
        assertEquals(3, model.numClasses());
        Dataset<Row> predicted = model.transform(data);
        assertTrue(
                new MulticlassClassificationEvaluator().setMetricName("logLoss").evaluate(predicted) > 0.0);
        assertEquals(3, classifier.setSolver("sgd").fit(fold).numClasses());
        assertEquals(3, classifier.fit(data.filter("label = 1")).numClasses());
        assertTrue(messageOf(() -> classifier.setNumClasses(2).fit(data))
                .contains("Labels MUST be in [0, 2), but got 2.0 (column 'label')"));
    }

    @Test
    void classesWithoutRowsAreNamedInTheLog() {
        Dataset<Row> shifted = data.withColumn("label", col("label").plus(2.0));
        try (LogLines log = new LogLines()) {
            assertEquals(5, classifier.fit(shifted).numClasses());
            assertEquals(
                    List.of("WARN 2 of the 5 classes have no rows: 0, 1. There are as many classes as the largest label"
                            + " of column 'label' says; if labels do not count from 0, index them with StringIndexer."),
                    log.with("have no rows"));
            classifier.fit(data);
            classifier.copy(ParamMap.empty()).setNumClasses(5).fit(shifted);
            assertEquals(1, log.with("have no rows").size());
            classifier.fit(data.withColumn(
                    "label",
                    org.apache
                            .spark
                            .sql
                            .functions
                            .when(col("label").equalTo(0.0), 99.0)
                            .otherwise(col("label"))));
            assertTrue(log.with("97 of the 100 classes have no rows: 0, 3, 4, 5, 6, 7, 8, 9, 10, 11, ....")
                            .size()
                    == 1);
        }
    }

    @Test
    void evaluationRefusesWhatFitRefuses() {
        SoftmaxClassificationModel model = classifier.fit(data);
        String half = messageOf(() ->
                model.evaluate(data.withColumn("label", col("label").plus(0.5))).logLoss());
        assertTrue(half.startsWith("Labels MUST be Integers, but got "), half);
        StructType schema =
                new StructType().add("label", DataTypes.DoubleType).add("features", SQLDataTypes.VectorType());
        Dataset<Row> missing = spark.createDataFrame(
                List.of(
                        RowFactory.create(null, Vectors.dense(1, 2, 3)),
                        RowFactory.create(1.0, Vectors.dense(1, 2, 3))),
                schema);
        String isNull = messageOf(() -> model.evaluate(missing).accuracy());
        assertTrue(isNull.startsWith("Labels MUST NOT be Null or NaN (column 'label')"), isNull);
    }
}
