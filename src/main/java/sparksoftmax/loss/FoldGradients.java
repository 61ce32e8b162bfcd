package sparksoftmax.loss;

import java.util.Arrays;
import sparksoftmax.block.Block;
import sparksoftmax.block.BlockAccumulator;
import sparksoftmax.block.Coefficients;
import sparksoftmax.sums.FixedPointSum;
import sparksoftmax.sums.FixedPointUnits;
import sparksoftmax.sums.PartitionSums;

/**
 * The sums of {@link GradientAccumulator} for several models in one pass. Each model belongs to a fold, whose rows it
 * leaves out. A block is used for all models while it is in the processor's cache, and the sums of a model do not
 * depend on which others are in the same pass.
 *
 * <p>The sums have the numbers {@link #loss} and {@link #weight} of each model, and the vector [models x F + 1 x K].
 */
public final class FoldGradients implements BlockAccumulator {
    private final Models models;
    private final GradientAccumulator[] ofModels;

    private FoldGradients(Models models) {
        this.models = models;
        ofModels = Arrays.stream(models.coefficients)
                .map(coefficients -> new GradientAccumulator.Model(models.loss, coefficients, models.units).create())
                .toArray(GradientAccumulator[]::new);
    }

    /** The index of the loss sum of the {@code m}-th model. */
    public static int loss(int m) {
        return 2 * m;
    }

    /** The index of the sum of the weights of the rows that the {@code m}-th model is trained on. */
    public static int weight(int m) {
        return 2 * m + 1;
    }

    /** The models for which the sums are computed. Immutable. */
    public static final class Models implements BlockAccumulator.Factory {
        private static final long serialVersionUID = 1L;

        private final SoftmaxLoss loss;
        private final int[] folds;
        private final Coefficients[] coefficients;
        private final FixedPointUnits units;

        /**
         * @param loss ℓ
         * @param folds the fold that each model leaves out
         * @param coefficients W and b of each model
         * @param units the units of the gradient of one model
         */
        public Models(SoftmaxLoss loss, int[] folds, Coefficients[] coefficients, FixedPointUnits units) {
            this.loss = loss;
            this.folds = folds;
            this.coefficients = coefficients;
            this.units = units;
        }

        @Override
        public FoldGradients create() {
            return new FoldGradients(this);
        }

        @Override
        public long resultBytes() {
            return coefficients.length * units.numBytes();
        }
    }

    @Override
    public void add(Block block) {
        for (int m = 0; m < ofModels.length; m++) {
            if (block.fold() != models.folds[m]) {
                ofModels[m].add(block);
            }
        }
    }

    @Override
    public PartitionSums sums(int partition) {
        double[] numbers = new double[2 * ofModels.length];
        FixedPointSum[] gradients = new FixedPointSum[ofModels.length];
        for (int m = 0; m < ofModels.length; m++) {
            numbers[loss(m)] = ofModels[m].lossSum();
            numbers[weight(m)] = ofModels[m].weightSum();
            gradients[m] = ofModels[m].gradient();
        }
        return PartitionSums.of(partition, FixedPointSum.joined(gradients, models.units), numbers);
    }
}
