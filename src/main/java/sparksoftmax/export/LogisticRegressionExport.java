package sparksoftmax.export;

import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.Identifiable$;

/** Conversion to and from Spark's {@link LogisticRegressionModel}, for tools that need that class. */
public final class LogisticRegressionExport {
    private LogisticRegressionExport() {}

    /**
     * A multinomial {@link LogisticRegressionModel} with the given coefficients.
     *
     * @param coefficients [numClasses x numFeatures]
     * @param intercepts [numClasses]
     * @param params its Params that are set are copied to the Params with the same names
     */
    public static LogisticRegressionModel of(Matrix coefficients, Vector intercepts, Params params) {
        LogisticRegressionModel model = new LogisticRegressionModel(
                Identifiable$.MODULE$.randomUID("logreg"), coefficients, intercepts, coefficients.numRows(), true);
        copySet(params, model);
        return model;
    }

    /**
     * Copies the values that are set, for Params that both have under the same name. An exception is {@code solver},
     * whose values have different names.
     */
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
     * The coefficients of a model, [numClasses x numFeatures]. The coefficients w of a binomial model become -w / 2 and
     * w / 2 for the two classes, which gives the same probabilities.
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

    /** The intercepts of a model, [numClasses]; those of a binomial model are split as its coefficients are. */
    public static Vector intercepts(LogisticRegressionModel model) {
        Vector intercepts = model.interceptVector();
        if (intercepts.size() == model.numClasses()) {
            return intercepts;
        }
        return Vectors.dense(-0.5 * intercepts.apply(0), 0.5 * intercepts.apply(0));
    }
}
