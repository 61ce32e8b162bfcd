package sparksoftmax.local;

import java.util.Arrays;
import java.util.List;
import sparksoftmax.block.Block;
import sparksoftmax.sums.FixedPointSum;
import sparksoftmax.sums.FixedPointUnits;
import sparksoftmax.sums.PartitionSums;
import sparksoftmax.sums.SpareArrays;

/**
 * The weighted average of the models that the partitions have trained. The weight of a partition differs from feature
 * to feature: it is the total weight of its rows in which the feature is not 0, since only these have trained the
 * feature's coefficients. With v_pj that weight for partition p and feature j (if rows are dense, the weight of all its
 * rows), and v_p the weight of all its rows:
 *
 * <pre>
 *   W_jk = Σ_p v_pj W_pjk / Σ_p v_pj      b_k = Σ_p v_p b_pk / Σ_p v_p
 * </pre>
 *
 * <p>The summand of a partition has, for each feature that is not 0 in at least one of its rows, the K weighted
 * coefficients and the weight, and then the same for the intercepts.
 */
public final class ModelAverage {
    private static final int START_LOSS = 0;
    private static final int WEIGHT = 1;

    private final int numClasses;
    private final PartitionSums shares;
    private final FixedPointUnits units;
    private final double startLoss;

    /**
     * @param shares the sum of the results of {@link LocalTraining}
     * @param units the units that were used there
     */
    public ModelAverage(PartitionSums shares, FixedPointUnits units) {
        this.shares = shares;
        this.units = units;
        numClasses = units.width() - 1;
        startLoss = shares.number(START_LOSS) / shares.number(WEIGHT);
    }

    /**
     * The units of an average. In a pass, a coefficient of feature j changes by at most η m Σ_i w_i |x_ij|, where η is
     * the step size and m the bound on the multipliers of the loss.
     *
     * @param start the coefficients and intercepts before the pass
     * @param absoluteSums upper bounds on Σ_i w_i |x_ij| over all rows, [F], and then one on Σ_i w_i
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
            // The weights are added in the same units, hence at least 1.
            bounds[j] = weight * Math.max(1.0, 2.0 * (largest + longestMove * absoluteSums[j]));
        }
        return FixedPointUnits.ofBounds(bounds, numClasses + 1);
    }

    /** The weights of the rows that a model was trained on: of all, and of those in which each feature is not 0. */
    static final class Weights {
        private final boolean dense;
        private final double[] touched;
        private double all;

        Weights(LocalModel model) {
            dense = model instanceof DenseLocalModel;
            touched = new double[model.numFeatures];
        }

        /** Adds the rows of some blocks. */
        void add(List<Block> blocks) {
            all += blocks.stream()
                    .flatMapToDouble(block -> Arrays.stream(block.targets().weights()))
                    .sum();
            if (!dense) {
                blocks.forEach(this::addTouched);
            }
        }

        private void addTouched(Block block) {
            for (int i = 0; i < block.numRows(); i++) {
                double weight = block.weight(i);
                block.forEachStored(i, (j, value) -> touched[j] += weight);
            }
        }

        private double[] ofFeatures() {
            if (dense) {
                Arrays.fill(touched, all);
            }
            return touched;
        }
    }

    /**
     * The summand of one partition.
     *
     * @param model the model that was trained
     * @param weights the weights of the rows that it was trained on
     * @param startLossSum Σ w ℓ over these rows for the model that the pass started from
     * @param arrays where the array of the sum is taken from
     */
    static PartitionSums share(
            int partition,
            LocalModel model,
            Weights weights,
            double startLossSum,
            FixedPointUnits units,
            SpareArrays arrays) {
        double weight = weights.all;
        int numFeatures = model.numFeatures;
        int numClasses = model.numClasses;
        double[] touched = weights.ofFeatures();
        int[] groups = FixedPointSum.presentGroups(numFeatures + 1, j -> j == numFeatures || touched[j] > 0.0);
        int[] present = groups.length == numFeatures + 1 ? null : groups;
        FixedPointSum share = FixedPointSum.unset(units, present, arrays);
        double[] values = new double[numClasses + 1];
        float[] ofFeature = new float[numClasses];
        for (int g = 0; g < groups.length; g++) {
            boolean isFeature = groups[g] < numFeatures;
            double v = isFeature ? touched[groups[g]] : weight;
            if (isFeature) {
                model.copyCoefficients(groups[g], ofFeature, 0);
            }
            for (int k = 0; k < numClasses; k++) {
                values[k] = v * (isFeature ? ofFeature[k] : model.intercepts()[k]);
            }
            values[numClasses] = v;
            share.set(units, g, groups[g], values, 0);
        }
        return PartitionSums.of(partition, share, startLossSum, weight);
    }

    /** The mean loss of the rows for the model that the pass started from. */
    public double startLoss() {
        return startLoss;
    }

    /**
     * Overwrites {@code parameters} with the average: coefficients, [F x K] feature-major, and then intercepts, if
     * there are any. Coefficients of features that are 0 in all rows stay as they are; the others are rounded to single
     * precision, since local models use that, so that the next pass starts exactly at these parameters.
     */
    public void putInto(double[] parameters) {
        int numFeatures = units.numGroups() - 1;
        boolean intercepts = parameters.length > numFeatures * numClasses;
        shares.forEachGroup(units, (from, to, values) -> {
            for (int j = from; j < to; j++) {
                int start = (j - from) * (numClasses + 1);
                double weight = values[start + numClasses];
                for (int k = 0; k < numClasses && weight != 0.0 && (j < numFeatures || intercepts); k++) {
                    double average = values[start + k] / weight;
                    parameters[j * numClasses + k] = j < numFeatures ? (float) average : average;
                }
            }
        });
    }

    /** Gives the arrays of the shares to later ones. This average must not be used afterwards. */
    public void end(SpareArrays arrays) {
        shares.giveTo(arrays);
    }
}
