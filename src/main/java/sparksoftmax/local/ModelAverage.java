package sparksoftmax.local;

import java.util.Arrays;
import java.util.List;
import sparksoftmax.block.Block;
import sparksoftmax.sums.FixedPointSum;
import sparksoftmax.sums.FixedPointUnits;
import sparksoftmax.sums.PartitionSums;

/**
 * The average of models that partitions trained on their own, weighted feature by feature with the weight of the rows
 * that have the feature: a model that never saw a word has nothing to say of it. With v_pj the weight of partition p's
 * rows that have feature j (all its rows, where rows are dense), and v_p that of all its rows:
 *
 * <pre>
 *   W_jk = Σ_p v_pj W_pjk / Σ_p v_pj      b_k = Σ_p v_p b_pk / Σ_p v_p
 * </pre>
 *
 * <p>What travels are, feature by feature, the K sums and the weight, of the features that a partition has; and last
 * those of the intercepts.
 */
public final class ModelAverage {
    private static final int START_LOSS = 0;
    private static final int WEIGHT = 1;

    private final int numClasses;
    private final double[] sums;
    private final double startLoss;

    /**
     * The average of the models of all partitions.
     *
     * @param shares what {@link LocalTraining} has given
     * @param units the same as there
     */
    public ModelAverage(PartitionSums shares, FixedPointUnits units) {
        numClasses = units.width() - 1;
        sums = shares.vector(units);
        startLoss = shares.number(START_LOSS) / shares.number(WEIGHT);
    }

    /**
     * The units of an average. After a pass a coefficient of feature j is at most its start and the sum of its moves in
     * size, η m Σ_i w_i |x_ij|, with η the step size and m the bound on the loss's multipliers.
     *
     * @param start the pass
     * @param absoluteSums Σ_i w_i |x_ij| over all rows or more, [F], and last Σ_i w_i
     * @param longestMove η m
     */
    public static FixedPointUnits units(LocalPass start, double[] absoluteSums, double longestMove) {
        int numClasses = start.intercepts().length;
        int numFeatures = absoluteSums.length - 1;
        double weight = absoluteSums[numFeatures];
        double[] bounds = new double[numFeatures + 1];
        for (int j = 0; j <= numFeatures; j++) {
            double largest = 0.0;
            for (int k = 0; k < numClasses; k++) {
                double value = j < numFeatures ? start.coefficients()[j * numClasses + k] : start.intercepts()[k];
                largest = Math.max(largest, Math.abs(value));
            }
            // The weights, too, are added up in these units.
            bounds[j] = weight * Math.max(1.0, 2.0 * (largest + longestMove * absoluteSums[j]));
        }
        return FixedPointUnits.ofBounds(bounds, numClasses + 1);
    }

    /**
     * One partition's share.
     *
     * @param blocks the model was trained on
     * @param startLossSum Σ w ℓ of their rows for the model that the training started from
     */
    static PartitionSums share(
            int partition, LocalModel model, List<Block> blocks, double startLossSum, FixedPointUnits units) {
        double weight = blocks.stream()
                .flatMapToDouble(block -> Arrays.stream(block.weights()))
                .sum();
        int numFeatures = model.numFeatures;
        int numClasses = model.numClasses;
        double[] touched = new double[numFeatures];
        if (model instanceof DenseLocalModel) {
            Arrays.fill(touched, weight);
        } else {
            blocks.forEach(block -> addTouched(block, touched));
        }
        int[] groups = presentAndIntercepts(touched);
        double[] values = new double[Math.multiplyExact(groups.length, numClasses + 1)];
        float[] ofFeature = new float[numClasses];
        for (int g = 0; g < groups.length; g++) {
            int start = g * (numClasses + 1);
            boolean isFeature = groups[g] < numFeatures;
            double v = isFeature ? touched[groups[g]] : weight;
            if (isFeature) {
                model.copyCoefficients(groups[g], ofFeature, 0);
            }
            for (int k = 0; k < numClasses; k++) {
                values[start + k] = v * (isFeature ? ofFeature[k] : model.intercepts()[k]);
            }
            values[start + numClasses] = v;
        }
        int[] present = groups.length == numFeatures + 1 ? null : groups;
        return PartitionSums.of(partition, FixedPointSum.of(units, present, values), startLossSum, weight);
    }

    private static int[] presentAndIntercepts(double[] touched) {
        int[] groups = new int[touched.length + 1];
        int count = 0;
        for (int j = 0; j < touched.length; j++) {
            if (touched[j] > 0.0) {
                groups[count++] = j;
            }
        }
        groups[count++] = touched.length;
        return Arrays.copyOf(groups, count);
    }

    private static void addTouched(Block block, double[] touched) {
        for (int i = 0; i < block.numRows(); i++) {
            double weight = block.weight(i);
            block.forEachStored(i, (j, value) -> touched[j] += weight);
        }
    }

    /** The mean loss of the rows for the model that the training started from. */
    public double startLoss() {
        return startLoss;
    }

    /**
     * Puts the average in place of {@code parameters}, coefficients [F x K] feature-major and then intercepts, if it
     * has any. Coefficients of features that no model has seen stay; the others are numbers of single precision, as
     * local models have them, so that the next pass starts at the parameters themselves.
     */
    public void putInto(double[] parameters) {
        int numFeatures = sums.length / (numClasses + 1) - 1;
        for (int j = 0; j <= numFeatures; j++) {
            int start = j * (numClasses + 1);
            double weight = sums[start + numClasses];
            if (weight != 0.0 && (j < numFeatures || parameters.length > numFeatures * numClasses)) {
                for (int k = 0; k < numClasses; k++) {
                    double average = sums[start + k] / weight;
                    parameters[j * numClasses + k] = j < numFeatures ? (float) average : average;
                }
            }
        }
    }
}
