package sparksoftmax.classification;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import sparksoftmax.scoring.RowFunctions;

/**
 * Compares the probabilities of predicted classes with how often they are right. Source: C. Guo, G. Pleiss, Y. Sun, K.
 * Weinberger, "On Calibration of Modern Neural Networks", ICML 2017, section 2.
 */
final class ReliabilityTable {
    private final List<ReliabilityBin> bins;

    private ReliabilityTable(List<ReliabilityBin> bins) {
        this.bins = bins;
    }

    /**
     * Reads predictions, in one query. The columns are those of {@link ConfusionCounts#of}, which checks them. It
     * groups by partition, too, so that sums do not depend on the order in which partitions arrive.
     */
    static ReliabilityTable of(
            Dataset<Row> predictions,
            EvaluatedLabels labels,
            String predictionCol,
            String probabilityCol,
            String weightCol,
            int numBins) {
        Column probabilities =
                org.apache.spark.ml.functions.vector_to_array(ConfusionCounts.exactly(probabilityCol), "float64");
        Column label = labels.label(predictions, probabilities);
        Column prediction = ConfusionCounts.exactly(predictionCol).cast("double");
        Column weight = weightCol == null
                ? functions.lit(1.0)
                : functions.col(weightCol).cast("double");
        Column confidence = functions.get(probabilities, prediction.cast("int"));
        Column right = functions.when(label.equalTo(prediction), weight).otherwise(0.0);
        Column bin = functions.least(
                functions.greatest(functions.ceil(confidence.multiply(numBins)), functions.lit(1L)),
                functions.lit((long) numBins));
        Dataset<Row> query = predictions
                .select(
                        bin.cast("int").as("bin"),
                        functions.spark_partition_id().as("partition"),
                        weight.as("weight"),
                        weight.multiply(confidence).as("confidence"),
                        right.as("right"))
                .groupBy("bin", "partition")
                .agg(functions.sum("weight"), functions.sum("confidence"), functions.sum("right"));
        List<Row> groups = RowFunctions.unwrapped(query::collectAsList);
        return new ReliabilityTable(bins(groups, numBins));
    }

    private static List<ReliabilityBin> bins(List<Row> groups, int numBins) {
        double[] weights = new double[numBins];
        double[] confidences = new double[numBins];
        double[] right = new double[numBins];
        groups.stream()
                .sorted(Comparator.<Row>comparingInt(group -> group.getInt(1)))
                .forEach(group -> {
                    int bin = group.getInt(0) - 1;
                    weights[bin] += group.getDouble(2);
                    confidences[bin] += group.getDouble(3);
                    right[bin] += group.getDouble(4);
                });
        List<ReliabilityBin> bins = new ArrayList<>();
        for (int m = 0; m < numBins; m++) {
            double weight = weights[m];
            bins.add(new ReliabilityBin(
                    (double) m / numBins,
                    (m + 1.0) / numBins,
                    weight,
                    weight > 0.0 ? confidences[m] / weight : Double.NaN,
                    weight > 0.0 ? right[m] / weight : Double.NaN));
        }
        return List.copyOf(bins);
    }

    /** The bins, increasing. */
    List<ReliabilityBin> bins() {
        return bins;
    }

    /** Σ_bins weight |accuracy - confidence| / Σ weight. */
    double expectedCalibrationError() {
        double sum = 0.0;
        double weights = 0.0;
        for (ReliabilityBin bin : bins) {
            if (bin.weight() > 0.0) {
                sum += bin.weight() * Math.abs(bin.accuracy() - bin.confidence());
                weights += bin.weight();
            }
        }
        return sum / weights;
    }
}
