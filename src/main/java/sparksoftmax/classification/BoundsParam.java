package sparksoftmax.classification;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.Param;

/**
 * A Param for a matrix or vector of bounds, which are infinite where there is no bound. JSON has no infinity, and Spark
 * cannot read what it writes for it, so the largest finite number takes its place when the Param is saved.
 *
 * @param <T> Matrix or Vector
 */
final class BoundsParam<T> extends Param<T> {
    private static final long serialVersionUID = 1L;

    BoundsParam(String owner, String name, String doc, String requirement) {
        super(owner, name, doc, Check.that(owner, name, requirement, bounds -> Arrays.stream(values(bounds))
                .noneMatch(Double::isNaN)));
    }

    private static double[] values(Object bounds) {
        return bounds instanceof Matrix matrix ? matrix.toArray() : ((Vector) bounds).toArray();
    }

    @SuppressWarnings("unchecked")
    private T mapped(T bounds, DoubleUnaryOperator function) {
        double[] values = Arrays.stream(values(bounds)).map(function).toArray();
        return bounds instanceof Matrix matrix
                ? (T) new DenseMatrix(matrix.numRows(), matrix.numCols(), values)
                : (T) new DenseVector(values);
    }

    @Override
    public String jsonEncode(T value) {
        return super.jsonEncode(mapped(value, x -> Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, x))));
    }

    @Override
    public T jsonDecode(String json) {
        return mapped(
                super.jsonDecode(json),
                x -> Math.abs(x) == Double.MAX_VALUE ? Math.copySign(Double.POSITIVE_INFINITY, x) : x);
    }
}
