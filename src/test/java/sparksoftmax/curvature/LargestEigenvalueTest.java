package sparksoftmax.curvature;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.stat.Correlation;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import sparksoftmax.RandomRows;
import sparksoftmax.SharedSpark;
import sparksoftmax.TestScan;
import sparksoftmax.TestStatistics;
import sparksoftmax.block.Block;
import sparksoftmax.block.Storage;
import sparksoftmax.block.TestBlocks;
import sparksoftmax.features.Scaling;
import sparksoftmax.features.SumBounds;

/** The power iteration against Spark's correlation matrix, multiplied with itself. */
@ExtendWith(SharedSpark.class)
class LargestEigenvalueTest {
    @Test
    void theEstimateIsTheEigenvalueOfTheCorrelationMatrix(SparkSession spark) {
        RandomRows rows = new RandomRows(400, 8, 3, 1L).rescale(2, 1e6, 1.0).rescale(5, 0.0, 1e-4);
        for (double[] row : rows.x) {
            row[1] = row[0] + 0.3 * row[1];
            row[3] = row[0] - 0.2 * row[3];
        }
        Matrix correlation =
                Correlation.corr(rows.toDataset(spark, 2), "features").head().getAs(0);
        double expected = largest(correlation);

        double[] mean = new double[8];
        double[] scale = new double[8];
        for (int j = 0; j < 8; j++) {
            int column = j;
            mean[j] = Arrays.stream(rows.x)
                    .mapToDouble(row -> row[column])
                    .average()
                    .orElseThrow();
            double center = mean[j];
            double variance = Arrays.stream(rows.x)
                    .mapToDouble(row -> Math.pow(row[column] - center, 2))
                    .average()
                    .orElseThrow();
            scale[j] = 1.0 / Math.sqrt(variance);
        }
        Scaling scaling = new Scaling(scale, mean, 3, true);
        List<List<Block>> partitions = List.of(TestBlocks.of(rows, 50), TestBlocks.of(rows, 400));
        List<Block> all = partitions.stream().flatMap(List::stream).toList();
        SumBounds bounds = SumBounds.of(TestStatistics.of(all), null, Storage.AS_READ, 1.0);
        double found = LargestEigenvalue.estimate(new TestScan(partitions), scaling, bounds, 7L);
        assertEquals(expected, found, 0.02 * expected);
    }

    /** By the trace of a high power: tr(A^p)^(1/p) tends to the largest eigenvalue of a positive matrix. */
    private static double largest(Matrix matrix) {
        DenseMatrix power = matrix.toDense();
        double log = 0.0;
        double exponent = 1.0;
        for (int squaring = 0; squaring < 12; squaring++) {
            power = power.multiply(power);
            exponent *= 2.0;
            log *= 2.0;
            double size = trace(power);
            log += Math.log(size);
            for (int i = 0; i < power.values().length; i++) {
                power.values()[i] /= size;
            }
        }
        return Math.exp((log + Math.log(trace(power))) / exponent);
    }

    private static double trace(DenseMatrix matrix) {
        double trace = 0.0;
        for (int j = 0; j < matrix.numRows(); j++) {
            trace += matrix.apply(j, j);
        }
        return trace;
    }
}
