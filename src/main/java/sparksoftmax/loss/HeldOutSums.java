package sparksoftmax.loss;

import java.util.Arrays;
import sparksoftmax.block.Block;
import sparksoftmax.block.BlockAccumulator;
import sparksoftmax.block.Coefficients;
import sparksoftmax.block.Scratch;
import sparksoftmax.block.Targets;
import sparksoftmax.sums.PartitionSums;

/**
 * How well models predict the rows of their folds, which they were not trained on. For each model, these numbers are
 * summed over the rows i of its fold, of weight w_i and label y_i, where p_i are the predicted probabilities and c_i is
 * the predicted class. The loss of a row with a distribution q_i is Σ_k q_ik -log max(p_ik, 1e-15):
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
        private final DecisionRule rule;
        private final double[] inverseFactors;

        /**
         * @param coefficients W and b of each model
         * @param rule how a class is predicted
         * @param classFactors the factors by which weights were multiplied by class, which do not count here; null if
         *     there are none
         */
        public Models(Coefficients[] coefficients, DecisionRule rule, double[] classFactors) {
            this.coefficients = coefficients;
            this.rule = rule;
            inverseFactors = classFactors == null
                    ? null
                    : Arrays.stream(classFactors).map(factor -> 1.0 / factor).toArray();
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
        Targets targets = models.inverseFactors == null
                ? block.targets()
                : block.targets().weightedByClass(models.inverseFactors);
        int tileRows = margins.length / numClasses;
        for (int from = 0; from < block.numRows(); from += tileRows) {
            int to = Math.min(block.numRows(), from + tileRows);
            block.margins(from, to, models.coefficients[m], margins, scratch);
            for (int i = from; i < to; i++) {
                System.arraycopy(margins, (i - from) * numClasses, ofRow, 0, numClasses);
                add(m * width(numClasses), targets, i);
            }
        }
    }

    /** Adds row {@code i}, whose margins are in {@link #ofRow}. */
    private void add(int start, Targets targets, int i) {
        int label = targets.labels()[i];
        double weight = targets.weights()[i];
        SoftmaxInPlace.softmax(ofRow, 0, numClasses);
        int predicted = models.rule.byProbabilities(ofRow);
        numbers[start] += weight * loss(targets, i);
        numbers[start + 1 + LABELED * numClasses + label] += weight;
        numbers[start + 1 + PREDICTED * numClasses + predicted] += weight;
        if (predicted == label) {
            numbers[start + 1 + CORRECT * numClasses + label] += weight;
        }
    }

    /** The loss of row {@code i}, whose probabilities are in {@link #ofRow}. */
    private double loss(Targets targets, int i) {
        double[] distributions = targets.distributions();
        if (distributions == null) {
            return loss(targets.labels()[i]);
        }
        double sum = 0.0;
        for (int k = 0; k < numClasses; k++) {
            double share = distributions[i * numClasses + k];
            sum += share == 0.0 ? 0.0 : share * loss(k);
        }
        return sum;
    }

    private double loss(int k) {
        return -Math.log(Math.max(ofRow[k], LEAST_PROBABILITY));
    }

    @Override
    public PartitionSums sums(int partition) {
        return PartitionSums.of(partition, null, numbers);
    }
}
