package sparksoftmax.training;

import sparksoftmax.block.Block;
import sparksoftmax.block.Coefficients;
import sparksoftmax.block.Targets;
import sparksoftmax.loss.SoftmaxLoss;
import sparksoftmax.memory.ClassMemory;
import sparksoftmax.memory.DivergencePull;
import sparksoftmax.memory.RememberedRows;

/** The rows that stand for those of earlier trainings, and the pull towards the coefficients of these. Immutable. */
final class EarlierRows {
    private final Start start;
    private final ClassMemory memory;
    private final RememberedRows rows;

    private EarlierRows(Start start, ClassMemory memory, RememberedRows rows) {
        this.start = start;
        this.memory = memory;
        this.rows = rows;
    }

    /**
     * Draws rows from what a model remembers; others for every batch.
     *
     * @param start the start of training
     * @param memory the memory of the model from which it starts
     */
    static EarlierRows draw(Start start, ClassMemory memory, long seed) {
        long ofBatch = seed + 31L * Double.doubleToLongBits(memory.weight() + memory.numRows());
        return new EarlierRows(start, memory, RememberedRows.draw(memory, ofBatch));
    }

    /** The effective number of the earlier rows. */
    double numRows() {
        return memory.numRows();
    }

    /** The rows, to be trained on with the new ones. */
    Block block() {
        return rows.block();
    }

    private Coefficients earlier() {
        int numClasses = memory.numClasses();
        double[] intercepts =
                start.intercepts() == null ? new double[numClasses] : Given.vector(start.intercepts(), numClasses);
        double[] coefficients = Given.matrix(start.coefficients(), numClasses, memory.numFeatures());
        return new Coefficients(coefficients, intercepts);
    }

    /**
     * The probabilities of the earlier coefficients as targets of the rows, for local steps, which do not know of a
     * pull: the losses of the rows are least at these coefficients then.
     */
    Targets targets() {
        return rows.targets(earlier());
    }

    /** How little the rows say about the earlier coefficients, see {@link DivergencePull}; from 0 to 1. */
    double distrust() {
        return DivergencePull.distrust(earlier(), rows, numRows());
    }

    /**
     * The pull towards the earlier coefficients.
     *
     * @param numNewRows the effective number of the new rows
     * @param classFactors the factors by which weights are multiplied, [K]; null if there are none
     */
    DivergencePull pull(double numNewRows, double[] classFactors, SoftmaxLoss loss) {
        return DivergencePull.to(earlier(), rows, numRows(), numNewRows, classFactors, loss);
    }
}
