package sparksoftmax.classification;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import scala.jdk.javaapi.CollectionConverters;
import sparksoftmax.RandomRows;
import sparksoftmax.SharedSpark;

/** Cached blocks are lost during a fit, and the source gives other rows when it is read again. */
@ExtendWith(SharedSpark.class)
@Tag("many-queries")
class ChangingInputTest {
    /** How the source has changed; read by tasks, which run in this virtual machine. */
    private static volatile Change change = Change.NONE;

    private final SparkSession spark;
    private final Dataset<Row> dataset;

    private enum Change {
        NONE,
        OTHER_ORDER,
        OTHER_LABEL,
        OTHER_WEIGHT,
        OTHER_VALUE,
        MOVED_VALUE,
        ROW_MISSING,
        ROW_TWICE,
        NO_ROWS;

        Iterator<Row> of(Iterator<Row> rows) {
            List<Row> all = new ArrayList<>();
            rows.forEachRemaining(all::add);
            Row first = all.get(0);
            Vector features = first.getAs(2);
            switch (this) {
                case NONE -> {}
                case OTHER_ORDER -> Collections.reverse(all);
                case OTHER_LABEL ->
                    all.set(0, RowFactory.create((first.getDouble(0) + 1) % 3, first.getDouble(1), features));
                case OTHER_WEIGHT ->
                    all.set(0, RowFactory.create(first.getDouble(0), Math.nextUp(first.getDouble(1)), features));
                case OTHER_VALUE -> {
                    double[] values = features.toArray().clone();
                    values[1] = Math.nextUp(values[1]);
                    all.set(0, RowFactory.create(first.getDouble(0), first.getDouble(1), Vectors.dense(values)));
                }
                case MOVED_VALUE -> {
                    double[] values = features.toArray().clone();
                    values[1] = features.apply(2);
                    values[2] = features.apply(1);
                    all.set(0, RowFactory.create(first.getDouble(0), first.getDouble(1), Vectors.dense(values)));
                }
                case ROW_MISSING -> all.remove(0);
                case ROW_TWICE -> all.add(first);
                case NO_ROWS -> all.clear();
            }
            return all.iterator();
        }
    }

    ChangingInputTest(SparkSession spark) {
        this.spark = spark;
        Dataset<Row> rows = new RandomRows(600, 5, 3, 1L).weighted(2L).toDataset(spark, 3);
        StructType schema = rows.schema();
        JavaRDD<Row> changing = rows.javaRDD().mapPartitions(partition -> change.of(partition));
        dataset = spark.createDataFrame(changing, schema);
    }

    @AfterEach
    void nothingStaysCached() {
        change = Change.NONE;
        assertTrue(spark.sparkContext().getPersistentRDDs().isEmpty());
    }

    private SoftmaxClassifier estimator(String solver, int passOfLoss, Change then) {
        return new SoftmaxClassifier()
                .setSolver(solver)
                .setWeightCol("weight")
                .setMaxIter(6)
                .setTol(0.0)
                .setMaxDriverDataInMB(0.0)
                .setListener(pass -> {
                    if (pass.number() == passOfLoss) {
                        change = then;
                        CollectionConverters.asJava(spark.sparkContext().getPersistentRDDs())
                                .keySet()
                                .forEach(id -> SparkEnv.get().blockManager().removeRdd((Integer) id));
                    }
                });
    }

    private void assertRefused(SoftmaxClassifier estimator) {
        String message = assertThrows(IllegalArgumentException.class, () -> estimator.fit(dataset))
                .getMessage();
        assertTrue(message.startsWith("The input is not deterministic: cached rows of partition "), message);
        assertTrue(message.contains("Checkpoint the data set, or save it and read it again"), message);
    }

    @ParameterizedTest
    @EnumSource(
            value = Change.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"NONE", "OTHER_ORDER"})
    void aFitOfOtherRowsEnds(Change then) {
        assertRefused(estimator("l-bfgs", 2, then));
    }

    @ParameterizedTest
    @CsvSource({"auto, 1", "localSgd, 2", "sgd, 0"})
    void everySolverEnds(String solver, int pass) {
        assertRefused(estimator(solver, pass, Change.OTHER_VALUE));
    }

    @Test
    void miniBatchesEnd() {
        assertRefused(estimator("sgd", 1, Change.ROW_MISSING).setMiniBatchFraction(0.25));
    }

    @Test
    void validationRowsAreChecked() {
        Dataset<Row> marked = dataset.withColumn("held", dataset.col("weight").gt(1.5));
        SoftmaxClassifier estimator = estimator("l-bfgs", 1, Change.OTHER_LABEL)
                .setValidationIndicatorCol("held")
                .setPatience(100);
        assertThrows(IllegalArgumentException.class, () -> estimator.fit(marked));
    }

    @ParameterizedTest
    @CsvSource({"l-bfgs, 2", "localSgd, 2"})
    void rowsThatAreTheSameAgainGiveTheSameModel(String solver, int pass) {
        SoftmaxClassificationModel expected = estimator(solver, -1, Change.NONE).fit(dataset);
        SoftmaxClassificationModel found = estimator(solver, pass, Change.NONE).fit(dataset);
        assertArrayEquals(
                expected.coefficientMatrix().toArray(),
                found.coefficientMatrix().toArray());
    }

    @Test
    void rowsInAnotherOrderAreTheSameRows() {
        SoftmaxClassificationModel expected =
                estimator("l-bfgs", -1, Change.NONE).fit(dataset);
        SoftmaxClassificationModel found =
                estimator("l-bfgs", 2, Change.OTHER_ORDER).fit(dataset);
        assertArrayEquals(
                expected.coefficientMatrix().toArray(),
                found.coefficientMatrix().toArray(),
                1e-9);
    }
}
