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

/**
 * The mean loss, without penalty, of rows that are not trained on, pass by pass; it keeps the best pass's coefficients,
 * and says when there has been no better one for a while. One object for each fit.
 */
final class Validation {
    private final BlockScan scan;
    private final SoftmaxLoss loss;
    private final VaryingFeatures varying;
    private final EarlyStopping rule;
    private Scaling scaling;
    private double[] history = new double[0];
    private int bestPass = -1;
    private double[] bestCoefficients;
    private double[] bestIntercepts;

    /**
     * Before the first pass.
     *
     * @param scan of the rows to validate on, with all features as they were read
     * @param varying the features trained on
     * @param scaling of the parameters
     */
    Validation(BlockScan scan, SoftmaxLoss loss, VaryingFeatures varying, Scaling scaling, EarlyStopping rule) {
        this.scan = scan;
        this.loss = loss;
        this.varying = varying;
        this.scaling = scaling;
        this.rule = rule;
    }

    /** The scaling of the parameters from now on. */
    void rescale(Scaling newScaling) {
        scaling = newScaling;
    }

    /** Notes the parameters after one more pass; why to stop, or null to go on. */
    StopReason add(double[] parameters) {
        double[] coefficients = scaling.coefficients(parameters);
        double[] intercepts = scaling.intercepts(parameters, coefficients);
        Coefficients all = new Coefficients(varying.expand(coefficients, scaling.numClasses()), intercepts);
        PartitionSums sums = scan.sum(new GradientAccumulator.Model(loss, all, null), MiniBatch.ALL);
        double value = sums.number(GradientAccumulator.LOSS) / sums.number(GradientAccumulator.WEIGHT);
        int pass = history.length;
        history = Arrays.copyOf(history, pass + 1);
        history[pass] = value;
        if (bestPass < 0 || value < history[bestPass] * (1.0 - rule.validationTol())) {
            bestPass = pass;
            bestCoefficients = coefficients;
            bestIntercepts = intercepts;
        }
        return pass - bestPass >= rule.patience() ? StopReason.noBetterValidation(rule.patience(), bestPass) : null;
    }

    /** The mean loss after the last pass. */
    double last() {
        return history[history.length - 1];
    }

    /** The mean loss before each pass and after the last. */
    double[] history() {
        return history.clone();
    }

    /** W of the varying features at the best pass. */
    double[] bestCoefficients() {
        return bestCoefficients;
    }

    /** b at the best pass. */
    double[] bestIntercepts() {
        return bestIntercepts;
    }
}
