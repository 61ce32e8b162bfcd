package sparksoftmax;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import sparksoftmax.app.TutorialExample;

/** The costs that the PyTorch tutorial on softmax classification prints at epochs 0, 100, ..., 1000. */
public final class Tutorial {
    public static final double[] RUN_1 = {
        1.098612, 0.901535, 0.839114, 0.807826, 0.788472, 0.774822, 0.764449, 0.756191, 0.749398, 0.743671, 0.738749
    };

    public static final double[] RUN_2 = {
        1.098612, 0.761050, 0.689991, 0.643229, 0.604117, 0.568255, 0.533922, 0.500291, 0.466908, 0.433507, 0.399962
    };
    public static final double[] RUN_3 = {
        1.849513, 0.689894, 0.609259, 0.551218, 0.500141, 0.451947, 0.405051, 0.358733, 0.312912, 0.269521, 0.241922
    };

    private Tutorial() {}

    /** The tutorial's rows in exactly {@code numPartitions} partitions. */
    public static Dataset<Row> data(SparkSession spark, int numPartitions) {
        return TutorialExample.data(spark).repartition(numPartitions);
    }
}
