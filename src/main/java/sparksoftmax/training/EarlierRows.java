package sparksoftmax.training;

import sparksoftmax.block.Block;
import sparksoftmax.block.Coefficients;
import sparksoftmax.loss.SoftmaxLoss;
import sparksoftmax.memory.Memory;
import sparksoftmax.memory.Pull;
import sparksoftmax.memory.RememberedRows;

/** The rows that stand for those of earlier trainings, and the pull towards the coefficients of these. Immutable. */
final class EarlierRows {
    private final Start start;
    private final RememberedRows rows;

    private EarlierRows(Start start, RememberedRows rows) {
        this.start = start;
        this.rows = rows;
    }

    /**
     * Draws rows from what a model remembers; others for every batch.
     *
     * @param start the start of training, with the model's memory
     */
    static EarlierRows draw(Start start, long seed) {
        Memory memory = start.memory();
        long ofBatch = seed + 31L * Double.doubleToLongBits(memory.weight() + memory.numRows());
        return new EarlierRows(start, RememberedRows.draw(memory, ofBatch));
    }

    /** The rows, to be trained on with the new ones. */
    Block block() {
        return rows.block();
    }

    /**
     * The pull towards the earlier coefficients.
     *
     * @param numNewRows the effective number of the new rows
     * @param classFactors the factors by which weights are multiplied, [K]; null if there are none
     */
    Pull pull(double numNewRows, double[] classFactors, SoftmaxLoss loss, FitLog log) {
        Memory memory = start.memory();
        int numClasses = memory.numClasses();
        double[] intercepts =
                start.intercepts() == null ? new double[numClasses] : Given.vector(start.intercepts(), numClasses);
        double[] coefficients = Given.matrix(start.coefficients(), numClasses, memory.numFeatures());
        Pull pull = Pull.to(
                new Coefficients(coefficients, intercepts), rows, memory.numRows(), numNewRows, classFactors, loss);
        log.info(
                "{} drawn rows stand for {} earlier ones, whose labels count with a share of {}.",
                rows.labels().length,
                memory.numRows(),
                pull.distrust());
        return pull;
    }
}
