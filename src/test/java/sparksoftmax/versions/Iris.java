package sparksoftmax.versions;

import java.util.List;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import sparksoftmax.classification.SoftmaxClassifier;

/** The 150 iris flowers, and what is fitted to them under every version of Spark. */
final class Iris {
    static final double REG_PARAM = 0.01;

    private static final String[] FEATURES = {"sepal_length", "sepal_width", "petal_length", "petal_width"};

    private final Dataset<Row> rows;
    private final Dataset<Row> assembled;

    Iris(SparkSession spark) {
        Dataset<Row> file = spark.read()
                .option("header", true)
                .schema("sepal_length double, sepal_width double, petal_length double, petal_width double,"
                        + " species string")
                .csv("src/test/resources/iris.csv");
        rows = local(file);
        assembled =
                local(assembler().transform(indexer().fit(rows).transform(rows)).select("features", "label"));
    }

    private static Dataset<Row> local(Dataset<Row> data) {
        List<Row> rows = data.collectAsList();
        return data.sparkSession().createDataFrame(rows, data.schema());
    }

    private static StringIndexer indexer() {
        return new StringIndexer().setInputCol("species").setOutputCol("label");
    }

    private static VectorAssembler assembler() {
        return new VectorAssembler().setInputCols(FEATURES).setOutputCol("features");
    }

    /** The flowers with their measures and {@code species}. */
    Dataset<Row> rows() {
        return rows;
    }

    /** The flowers as {@code features} and {@code label}. */
    Dataset<Row> assembled() {
        return assembled;
    }

    /** An estimator whose optimum is reached to many digits. */
    static SoftmaxClassifier classifier() {
        return new SoftmaxClassifier()
                .setRegParam(REG_PARAM)
                .setSolver("l-bfgs")
                .setTol(1e-9);
    }

    /** A pipeline from {@link #rows} to the column {@code predictedSpecies}. */
    Pipeline pipeline() {
        return new Pipeline().setStages(new PipelineStage[] {
            indexer(), assembler(), classifier().setPredictionNameCol("predictedSpecies")
        });
    }
}
