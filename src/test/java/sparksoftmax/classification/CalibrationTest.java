package sparksoftmax.classification;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import sparksoftmax.RandomRows;
import sparksoftmax.SharedSpark;

@ExtendWith(SharedSpark.class)
@Tag("many-queries")
class CalibrationTest {
    private final SparkSession spark;

    CalibrationTest(SparkSession spark) {
        this.spark = spark;
    }

    private static RandomRows weighted(int numRows) {
        RandomRows rows = new RandomRows(numRows, 4, 3, 17);
        for (int i = 0; i < numRows; i++) {
            rows.w[i] = 1 + i % 3;
        }
        return rows;
    }

    /** A model that is far too sure of itself. */
    private SoftmaxClassificationModel overconfident(Dataset<Row> data) {
        SoftmaxClassificationModel trained =
                new SoftmaxClassifier().setWeightCol("weight").setMaxIter(20).fit(data);
        double[] w = Arrays.stream(trained.coefficientMatrix().toArray())
                .map(x -> 4.0 * x)
                .toArray();
        double[] b = Arrays.stream(trained.interceptVector().toArray())
                .map(x -> 4.0 * x)
                .toArray();
        SoftmaxClassificationModel model =
                new SoftmaxClassificationModel("sure", new DenseMatrix(3, 4, w), Vectors.dense(b));
        model.set(model.weightCol(), "weight");
        return model;
    }

    /** The loss of softmax(z / T), by plain loops. */
    private static double loss(RandomRows rows, SoftmaxClassificationModel model, double temperature) {
        double sum = 0.0;
        for (int i = 0; i < rows.x.length; i++) {
            double[] z = model.predictRaw(Vectors.dense(rows.x[i])).toArray();
            double exponentials = 0.0;
            for (double margin : z) {
                exponentials += Math.exp((margin - z[rows.y[i]]) / temperature);
            }
            sum += rows.w[i] * Math.log(exponentials);
        }
        return sum / Arrays.stream(rows.w).sum();
    }

    @Test
    void theTemperatureHasTheLeastLoss(@TempDir Path folder) throws IOException {
        RandomRows rows = weighted(600);
        Dataset<Row> data = rows.toDataset(spark, 3);
        SoftmaxClassificationModel model = overconfident(data);
        SoftmaxClassificationModel calibrated = model.calibrate(data);
        double temperature = calibrated.getTemperature();
        double least = loss(rows, model, temperature);
        assertTrue(least < loss(rows, model, temperature * 1.001) && least < loss(rows, model, temperature / 1.001));
        assertEquals(4.0, temperature, 0.2);

        Vector x = Vectors.dense(0.3, -1.0, 0.2, 0.7);
        double[] margins = model.predictRaw(x).toArray();
        double[] expected = Arrays.stream(margins).map(z -> z / temperature).toArray();
        assertArrayEquals(expected, calibrated.predictRaw(x).toArray(), 1e-12);
        assertEquals(model.uid(), calibrated.uid());

        SoftmaxSummary before = model.evaluate(data);
        SoftmaxSummary after = calibrated.evaluate(data);
        assertEquals(least, after.logLoss(), 1e-9);
        assertEquals(before.accuracy(), after.accuracy());
        assertTrue(after.expectedCalibrationError() < 0.4 * before.expectedCalibrationError());

        calibrated.write().save(folder.resolve("model").toString());
        SoftmaxClassificationModel loaded =
                SoftmaxClassificationModel.load(folder.resolve("model").toString());
        assertEquals(temperature, loaded.getTemperature());
        assertEquals(calibrated.predictProbability(x), loaded.predictProbability(x));
        // Once more changes nothing, and temperatures multiply.
        assertEquals(temperature, calibrated.calibrate(data.repartition(7)).getTemperature(), 1e-6);
    }

