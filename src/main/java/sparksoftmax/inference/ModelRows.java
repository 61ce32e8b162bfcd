package sparksoftmax.inference;

import sparksoftmax.features.DatasetStatistics;
import sparksoftmax.rows.InputColumns;

/** Checks that rows have the features and classes of a model. */
final class ModelRows {
    private ModelRows() {}

    /** @throws IllegalArgumentException if not */
    static void check(DatasetStatistics rows, InputColumns columns, int numFeatures, int numClasses) {
        if (rows.numFeatures() != numFeatures) {
            throw new IllegalArgumentException("The rows must have the features of the model, which are " + numFeatures
                    + ", but there are " + rows.numFeatures() + " (" + columns.describeFeatures() + ").");
        }
        if (rows.numLabels() > numClasses) {
            throw new IllegalArgumentException("Labels must be classes of the model, which are 0 to "
                    + (numClasses - 1) + ", but column '" + columns.label() + "' has a label " + (rows.numLabels() - 1)
                    + ".");
        }
    }
}
