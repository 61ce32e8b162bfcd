package sparksoftmax.inference;

import org.apache.spark.SparkContext;
import org.apache.spark.sql.Dataset;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sparksoftmax.block.BlockScan;
import sparksoftmax.block.Coefficients;
import sparksoftmax.block.MiniBatch;
import sparksoftmax.cluster.FitJobs;
import sparksoftmax.cluster.FitScope;
import sparksoftmax.cluster.PackedRows;
import sparksoftmax.features.DatasetStatistics;
import sparksoftmax.rows.InputColumns;
import sparksoftmax.rows.Packing;
import sparksoftmax.sums.PartitionSums;

/**
 * The temperature T with which the probabilities softmax(z / T), where z are the margins of a model, have the least
 * loss on rows that the model was not trained on. The loss is a convex function of β = 1 / T, whose minimum Newton's
 * method finds in a few passes over cached rows, safeguarded by bisection. Source: C. Guo, G. Pleiss, Y. Sun, K.
 * Weinberger, "On Calibration of Modern Neural Networks", ICML 2017, section 4.2 (temperature scaling).
 */
public final class Temperature {
    private static final Logger LOG = LoggerFactory.getLogger(Temperature.class);

    private static final long BLOCK_BYTES = 1L << 20;

    /** At least so many features are read, so that rows of another size than the model's are told by their size. */
    private static final int FEATURES = 1 << 16;

    /** β is sought between 1 / MOST and MOST. */
    private static final double MOST = 1024.0;

    /** A step changes β by at most this factor: far from the minimum, Newton's steps are too long. */
    private static final double LONGEST_STEP = 8.0;

    private static final double TOLERANCE = 1e-9;

    private static final int MOST_PASSES = 60;

    private final BlockScan scan;
    private final Coefficients coefficients;

    private Temperature(BlockScan scan, Coefficients coefficients) {
        this.scan = scan;
        this.coefficients = coefficients;
    }

    /**
     * What is known of the model.
     *
     * @param name the name of the model, in the descriptions of Spark's jobs
     * @param coefficients W, [F x K] feature-major
     * @param intercepts b, [K], finite
     * @param aggregationDepth the depth of Spark's tree aggregation
     */
    public record Model(String name, double[] coefficients, double[] intercepts, int aggregationDepth) {}

    /**
     * Reads rows and finds the temperature. Nothing stays cached.
     *
     * @return T, between 1 / 1024 and 1024
     * @throws IllegalArgumentException if a row cannot be used, if features or labels are not those of the model, or if
     *     there is no such temperature
     */
    public static double of(Dataset<?> dataset, InputColumns columns, Model model) {
        SparkContext context = dataset.sparkSession().sparkContext();
        int numClasses = model.intercepts().length;
        int numFeatures = model.coefficients().length / numClasses;
        try (FitScope scope = new FitScope()) {
            return FitJobs.run(context, model.name(), jobs -> {
                jobs.describe("packing rows for the temperature");
                Packing packing = new Packing(BLOCK_BYTES, 1, 0L, Math.max(FEATURES, numFeatures));
                PackedRows rows = PackedRows.read(dataset, columns, packing, "rows for the temperature", scope, 0L);
                ModelRows.check(rows.statistics(), columns, numFeatures, numClasses);
                jobs.describe("finding the temperature");
                BlockScan scan = rows.training(scope, model.aggregationDepth()).scan();
                return new Temperature(scan, new Coefficients(model.coefficients(), model.intercepts()))
                        .find(model.name(), rows.statistics());
            });
        }
    }

    private double find(String name, DatasetStatistics statistics) {
        double least = 1.0 / MOST;
        double most = MOST;
        double factor = 1.0;
        int passes = 0;
        boolean found = false;
        while (!found && passes < MOST_PASSES) {
            PartitionSums sums = scan.sum(new TemperatureSums.Point(coefficients, factor), MiniBatch.ALL);
            passes++;
            double slope = sums.number(TemperatureSums.SLOPE);
            if (slope > 0.0) {
                most = factor;
            } else {
                least = factor;
            }
            double next = factor - slope / sums.number(TemperatureSums.CURVATURE);
            // A curvature of 0 gives NaN or infinity, which fail the comparison.
            if (!(next > least && next < most)) {
                next = Math.sqrt(least * most);
            }
            next = Math.max(factor / LONGEST_STEP, Math.min(factor * LONGEST_STEP, next));
            found = slope == 0.0 || Math.abs(next - factor) <= TOLERANCE * factor;
            factor = slope == 0.0 ? factor : next;
        }
        check(factor);
        LOG.info("{}: temperature {} from {} rows, in {} passes.", name, 1.0 / factor, statistics.numRows(), passes);
        return 1.0 / factor;
    }

    private static void check(double factor) {
        if (factor < 2.0 / MOST) {
            throw new IllegalArgumentException(
                    "Rows for calibration must be predicted better by the model than by equal"
                            + " probabilities of all classes, but are not: the best temperature is infinite. Check that labels"
                            + " are indexed as in training (labelCol), and that features are the same (featuresCol).");
        }
        if (factor > MOST / 2.0) {
            throw new IllegalArgumentException("Rows for calibration must not all be predicted right by the model: the"
                    + " best temperature would be 0. Take more rows, which the model was not trained on.");
        }
    }
}
