package sparksoftmax;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Rows that the tasks make which read them, so that large ones cost no time on their way. A row depends on its number
 * and the seed only, not on the partition it is in. Features are standard normal; labels are drawn from the softmax of
 * margins of standard deviation 2, so that classes overlap.
 *
 * @param nonZeros of a row, whose features are then sparse; 0 for dense rows
 * @param distinct row i has the features of row i modulo this, and a label of its own
 */
public record GeneratedRows(int numRows, int numFeatures, int numClasses, int nonZeros, int distinct, long seed)
        implements Serializable {
    /** The schema of the data sets. */
    public static final StructType SCHEMA = new StructType()
            .add("label", DataTypes.DoubleType, false)
            .add("features", SQLDataTypes.VectorType(), false)
            .add("id", DataTypes.IntegerType, false);

    private static final Map<GeneratedRows, double[]> COEFFICIENTS = new ConcurrentHashMap<>();

    /** Dense rows. */
    public static GeneratedRows dense(int numRows, int numFeatures, int numClasses, long seed) {
        return new GeneratedRows(numRows, numFeatures, numClasses, 0, numRows, seed);
    }

    /** Sparse rows, each with as many non-zeros. */
    public static GeneratedRows sparse(int numRows, int numFeatures, int numClasses, int nonZeros, long seed) {
        return new GeneratedRows(numRows, numFeatures, numClasses, nonZeros, numRows, seed);
    }

    /** The features of row i. */
    public Vector features(int i) {
        SplittableRandom random = random(i % distinct);
        double[] values = new double[nonZeros == 0 ? numFeatures : nonZeros];
        Arrays.setAll(values, position -> random.nextGaussian());
        if (nonZeros == 0) {
            return Vectors.dense(values);
        }
        int[] indices = new int[nonZeros];
        for (int position = 0; position < nonZeros; position++) {
            // One of each of as many ranges: different, and in order.
            int from = (int) ((long) position * numFeatures / nonZeros);
            int to = (int) ((position + 1L) * numFeatures / nonZeros);
            indices[position] = random.nextInt(from, to);
        }
        return Vectors.sparse(numFeatures, indices, values);
    }

    /** The label of row i. */
    public int label(int i) {
        return label(i, features(i));
    }

    private int label(int i, Vector features) {
        double[] coefficients = COEFFICIENTS.computeIfAbsent(this, GeneratedRows::coefficients);
        SplittableRandom random = random(numRows + i);
        double[] scores = new double[numClasses];
        // The largest of margins plus Gumbel noise is a draw from their softmax.
        Arrays.setAll(scores, k -> -Math.log(-Math.log(random.nextDouble())));
        forEachNonZero(features, (j, value) -> {
            for (int k = 0; k < numClasses; k++) {
                scores[k] += coefficients[j * numClasses + k] * value;
            }
        });
        return IntStream.range(0, numClasses)
                .reduce((best, k) -> scores[k] > scores[best] ? k : best)
                .orElseThrow();
    }

    /** What is done with a value of a vector. */
    public interface Entry {
        /** Takes the value of feature j. */
        void accept(int j, double value);
    }

    /** Goes through the values of a vector, in order, except zeros that are not stored. */
    public static void forEachNonZero(Vector x, Entry entry) {
        if (x instanceof SparseVector sparse) {
            for (int position = 0; position < sparse.indices().length; position++) {
                entry.accept(sparse.indices()[position], sparse.values()[position]);
            }
        } else {
            double[] values = x.toArray();
            for (int j = 0; j < values.length; j++) {
                entry.accept(j, values[j]);
            }
        }
    }

    private double[] coefficients() {
        SplittableRandom random = random(-1);
        double scale = 2.0 / Math.sqrt(nonZeros == 0 ? numFeatures : nonZeros);
        double[] coefficients = new double[numFeatures * numClasses];
        Arrays.setAll(coefficients, position -> scale * random.nextGaussian());
        return coefficients;
    }

    private SplittableRandom random(int stream) {
        return new SplittableRandom(new SplittableRandom(seed + 0x9E3779B97F4A7C15L * stream).nextLong());
    }

    /** The coefficients that labels are drawn by, [numClasses x numFeatures]; there are no intercepts. */
    public DenseMatrix trueCoefficients() {
        return new DenseMatrix(numClasses, numFeatures, coefficients());
    }

    /** Columns label, features and id (a row's number), in {@code numPartitions} partitions of equal size. */
    public Dataset<Row> toDataset(SparkSession spark, int numPartitions) {
        return toDataset(spark, spread(IntStream.range(0, numRows).toArray(), numPartitions));
    }

    /** The same with the rows in the order of their labels. */
    public Dataset<Row> toDatasetByLabel(SparkSession spark, int numPartitions) {
        int[] labels = IntStream.range(0, numRows).map(this::label).toArray();
        int[] order = IntStream.range(0, numClasses)
                .flatMap(k -> IntStream.range(0, numRows).filter(i -> labels[i] == k))
                .toArray();
        return toDataset(spark, spread(order, numPartitions));
    }

    private static int[][] spread(int[] rows, int numPartitions) {
        int[][] rowsOfPartitions = new int[numPartitions][];
        Arrays.setAll(
                rowsOfPartitions,
                p -> Arrays.copyOfRange(rows, (int) ((long) p * rows.length / numPartitions), (int)
                        ((p + 1L) * rows.length / numPartitions)));
        return rowsOfPartitions;
    }

    /** The same with one partition for each array of row numbers. */
    public Dataset<Row> toDataset(SparkSession spark, int[][] rowsOfPartitions) {
        FlatMapFunction<Long, Row> rows = partition -> Arrays.stream(rowsOfPartitions[partition.intValue()])
                .mapToObj(this::row)
                .iterator();
        return spark.range(0, rowsOfPartitions.length, 1, rowsOfPartitions.length)
                .flatMap(rows, Encoders.row(SCHEMA));
    }

    /** Row i, of {@link #SCHEMA}. */
    public Row row(int i) {
        Vector features = features(i);
        return RowFactory.create((double) label(i, features), features, i);
    }
}
