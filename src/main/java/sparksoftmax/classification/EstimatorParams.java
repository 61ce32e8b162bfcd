package sparksoftmax.classification;

import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Params;

/**
 * The Params that only the estimator has. A model has {@code numClasses()} as a number, as all of Spark's
 * classification models, so it cannot have a Param of that name.
 */
final class EstimatorParams extends ParamGroup {
    private static final long serialVersionUID = 1L;

    static final String NUM_CLASSES = "numClasses";

    final IntParam numClasses = integer(
            NUM_CLASSES,
            "> 0",
            n -> n > 0,
            "number of classes. Labels must be less than it; classes without rows are allowed. If it is not set, the"
                    + " metadata of the label column declare the number, or else it is the largest label plus 1, which"
                    + " is refused if it is more than 1000 and more than 10 times the number of distinct labels");

    /** Creates the Params of {@code owner}. */
    EstimatorParams(Params owner) {
        super(owner);
    }
}
