package sparksoftmax.classification;

import org.apache.spark.ml.linalg.Matrix;
import sparksoftmax.scoring.ClassChoice;

/** The Params that decide which class is predicted: {@code thresholds} or {@code costs}. */
final class ClassDecision {
    private ClassDecision() {}

    /** @throws IllegalArgumentException if both are set */
    static void check(SoftmaxClassifierParams params) {
        if (params.isDefined(params.thresholds()) && params.isDefined(params.costs())) {
            throw new IllegalArgumentException(
                    "Parameters thresholds and costs must not both be set, since each decides by itself which class is"
                            + " predicted: clear one of them.");
        }
    }

    /**
     * @param owner the method that needs it, for messages
     * @throws IllegalArgumentException if both are set, or one has another size than the number of classes
     */
    static void check(SoftmaxClassifierParams params, int numClasses, String owner) {
        check(params);
        if (params.isDefined(params.thresholds()) && params.getThresholds().length != numClasses) {
            throw new IllegalArgumentException(owner + " called with non-matching numClasses and thresholds.length."
                    + " numClasses=" + numClasses + ", but thresholds has length " + params.getThresholds().length);
        }
        if (params.isDefined(params.costs()) && params.getCosts().numRows() != numClasses) {
            Matrix costs = params.getCosts();
            throw new IllegalArgumentException(owner + " called with non-matching numClasses and costs: they must be a"
                    + " numClasses x numClasses matrix. numClasses=" + numClasses + ", but costs has size "
                    + costs.numRows() + " x " + costs.numCols());
        }
    }

    /** The thresholds; null if there are none. */
    static double[] thresholds(SoftmaxClassifierParams params) {
        return params.isDefined(params.thresholds()) ? params.getThresholds() : null;
    }

    /** The costs; null if there are none. */
    static Matrix costs(SoftmaxClassifierParams params) {
        return params.isDefined(params.costs()) ? params.getCosts() : null;
    }

    /**
     * How a model decides.
     *
     * @param names the names of the classes; null if they are not needed
     * @param last what this method returned before, which is returned again if nothing has changed; null if there is
     *     nothing
     */
    static ClassChoice of(SoftmaxClassifierParams params, String[] names, ClassChoice last) {
        double[] thresholds = thresholds(params);
        Matrix costs = costs(params);
        return last != null && last.isOf(thresholds, costs, names) ? last : new ClassChoice(thresholds, costs, names);
    }
}
