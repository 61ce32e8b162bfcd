package sparksoftmax.classification;

import java.util.Arrays;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import sparksoftmax.RandomRows;
import sparksoftmax.SharedSpark;
import sparksoftmax.kernel.Kernels;

/**
 * Fits small generated data sets as often as the first argument says, with vector code for products if the second is
 * {@code vector} and with plain loops otherwise, and prints a line for each solver and data set: a hash of the
 * coefficients' bits, or all of them where repetitions differ. The main class of {@link FitBitsTest}.
 */
final class FitBits {
    private FitBits() {}

    public static void main(String[] args) {
        int repetitions = Integer.parseInt(args[0]);
        if (args[1].equals("vector")) {
            // So much that plain loops would take too long.
            Kernels.expect(1e15, 1e15);
        }
        SparkSession spark = SharedSpark.session();
        Dataset<Row> dense = rows(spark, 400, 20, 1.0);
        Dataset<Row> sparse = rows(spark, 400, 60, 0.05);
        Dataset<Row> large = rows(spark, 3000, 80, 1.0);
        for (String solver : new String[] {"l-bfgs", "localSgd", "auto", "sgd"}) {
            fit(solver, "dense", dense, repetitions);
            fit(solver, "sparse", sparse, repetitions);
        }
        for (String solver : new String[] {"l-bfgs", "auto"}) {
            fit(solver, "large", large, repetitions);
            fit(solver, "large, on the cluster", large, repetitions);
        }
        spark.stop();
    }

    private static Dataset<Row> rows(SparkSession spark, int numRows, int numFeatures, double density) {
        return new RandomRows(numRows, numFeatures, 5, density, 1L).toDataset(spark, 1, density < 1.0);
    }

    private static void fit(String solver, String name, Dataset<Row> rows, int repetitions) {
        long[] hashes = new long[repetitions];
        for (int i = 0; i < repetitions; i++) {
            SoftmaxClassificationModel model = new SoftmaxClassifier()
                    .setSolver(solver)
                    .setMaxIter(6)
                    .setRegParam(0.01)
                    .setSeed(1L)
                    .setMaxDriverDataInMB(name.endsWith("cluster") ? 0.0 : -1.0)
                    .fit(rows);
            hashes[i] = 31L * Arrays.hashCode(model.coefficientMatrix().toArray())
                    + Arrays.hashCode(model.interceptVector().toArray());
        }
        System.out.println(solver + " " + name + " "
                + Arrays.toString(Arrays.stream(hashes).distinct().toArray()));
    }
}
