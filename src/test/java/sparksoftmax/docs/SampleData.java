package sparksoftmax.docs;

import java.nio.file.Path;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import sparksoftmax.classification.SoftmaxClassificationModel;
import sparksoftmax.classification.SoftmaxClassifier;

/**
 * What the samples of the documentation may use without declaring it. The Java class of a sample extends this one, and
 * a Scala sample imports its members. What else a sample needs, a comment {@code <!-- setup: ... -->} on its page
 * declares.
 */
public class SampleData {
    /** The session. */
    public static SparkSession spark;
    /** iris.csv as it is: columns sepal_length, sepal_width, petal_length, petal_width, species. */
    public static Dataset<Row> iris;
    /** The same with columns label (of StringIndexer) and features (of VectorAssembler). */
    public static Dataset<Row> indexed;
    /** Two thirds of them, with columns held (boolean, for validation) and weight. */
    public static Dataset<Row> rows;
    /** The remaining third, with columns label and features. */
    public static Dataset<Row> testRows;
    /** The same rows, as those that came later. */
    public static Dataset<Row> newRows;
    /** A model of the rows. */
    public static SoftmaxClassificationModel model;

    protected SampleData() {}

    static void load(SparkSession session, Path irisFile) {
        spark = session;
        iris = session.read()
                .option("header", true)
                .option("inferSchema", true)
                .csv(irisFile.toString())
                .coalesce(1);
        indexed = new Pipeline()
                .setStages(new PipelineStage[] {
                    new StringIndexer().setInputCol("species").setOutputCol("label"),
                    new VectorAssembler()
                            .setInputCols(new String[] {"sepal_length", "sepal_width", "petal_length", "petal_width"})
                            .setOutputCol("features")
                })
                .fit(iris)
                .transform(iris)
                .withColumn("id", functions.monotonically_increasing_id())
                .cache();
        testRows = indexed.where("id % 3 = 0").select("label", "features");
        newRows = testRows;
        rows = indexed.where("id % 3 != 0")
                .withColumn("held", functions.expr("id % 5 = 0"))
                .withColumn("weight", functions.lit(1.0))
                .select("label", "features", "held", "weight");
        model = new SoftmaxClassifier().setRegParam(0.001).fit(rows);
    }

    static void unload() {
        indexed.unpersist();
    }
}
