package sparksoftmax.app;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
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
import sparksoftmax.classification.SoftmaxClassifier;

/**
 * The three trainings of the PyTorch tutorial on softmax classification with which this project began: 1000 steps of
 * full-batch gradient descent on eight rows, with step size 0.1.
 */
public final class TutorialExample {
    private static final double[][] X = {
        {1, 2, 1, 1}, {2, 1, 3, 2}, {3, 1, 3, 4}, {4, 1, 5, 5}, {1, 7, 5, 5}, {1, 2, 5, 6}, {1, 6, 6, 6}, {1, 7, 7, 7}
    };
    private static final int[] Y = {2, 2, 2, 1, 1, 1, 0, 0};
    private static final int LOG_EVERY = 100;

    /** The start of the linear layer in run 3: the random numbers that the tutorial's run drew. */
    private static final Matrix START = new DenseMatrix(
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

    private static final Vector START_INTERCEPTS =
            Vectors.dense(0.13968193531036377, 0.4742777347564697, 0.3300299048423767);

    private TutorialExample() {}

    /** A training of the tutorial. */
    public record Run(String title, SoftmaxClassifier classifier) {}

    /** The tutorial's rows: columns label and features. */
    public static Dataset<Row> data(SparkSession spark) {
        List<Row> rows = IntStream.range(0, Y.length)
                .mapToObj(i -> RowFactory.create((double) Y[i], Vectors.dense(X[i])))
                .toList();
        StructType schema =
                new StructType().add("label", DataTypes.DoubleType).add("features", SQLDataTypes.VectorType());
        return spark.createDataFrame(rows, schema).coalesce(1);
    }

    /** The three trainings, in the tutorial's order. */
    public static List<Run> runs() {
        return List.of(
                new Run(
                        "Low-level loop (softmax applied twice, a mistake)",
                        gradientDescent().setLossVariant("doubleSoftmax").setFitIntercept(false)),
                new Run("Cross-entropy", gradientDescent().setFitIntercept(false)),
                new Run(
                        "Cross-entropy, intercepts and a random start",
                        gradientDescent().setInitialCoefficients(START).setInitialIntercepts(START_INTERCEPTS)));
    }

    private static SoftmaxClassifier gradientDescent() {
        return new SoftmaxClassifier()
                .setSolver("sgd")
                .setMaxIter(1000)
                .setTol(0.0)
                .setStepSize(0.1)
                .setStandardization(false);
    }

    /** Trains all runs, prints their progress, and returns the history of the objective of each run by its title. */
    static Map<String, double[]> run(SparkSession spark, PrintWriter out) {
        Dataset<Row> data = data(spark);
        Map<String, double[]> histories = new LinkedHashMap<>();
        for (Run run : runs()) {
            out.println(run.title());
            double[] history = run.classifier().fit(data).summary().objectiveHistory();
            EpochLog.print(out, history, run.classifier().getMaxIter(), LOG_EVERY);
            histories.put(run.title(), history);
        }
        return histories;
    }
}
