package sparksoftmax.training;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import sparksoftmax.block.BlockScan;
import sparksoftmax.block.Coefficients;
import sparksoftmax.block.MiniBatch;
import sparksoftmax.features.Scaling;
import sparksoftmax.loss.GradientAccumulator;
import sparksoftmax.loss.SoftmaxLoss;
import sparksoftmax.state.Resumable;
import sparksoftmax.state.State;
import sparksoftmax.sums.PartitionSums;

/**
 * The mean loss, without penalty, of the validation rows after each pass. It keeps the coefficients of the pass with
 * the lowest loss, and says when to stop because the loss no longer improves. One object is made for each fit.
 */
final class Validation implements Resumable {
    private final BlockScan scan;
    private final UnaryOperator<Scaling> onBlocks;
    private final SoftmaxLoss loss;
    private final EarlyStopping rule;
    private Scaling scaling;
    private double[] history = new double[0];
    private int bestPass = -1;
    private double[] bestCoefficients;
    private double[] bestIntercepts;

    /**
     * @param scan sums over the validation rows, with the features that are trained on
     * @param onBlocks gives a scaling relative to the features as the blocks of these rows store them, or the scaling
     *     itself if they are stored as they were read
     * @param loss the loss of a row
     * @param scaling the scaling of the parameters
     * @param rule when to stop
     */
    Validation(BlockScan scan, UnaryOperator<Scaling> onBlocks, SoftmaxLoss loss, Scaling scaling, EarlyStopping rule) {
        this.scan = scan;
        this.onBlocks = onBlocks;
        this.loss = loss;
        this.scaling = scaling;
        this.rule = rule;
    }

    /** Sets the scaling of the parameters that are added from now on. */
    void rescale(Scaling newScaling) {
        scaling = newScaling;
    }

    /** Computes the loss for the parameters after one more pass; returns why to stop, or null to continue. */
    StopReason add(double[] parameters) {
        double[] coefficients = scaling.coefficients(parameters);
        double[] intercepts = scaling.intercepts(parameters, coefficients);
        Scaling ofBlocks = onBlocks.apply(scaling);
        double value = meanLoss(
                ofBlocks == scaling
                        ? new Coefficients(coefficients, intercepts)
                        : ofBlocks.blockCoefficients(parameters));
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

    private double meanLoss(Coefficients coefficients) {
        PartitionSums sums = scan.sum(new GradientAccumulator.Model(loss, coefficients, null), MiniBatch.ALL);
        return sums.number(GradientAccumulator.LOSS) / sums.number(GradientAccumulator.WEIGHT);
    }

    @Override
    public void save(State state) {
        state.put("validation.history", history);
        state.put("validation.bestPass", bestPass);
        state.put("validation.bestCoefficients", bestCoefficients);
        state.put("validation.bestIntercepts", bestIntercepts);
    }

    @Override
    public void restore(State state) {
        history = state.takeDoubles("validation.history");
        bestPass = (int) state.integer("validation.bestPass");
        bestCoefficients = state.takeDoubles("validation.bestCoefficients");
        bestIntercepts = state.takeDoubles("validation.bestIntercepts");
    }

    /** The mean loss after the last pass. */
    double last() {
        return history[history.length - 1];
    }

    /** The mean loss before each pass and after the last. */
    double[] history() {
        return history.clone();
    }

    /** W of the varying features after the pass with the lowest loss. */
    double[] bestCoefficients() {
        return bestCoefficients;
    }

    /** b after the pass with the lowest loss. */
    double[] bestIntercepts() {
        return bestIntercepts;
    }
}
