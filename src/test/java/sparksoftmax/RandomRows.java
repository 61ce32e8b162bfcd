package sparksoftmax;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Rows with labels drawn from a softmax model of random coefficients, so that classes overlap and the optimum is
 * finite. The arrays may be changed before {@link #toDataset}.
 */
public final class RandomRows {
    public final double[][] x;
    public final int[] y;
    public final double[] w;
    public final int numClasses;

    /** Dense standard normal features, weights 1. */
    public RandomRows(int numRows, int numFeatures, int numClasses, long seed) {
        this(numRows, numFeatures, numClasses, 1.0, seed);
    }

    /** Features that are standard normal with probability {@code density} and else 0. */
    public RandomRows(int numRows, int numFeatures, int numClasses, double density, long seed) {
        Random random = new Random(seed);
        double[][] coefficients = new double[numClasses][numFeatures];
        for (double[] ofClass : coefficients) {
            for (int j = 0; j < numFeatures; j++) {
                ofClass[j] = random.nextGaussian();
            }
        }
        this.numClasses = numClasses;
        x = new double[numRows][numFeatures];
        y = new int[numRows];
        w = new double[numRows];
        for (int i = 0; i < numRows; i++) {
            for (int j = 0; j < numFeatures; j++) {
                x[i][j] = random.nextDouble() < density ? random.nextGaussian() : 0.0;
            }
            w[i] = 1.0;
            double best = Double.NEGATIVE_INFINITY;
            for (int k = 0; k < numClasses; k++) {
                // The largest of margins plus Gumbel noise is a draw from their softmax.
                double score = -Math.log(-Math.log(random.nextDouble()));
                for (int j = 0; j < numFeatures; j++) {
                    score += coefficients[k][j] * x[i][j];
                }
                if (score > best) {
                    best = score;
                    y[i] = k;
                }
            }
        }
    }

    /** Replaces column {@code j} by {@code shift + scale} times itself. */
    public RandomRows rescale(int j, double shift, double scale) {
        for (double[] row : x) {
            row[j] = shift + scale * row[j];
        }
        return this;
    }

    /** Draws the weights from 0.1 to 2.1. */
    public RandomRows weighted(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < w.length; i++) {
            w[i] = 0.1 + 2.0 * random.nextDouble();
        }
        return this;
    }

    /** Columns label, weight and features (dense vectors), in exactly {@code numPartitions} partitions. */
    public Dataset<Row> toDataset(SparkSession spark, int numPartitions) {
        return toDataset(spark, numPartitions, false);
    }

    /** The same, with sparse vectors on demand. */
    public Dataset<Row> toDataset(SparkSession spark, int numPartitions, boolean sparse) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < y.length; i++) {
            Vector features = Vectors.dense(x[i]);
            rows.add(RowFactory.create((double) y[i], w[i], sparse ? features.toSparse() : features));
        }
        return dataset(spark, rows, numPartitions);
    }

    /** A data set of rows (label, weight, features) of exactly {@code numPartitions} partitions. */
    public static Dataset<Row> dataset(SparkSession spark, List<Row> rows, int numPartitions) {
        StructType schema = new StructType()
                .add("label", DataTypes.DoubleType)
                .add("weight", DataTypes.DoubleType)
                .add("features", SQLDataTypes.VectorType());
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        // The rows themselves in parallelize() would travel with every task of every pass.
        Broadcast<ArrayList<Row>> all = context.broadcast(new ArrayList<>(rows));
        int numRows = rows.size();
        List<Integer> partitions = IntStream.range(0, numPartitions).boxed().toList();
        JavaRDD<Row> parts = context.parallelize(partitions, numPartitions).flatMap(p -> all.value()
                .subList((int) ((long) numRows * p / numPartitions), (int) ((long) numRows * (p + 1) / numPartitions))
                .iterator());
        return spark.createDataFrame(parts, schema);
    }
}
