package sparksoftmax;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Data, start and printed costs of the PyTorch tutorial on softmax classification. */
public final class Tutorial {
    public static final double[][] X = {
        {1, 2, 1, 1}, {2, 1, 3, 2}, {3, 1, 3, 4}, {4, 1, 5, 5}, {1, 7, 5, 5}, {1, 2, 5, 6}, {1, 6, 6, 6}, {1, 7, 7, 7}
    };
    public static final int[] Y = {2, 2, 2, 1, 1, 1, 0, 0};

    /** Costs printed at epochs 0, 100, ..., 1000. */
    public static final double[] RUN_1 = {
        1.098612, 0.901535, 0.839114, 0.807826, 0.788472, 0.774822, 0.764449, 0.756191, 0.749398, 0.743671, 0.738749
    };

    public static final double[] RUN_2 = {
        1.098612, 0.761050, 0.689991, 0.643229, 0.604117, 0.568255, 0.533922, 0.500291, 0.466908, 0.433507, 0.399962
    };
    public static final double[] RUN_3 = {
        1.849513, 0.689894, 0.609259, 0.551218, 0.500141, 0.451947, 0.405051, 0.358733, 0.312912, 0.269521, 0.241922
    };

    /** Run 3's start: a linear layer's random coefficients, one row a class. */
    public static final Matrix START = new DenseMatrix(
            3,
            4,
            new double[] {
                0.43708336353302,
                0.155595064163208,
                -0.18620312213897705,
                -0.3019806742668152,
                -0.08380782604217529,
                -0.21567034721374512,
                -0.16022425889968872,
                0.0239408016204834,
                0.29806387424468994,
                0.27176833152770996,
                -0.48877543210983276,
                0.3099602460861206
            },
            true);

    public static final Vector START_INTERCEPTS =
            Vectors.dense(0.13968193531036377, 0.4742777347564697, 0.3300299048423767);

    private Tutorial() {}

    /** The rows as a DataFrame of exactly {@code numPartitions} partitions. */
    public static Dataset<Row> data(SparkSession spark, int numPartitions) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < X.length; i++) {
            rows.add(RowFactory.create((double) Y[i], Vectors.dense(X[i])));
        }
        StructType schema =
                new StructType().add("label", DataTypes.DoubleType).add("features", SQLDataTypes.VectorType());
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        return spark.createDataFrame(context.parallelize(rows, numPartitions), schema);
    }
}
