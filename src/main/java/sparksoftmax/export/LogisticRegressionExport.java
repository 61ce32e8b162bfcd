package sparksoftmax.export;

import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.Identifiable$;

/** Conversion to and from Spark's {@link LogisticRegressionModel}, for tools that know that one. */
public final class LogisticRegressionExport {
    private LogisticRegressionExport() {}

    /**
     * A multinomial model that predicts the same.
     *
     * @param coefficients [K x F]
     * @param intercepts [K]
     * @param params whose values are copied where Spark's model has a Param of the same name
     */
    public static LogisticRegressionModel of(Matrix coefficients, Vector intercepts, Params params) {
        LogisticRegressionModel model = new LogisticRegressionModel(
                Identifiable$.MODULE$.randomUID("logreg"), coefficients, intercepts, coefficients.numRows(), true);
        copySet(params, model);
        return model;
    }

    /** Copies the values that are set, where both have a Param of the same name. */
    public static void copySet(Params from, Params to) {
        for (Param<?> param : from.params()) {
            if (from.isSet(param) && to.hasParam(param.name()) && !param.name().equals("solver")) {
                set(to, param.name(), from.get(param).get());
            }
        }
    }

    private static void set(Params to, String name, Object value) {
        to.set(to.getParam(name), value);
    }

    /**
     * The coefficients of a model, one row a class; a binomial model's w becomes -w / 2 and w / 2, which gives the same
     * probabilities.
     */
    public static Matrix coefficients(LogisticRegressionModel model) {
        Matrix coefficients = model.coefficientMatrix();
        if (coefficients.numRows() == model.numClasses()) {
            return coefficients;
        }
        double[] values = new double[2 * coefficients.numCols()];
        for (int j = 0; j < coefficients.numCols(); j++) {
            values[2 * j] = -0.5 * coefficients.apply(0, j);
            values[2 * j + 1] = 0.5 * coefficients.apply(0, j);
        }
        return new DenseMatrix(2, coefficients.numCols(), values);
    }

    /** The intercepts that go with {@link #coefficients}. */
    public static Vector intercepts(LogisticRegressionModel model) {
        Vector intercepts = model.interceptVector();
        if (intercepts.size() == model.numClasses()) {
            return intercepts;
        }
        return Vectors.dense(-0.5 * intercepts.apply(0), 0.5 * intercepts.apply(0));
    }
}
