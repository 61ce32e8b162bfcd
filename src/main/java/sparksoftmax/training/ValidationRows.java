package sparksoftmax.training;

import java.util.Arrays;
import sparksoftmax.block.BlockScan;
import sparksoftmax.block.Coefficients;
import sparksoftmax.block.MiniBatch;
import sparksoftmax.features.Scaling;
import sparksoftmax.features.VaryingFeatures;
import sparksoftmax.loss.GradientAccumulator;
import sparksoftmax.loss.SoftmaxLoss;
import sparksoftmax.sums.PartitionSums;

/** The validation rows, and how their blocks store features: as they were read, or as the training rows are stored. */
final class ValidationRows {
    private final BlockScan scan;
    private final VaryingFeatures varying;

    /** The scaling and centering of the stored features; null if they are stored as they were read. */
    private final Scaling stored;

    private ValidationRows(BlockScan scan, VaryingFeatures varying, Scaling stored) {
        this.scan = scan;
        this.varying = varying;
        this.stored = stored;
    }

    /** Rows with all features, as they were read. */
    static ValidationRows asRead(BlockScan scan, VaryingFeatures varying) {
        return new ValidationRows(scan, varying, null);
    }

    /**
     * Rows with the varying features.
     *
     * @param stored the scaling and centering of the stored features
     */
    static ValidationRows scaled(BlockScan scan, VaryingFeatures varying, Scaling stored) {
        return new ValidationRows(scan, varying, stored);
    }

    /**
     * The weighted mean loss.
     *
     * @param coefficients W of the varying features, [varying x K] feature-major
     * @param intercepts b, [K]
     */
    double meanLoss(SoftmaxLoss loss, double[] coefficients, double[] intercepts) {
        PartitionSums sums =
                scan.sum(new GradientAccumulator.Model(loss, onBlocks(coefficients, intercepts), null), MiniBatch.ALL);
        return sums.number(GradientAccumulator.LOSS) / sums.number(GradientAccumulator.WEIGHT);
    }

    private Coefficients onBlocks(double[] coefficients, double[] intercepts) {
        if (stored == null) {
            return new Coefficients(varying.expand(coefficients, intercepts.length), intercepts);
        }
        double[] parameters = stored.parameters(coefficients, intercepts);
        boolean fitted = parameters.length > coefficients.length;
        return new Coefficients(
                Arrays.copyOf(parameters, coefficients.length),
                fitted ? Arrays.copyOfRange(parameters, coefficients.length, parameters.length) : intercepts);
    }
}
