package sparksoftmax.training;

import java.util.Arrays;
import sparksoftmax.block.Coefficients;
import sparksoftmax.loss.GradientAccumulator;
import sparksoftmax.loss.SoftmaxLoss;

/**
 * The mean loss, without penalty, of rows that are not trained on, pass by pass; it keeps the best pass's coefficients,
 * and says when there has been no better one for a while. One object a fit.
 */
final class Validation {
    private final BlockScan scan;
    private final SoftmaxLoss loss;
    private final FeatureSubset moving;
    private final EarlyStopping rule;
    private StepSpace space;
    private double[] history = new double[0];
    private int bestPass = -1;
    private double[] bestCoefficients;
    private double[] bestIntercepts;

    /**
     * Before the first pass.
     *
     * @param moving the features that training moves
     * @param space the coordinates of the parameters
     */
    Validation(SoftmaxLoss loss, FeatureSubset moving, StepSpace space, EarlyStopping rule) {
        this.scan = rule.rows().scanAsRead(space.numClasses());
        this.loss = loss;
        this.moving = moving;
        this.space = space;
        this.rule = rule;
    }

    /** The coordinates of the parameters from now on. */
    void moveTo(StepSpace newSpace) {
        space = newSpace;
    }

    /** Notes the parameters after one more pass; why to stop, or null to go on. */
    StopReason add(double[] parameters) {
        double[] coefficients = space.coefficients(parameters);
        double[] intercepts = space.intercepts(parameters, coefficients);
        Coefficients all = new Coefficients(moving.expand(coefficients, space.numClasses()), intercepts);
        GradientAccumulator sums = scan.aggregate(new GradientAccumulator.Model(loss, all, false), MiniBatch.ALL);
        double value = sums.lossSum() / sums.weightSum();
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

    /** The number of passes before the best coefficients. */
    int bestPass() {
        return bestPass;
    }

    /** W of the moving features at the best pass. */
    double[] bestCoefficients() {
        return bestCoefficients;
    }

    /** b at the best pass. */
    double[] bestIntercepts() {
        return bestIntercepts;
    }
}