    @Test
    void aModelThatWasTrainedOnIsNoLongerCalibrated() {
        Dataset<Row> data = weighted(100).toDataset(spark, 1);
        SoftmaxClassificationModel calibrated = overconfident(data).calibrate(data);
        assertTrue(calibrated.isSet(calibrated.temperature()));
        SoftmaxClassificationModel later = calibrated.partialFit(data);
        assertEquals(1.0, later.getTemperature());
        assertTrue(calibrated.isSet(calibrated.temperature()));
        assertEquals(
                calibrated.getTemperature(),
                calibrated.partialFit(data.limit(0)).getTemperature());
    }

    @Test
    void sparseCoefficientsStaySparse() {
        RandomRows rows = weighted(200);
        for (double[] x : rows.x) {
            x[2] = 5.0;
        }
        Dataset<Row> data = rows.toDataset(spark, 1);
        SoftmaxClassificationModel model =
                new SoftmaxClassifier().setMaxIter(10).fit(data);
        SoftmaxClassificationModel calibrated = model.calibrate(data);
        assertEquals(
                model.coefficientMatrix().getClass(),
                calibrated.coefficientMatrix().getClass());
        assertEquals(
                model.coefficientMatrix().numActives(),
                calibrated.coefficientMatrix().numActives());
    }

    @Test
    void theReliabilityTableIsThatOfPlainLoops() {
        RandomRows rows = weighted(150);
        Dataset<Row> data = rows.toDataset(spark, 2);
        SoftmaxClassificationModel model = overconfident(data);
        double[] weight = new double[5];
        double[] confidence = new double[5];
        double[] right = new double[5];
        for (int i = 0; i < 150; i++) {
            double[] p = model.predictProbability(Vectors.dense(rows.x[i])).toArray();
            int predicted = Vectors.dense(p).argmax();
            int bin = Math.min(4, Math.max(0, (int) Math.ceil(5 * p[predicted]) - 1));
            weight[bin] += rows.w[i];
            confidence[bin] += rows.w[i] * p[predicted];
            right[bin] += predicted == rows.y[i] ? rows.w[i] : 0.0;
        }
        SoftmaxSummary summary = model.evaluate(data);
        List<ReliabilityBin> table = summary.reliabilityTable(5);
        double error = 0.0;
        for (int m = 0; m < 5; m++) {
            assertEquals(m / 5.0, table.get(m).lower());
            assertEquals((m + 1) / 5.0, table.get(m).upper());
            assertEquals(weight[m], table.get(m).weight());
            assertEquals(confidence[m] / weight[m], table.get(m).confidence(), 1e-12);
            assertEquals(right[m] / weight[m], table.get(m).accuracy(), 1e-12);
            error += Math.abs(right[m] - confidence[m]) / Arrays.stream(weight).sum();
        }
        assertEquals(error, summary.expectedCalibrationError(5), 1e-12);
        assertThrows(IllegalArgumentException.class, () -> summary.reliabilityTable(0));
    }

    @Test
    void rowsWithoutATemperatureAreRefused() {
        RandomRows rows = weighted(100);
        Dataset<Row> data = rows.toDataset(spark, 1);
        SoftmaxClassificationModel model = overconfident(data);
        Vector[] x = Arrays.stream(rows.x).map(Vectors::dense).toArray(Vector[]::new);
        for (int i = 0; i < 100; i++) {
            rows.y[i] = (int) model.predict(x[i]);
        }
        Dataset<Row> perfect = rows.toDataset(spark, 1);
        assertTrue(messageOf(() -> model.calibrate(perfect)).contains("would be 0"));
        for (int i = 0; i < 100; i++) {
            double[] z = model.predictRaw(x[i]).toArray();
            rows.y[i] = z[0] <= z[1] && z[0] <= z[2] ? 0 : z[1] <= z[2] ? 1 : 2;
        }
        Dataset<Row> wrong = rows.toDataset(spark, 1);
        assertTrue(messageOf(() -> model.calibrate(wrong)).contains("labelCol"));
        SoftmaxClassificationModel other =
                new SoftmaxClassificationModel("other", DenseMatrix.zeros(3, 6), Vectors.dense(new double[3]));
        assertTrue(messageOf(() -> other.calibrate(data)).contains("which are 6"));
    }

    private static String messageOf(Runnable action) {
        return assertThrows(IllegalArgumentException.class, action::run).getMessage();
    }
}
