package sparksoftmax.classification;

import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;

/** The Params that only the model has: what it knows of the columns that it was trained on. */
final class ModelParams extends ParamGroup {
    private static final long serialVersionUID = 1L;

    final StringArrayParam featureNames = names(
            "featureNames",
            "a name for each feature, empty where there is none",
            names -> names.length > 0,
            "names of the features, from the metadata of the features column, where VectorAssembler puts them, or from the"
                    + " names of several columns (featuresCols). They are set if there were any. Rows with which"
                    + " training goes on must have the same names");

    final StringArrayParam labelNames = names(
            "labelNames",
            "a name for each class",
            names -> names.length > 0,
            "names of the labels, in the order of their indices, from the metadata of the label column, where"
                    + " StringIndexer puts them. They are set if the column had any. Rows with which training goes on, or"
                    + " on which the model is evaluated, must have the same names. (classNames can be other names, for"
                    + " output)");

    final DoubleParam temperature = number(
            "temperature",
            1.0,
            "finite and > 0",
            x -> x > 0.0 && Double.isFinite(x),
            "the temperature of a calibrated model: calibrate has divided the coefficients and intercepts by it, so that"
                    + " probabilities are as the rows of the calibration have them. Setting it changes nothing");

    /** Creates the Params of {@code owner}. */
    ModelParams(Params owner) {
        super(owner);
    }
}
