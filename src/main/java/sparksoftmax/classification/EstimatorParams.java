package sparksoftmax.classification;

import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
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

    final Param<String> checkpointPath = text(
            "checkpointPath",
            "a path",
            "folder, on any file system that Hadoop knows, in which the state of the fit is saved after every"
                    + " checkpointInterval passes. If the driver dies, the same fit, run again, goes on from the newest"
                    + " state and ends with the same model. The state of another fit, with other rows or Params, is"
                    + " refused. The states are deleted when the fit has ended. If it is not set or empty, no state is"
                    + " saved. A folder is for one fit at a time");

    final IntParam checkpointInterval = integer(
            "checkpointInterval",
            10,
            ">= 1, or -1",
            n -> n >= 1 || n == -1,
            "number of passes after which the state of the fit is saved, if checkpointPath is set; -1 for never");

    /** Creates the Params of {@code owner}. */
    EstimatorParams(Params owner) {
        super(owner);
    }
}
