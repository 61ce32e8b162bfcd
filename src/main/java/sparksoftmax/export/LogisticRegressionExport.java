package sparksoftmax.export;

import java.util.Set;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.Identifiable$;
import scala.runtime.BoxedUnit;

/** Conversion to and from Spark's {@link LogisticRegressionModel}, for tools that need that class. */
public final class LogisticRegressionExport {
    private LogisticRegressionExport() {}

    /** Params of the same name that do not mean the same in both classes, or not for a model. */
    private static final Set<String> NOT_COPIED = Set.of(
            "solver",
            "lowerBoundsOnCoefficients",
            "upperBoundsOnCoefficients",
            "lowerBoundsOnIntercepts",
            "upperBoundsOnIntercepts");

    /**
     * A {@link LogisticRegressionModel} that makes the same predictions: a binomial one for two classes, since tools
     * expect that of them, and else a multinomial one.
     *
     * @param coefficients [numClasses x numFeatures]
     * @param intercepts [numClasses]
     * @param params its Params that are set are copied to the Params with the same names
     */
    public static LogisticRegressionModel of(Matrix coefficients, Vector intercepts, Params params) {
        boolean binomial = coefficients.numRows() == 2;
        String uid = Identifiable$.MODULE$.randomUID("logreg");
        LogisticRegressionModel model = model(uid, coefficients, intercepts, binomial);
        copySet(params, model);
        if (binomial && model.isSet(model.thresholds())) {
            // Computed from the thresholds; setting it replaces them.
            model.setThreshold(model.getThreshold());
        }
        return model;
    }

    /**
     * A model without Params.
     *
     * @param coefficients [numClasses x numFeatures]
     * @param intercepts [numClasses]
     * @param binomial whether a model of two classes is to have one row of coefficients, those of the second class
     *     minus those of the first
     */
    public static LogisticRegressionModel model(String uid, Matrix coefficients, Vector intercepts, boolean binomial) {
        return binomial
                ? new LogisticRegressionModel(
                        uid,
                        differences(coefficients),
                        Vectors.dense(intercepts.apply(1) - intercepts.apply(0)),
                        2,
                        false)
                : new LogisticRegressionModel(uid, coefficients, intercepts, coefficients.numRows(), true);
    }

    /** The coefficients of the second of two classes minus those of the first: one row, stored by rows. */
    private static Matrix differences(Matrix coefficients) {
        double[] differences = new double[coefficients.numCols()];
        coefficients.foreachActive((k, j, value) -> {
            differences[(Integer) j] += (Integer) k == 1 ? (Double) value : -(Double) value;
            return BoxedUnit.UNIT;
        });
        return new DenseMatrix(1, differences.length, differences, true).compressedRowMajor();
    }

    /**
     * Copies the values that are set, for Params that both have under the same name. Exceptions are {@code solver},
     * whose values have different names, and the bounds, which models do not keep.
     */
    public static void copySet(Params from, Params to) {
        for (Param<?> param : from.params()) {
            if (from.isSet(param) && to.hasParam(param.name()) && !NOT_COPIED.contains(param.name())) {
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
