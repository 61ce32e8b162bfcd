package sparksoftmax.classification;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleArrayParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;

/**
 * Params that are created together for one owner. A subclass states each of its Params in the initializer of a field,
 * by a call of one of the methods below: name, default value (if it has one), what a value must satisfy, in words and
 * as a condition, and the doc string. The words continue the sentence "it must be ..." in the message for an invalid
 * value, and end the doc string. Default values are set in the owner at once.
 */
abstract class ParamGroup implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Needed only while the fields of the subclass are initialized. */
    private final transient Params owner;

    ParamGroup(Params owner) {
        this.owner = owner;
    }

    final IntParam integer(
            String name, int defaultValue, String requirement, Check.IntCondition condition, String doc) {
        return withDefault(integer(name, requirement, condition, doc), defaultValue);
    }

    final IntParam integer(String name, String requirement, Check.IntCondition condition, String doc) {
        return new IntParam(
                owner, name, doc(doc, requirement), Check.integer(owner.uid(), name, requirement, condition));
    }

    final DoubleParam number(
            String name, double defaultValue, String requirement, Check.DoubleCondition condition, String doc) {
        return withDefault(number(name, requirement, condition, doc), defaultValue);
    }

    final DoubleParam number(String name, String requirement, Check.DoubleCondition condition, String doc) {
        return new DoubleParam(
                owner, name, doc(doc, requirement), Check.number(owner.uid(), name, requirement, condition));
    }

    final DoubleArrayParam numbers(
            String name, double[] defaultValue, String requirement, Check.DoubleCondition ofEachValue, String doc) {
        return withDefault(numbers(name, requirement, ofEachValue, doc), defaultValue);
    }

    /** A Param for at least one number, each of which must satisfy a condition. */
    final DoubleArrayParam numbers(String name, String requirement, Check.DoubleCondition ofEachValue, String doc) {
        return new DoubleArrayParam(
                owner,
                name,
                doc(doc, requirement),
                Check.that(
                        owner.uid(),
                        name,
                        requirement,
                        values -> values.length > 0 && Arrays.stream(values).allMatch(ofEachValue)));
    }

    final DoubleParam nonNegative(String name, double defaultValue, String doc) {
        return number(name, defaultValue, "finite and >= 0", x -> x >= 0.0 && Double.isFinite(x), doc);
    }

    final LongParam longInteger(String name, long defaultValue, String doc) {
        return withDefault(new LongParam(owner, name, doc), defaultValue);
    }

    final BooleanParam flag(String name, boolean defaultValue, String doc) {
        return withDefault(new BooleanParam(owner, name, doc), defaultValue);
    }

    /** A Param for one of several names; its doc string explains each. */
    final NameParam oneOf(String name, String defaultValue, List<String> names, String doc) {
        return withDefault(new NameParam(owner.uid(), name, doc, names), defaultValue);
    }

    final Param<String> column(String name, String doc) {
        return text(name, "a column name", doc);
    }

    final Param<String> text(String name, String requirement, String doc) {
        return new TypedParam<>(
                owner.uid(), name, doc, Check.that(owner.uid(), name, requirement, value -> true), String.class);
    }

    final StringArrayParam names(String name, String requirement, Check.Condition<String[]> condition, String doc) {
        return new StringArrayParam(
                owner, name, doc(doc, requirement), Check.that(owner.uid(), name, requirement, condition));
    }

    final Param<Vector> vector(String name, String requirement, Check.DoubleCondition ofEachValue, String doc) {
        return new Param<>(
                owner.uid(),
                name,
                doc(doc, requirement),
                Check.that(owner.uid(), name, requirement, vector -> Arrays.stream(vector.toArray())
                        .allMatch(ofEachValue)));
    }

    final Param<Matrix> matrix(String name, String requirement, Check.DoubleCondition ofEachValue, String doc) {
        return new Param<>(
                owner.uid(),
                name,
                doc(doc, requirement),
                Check.that(owner.uid(), name, requirement, matrix -> Arrays.stream(matrix.toArray())
                        .allMatch(ofEachValue)));
    }

    /** A Param for a square matrix with a row and a column for each of something. */
    final Param<Matrix> nonNegativeMatrix(String name, String size, String doc) {
        String requirement = "a " + size + " x " + size + " matrix with finite values >= 0";
        return new Param<>(
                owner.uid(),
                name,
                doc(doc, requirement),
                Check.that(
                        owner.uid(),
                        name,
                        requirement,
                        matrix -> matrix.numRows() == matrix.numCols()
                                && Arrays.stream(matrix.toArray()).allMatch(x -> x >= 0.0 && Double.isFinite(x))));
    }

    /** A Param for a matrix or vector of bounds, of the given shape. */
    final <T> Param<T> bounds(String name, String shape, String doc) {
        String requirement = shape + ", infinite where there is no bound, and not NaN";
        return new BoundsParam<>(owner.uid(), name, doc(doc, requirement), requirement);
    }

    private static String doc(String doc, String requirement) {
        return doc + ". Must be " + requirement;
    }

    private <V, P extends Param<V>> P withDefault(P param, V value) {
        owner.setDefault(param, value);
        return param;
    }
}
