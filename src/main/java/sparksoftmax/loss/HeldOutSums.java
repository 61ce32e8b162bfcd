package sparksoftmax.loss;

import java.util.Arrays;
import sparksoftmax.block.Block;
import sparksoftmax.block.BlockAccumulator;
import sparksoftmax.block.Coefficients;
import sparksoftmax.block.Scratch;
import sparksoftmax.sums.PartitionSums;

/**
 * How well models predict the rows of their folds, which they were not trained on. For each model, these numbers are
 * summed over the rows i of its fold, of weight w_i and label y_i, where p_i are the predicted probabilities and c_i is
 * the predicted class:
 *
 * <pre>
 *   Σ w_i -log max(p_i,y_i, 1e-15)          as Spark's evaluator has it
 *   for each class k: Σ w_i [y_i = k],  Σ w_i [c_i = k],  Σ w_i [y_i = k and c_i = k]
 * </pre>
 */
public final class HeldOutSums implements BlockAccumulator {
    private static final double LEAST_PROBABILITY = 1e-15;

    // The blocks of numbers after the loss: one number for each class.
    private static final int LABELED = 0;
    private static final int PREDICTED = 1;
    private static final int CORRECT = 2;

    private final Models models;
    private final int numClasses;
    private final Scratch scratch = new Scratch();
    private final double[] numbers;

    /** Undefined on entry to a tile; every element is overwritten before it is read. */
    private final double[] margins;

    private final double[] ofRow;

    private HeldOutSums(Models models) {
        this.models = models;
        numClasses = models.coefficients[0].numClasses();
        numbers = new double[models.coefficients.length * width(numClasses)];
        margins = new double[GradientAccumulator.tileRows(numClasses) * numClasses];
        ofRow = new double[numClasses];
    }

    /** The models; the m-th is evaluated on fold m. Immutable. */
    public static final class Models implements BlockAccumulator.Factory {
        private static final long serialVersionUID = 1L;

        private final Coefficients[] coefficients;
        private final double[] thresholds;
        private final double[] classFactors;

        /**
         * @param coefficients W and b of each model
         * @param thresholds the thresholds of the classes, see {@link Choice#largestRatio}; null to predict the class
         *     with the largest probability
         * @param classFactors the factors by which weights were multiplied by class, which do not count here; null if
         *     there are none
         */
        public Models(Coefficients[] coefficients, double[] thresholds, double[] classFactors) {
            this.coefficients = coefficients;
            this.thresholds = thresholds;
            this.classFactors = classFactors;
        }

        @Override
        public HeldOutSums create() {
            return new HeldOutSums(this);
        }

        @Override
        public long resultBytes() {
            return (long) Double.BYTES * coefficients.length * width(coefficients[0].numClasses());
        }
    }

    private static int width(int numClasses) {
        return 1 + 3 * numClasses;
    }

    /** The sum of the losses of the rows of fold {@code m}. */
    public static double loss(PartitionSums sums, int m, int numClasses) {
        return sums.number(m * width(numClasses));
    }

    /** The weight of the rows of fold {@code m} by label, [K]. */
    public static double[] labeled(PartitionSums sums, int m, int numClasses) {
        return ofClasses(sums, m, LABELED, numClasses);
    }

    /** The weight of the rows of fold {@code m} by predicted class, [K]. */
    public static double[] predicted(PartitionSums sums, int m, int numClasses) {
        return ofClasses(sums, m, PREDICTED, numClasses);
    }

    /** The weight of the rows of fold {@code m} whose label is predicted, by label, [K]. */
    public static double[] correct(PartitionSums sums, int m, int numClasses) {
        return ofClasses(sums, m, CORRECT, numClasses);
    }

    private static double[] ofClasses(PartitionSums sums, int m, int which, int numClasses) {
        double[] values = new double[numClasses];
        Arrays.setAll(values, k -> sums.number(m * width(numClasses) + 1 + which * numClasses + k));
        return values;
    }

    @Override
    public void add(Block block) {
        int m = block.fold();
        int tileRows = margins.length / numClasses;
        for (int from = 0; from < block.numRows(); from += tileRows) {
            int to = Math.min(block.numRows(), from + tileRows);
            block.margins(from, to, models.coefficients[m], margins, scratch);
            for (int i = from; i < to; i++) {
                System.arraycopy(margins, (i - from) * numClasses, ofRow, 0, numClasses);
                add(m * width(numClasses), block.label(i), weight(block, i));
            }
        }
    }

    private double weight(Block block, int i) {
        return models.classFactors == null ? block.weight(i) : block.weight(i) / models.classFactors[block.label(i)];
    }

    /** Adds the row whose margins are in {@link #ofRow}. */
    private void add(int start, int label, double weight) {
        int largest = Choice.largest(ofRow);
        double most = ofRow[largest];
        double sum = 0.0;
        for (int k = 0; k < numClasses; k++) {
            ofRow[k] = Math.exp(ofRow[k] - most);
            sum += ofRow[k];
        }
        for (int k = 0; k < numClasses; k++) {
            ofRow[k] /= sum;
        }
        int predicted = models.thresholds == null ? largest : Choice.largestRatio(ofRow, models.thresholds);
        numbers[start] -= weight * Math.log(Math.max(ofRow[label], LEAST_PROBABILITY));
        numbers[start + 1 + LABELED * numClasses + label] += weight;
        numbers[start + 1 + PREDICTED * numClasses + predicted] += weight;
        if (predicted == label) {
            numbers[start + 1 + CORRECT * numClasses + label] += weight;
        }
    }

    @Override
    public PartitionSums sums(int partition) {
        return PartitionSums.of(partition, null, numbers);
    }
}
