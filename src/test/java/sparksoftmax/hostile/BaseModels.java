package sparksoftmax.hostile;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import sparksoftmax.classification.SoftmaxClassificationModel;
import sparksoftmax.classification.SoftmaxClassifier;

/** Models of different shapes: a small one with names of classes, a sparse one, one of a single class, a larger one. */
final class BaseModels {
    /** The number of models. */
    static final int NUMBER = 4;

    private BaseModels() {}

    static SoftmaxClassificationModel of(Workspace workspace, int index) {
        return workspace.once("model " + index, () -> train(workspace.spark(), index));
    }

    private static SoftmaxClassificationModel train(SparkSession spark, int index) {
        SoftmaxClassifier estimator = new SoftmaxClassifier().setMaxIter(5).setRegParam(0.01);
        return switch (index) {
            case 0 ->
                estimator.fit(rows(spark, 30, 3, 3, false)
                        .withColumn(
                                "label",
                                functions
                                        .col("label")
                                        .as(
                                                "label",
                                                NominalAttribute.defaultAttr()
                                                        .withName("label")
                                                        .withValues(new String[] {"a", "b", "c"})
                                                        .toMetadata())));
            case 1 -> estimator.fit(rows(spark, 40, 2, 9, true));
            case 2 -> estimator.fit(rows(spark, 5, 1, 2, false));
            default -> estimator.fit(rows(spark, 60, 4, 30, false));
        };
    }

    static Dataset<Row> rows(SparkSession spark, int numRows, int numClasses, int numFeatures, boolean sparse) {
        CaseRandom random = new CaseRandom(numRows, numFeatures);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < numRows; i++) {
            double[] x = new double[numFeatures];
            for (int j = 0; j < numFeatures; j++) {
                x[j] = sparse && random.chance(0.7)
                        ? 0.0
                        : random.nextGaussian() + (j % numClasses == i % numClasses ? 1 : 0);
            }
            Vector vector = sparse ? Vectors.dense(x).toSparse() : Vectors.dense(x);
            rows.add(RowFactory.create((double) (i % numClasses), vector));
        }
        return spark.createDataFrame(
                        rows,
                        new StructType().add("label", DataTypes.DoubleType).add("features", SQLDataTypes.VectorType()))
                .repartition(2);
    }
}
