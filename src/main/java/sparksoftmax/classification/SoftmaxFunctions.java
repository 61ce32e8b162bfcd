package sparksoftmax.classification;

import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import sparksoftmax.compat.ScalaCollections;
import sparksoftmax.loss.Softmax;

/**
 * Functions for SQL and DataFrames. Their argument z is a column of logits: arrays of numbers, or vectors.
 *
 * <ul>
 *   <li>{@code softmax(z)}: array of doubles;
 *   <li>{@code log_softmax(z)}: array of doubles;
 *   <li>{@code cross_entropy(z, label)}: double, in nats.
 * </ul>
 *
 * The result is null if an argument is null. {@link Softmax} has the definitions and the exceptions.
 */
public final class SoftmaxFunctions {
    private static final DataType DOUBLES = DataTypes.createArrayType(DataTypes.DoubleType, false);

    private SoftmaxFunctions() {}

    /** {@code softmax(z)} of a column. */
    public static Column softmax(Column z) {
        return softmax().apply(z);
    }

    /** {@code log_softmax(z)} of a column. */
    public static Column logSoftmax(Column z) {
        return logSoftmax().apply(z);
    }

    /** {@code cross_entropy(z, label)} of two columns. */
    public static Column crossEntropy(Column z, Column label) {
        return crossEntropy().apply(z, label);
    }

    /** Registers the functions with {@code spark}, for SQL and {@code functions.call_udf}. */
    public static void register(SparkSession spark) {
        spark.udf().register("softmax", softmax());
        spark.udf().register("log_softmax", logSoftmax());
        spark.udf().register("cross_entropy", crossEntropy());
    }

    private static UserDefinedFunction softmax() {
        UDF1<Object, double[]> softmax = z -> z == null ? null : Softmax.softmax(logits(z));
        return functions.udf(softmax, DOUBLES);
    }

    private static UserDefinedFunction logSoftmax() {
        UDF1<Object, double[]> logSoftmax = z -> z == null ? null : Softmax.logSoftmax(logits(z));
        return functions.udf(logSoftmax, DOUBLES);
    }

    private static UserDefinedFunction crossEntropy() {
        UDF2<Object, Number, Double> crossEntropy = (z, label) -> z == null || label == null
                ? null
                : Double.valueOf(Softmax.crossEntropy(new double[][] {logits(z)}, new int[] {index(label)}));
        return functions.udf(crossEntropy, DataTypes.DoubleType);
    }

    private static double[] logits(Object column) {
        if (column instanceof Vector vector) {
            return vector.toArray();
        }
        if (column instanceof scala.collection.Seq<?> seq) {
            return ScalaCollections.asJava(seq).stream()
                    .mapToDouble(value -> ((Number) value).doubleValue())
                    .toArray();
        }
        throw new IllegalArgumentException("logits must be an array of numbers or a vector, but were "
                + column.getClass().getSimpleName());
    }

    private static int index(Number label) {
        if (label.doubleValue() != label.intValue()) {
            throw new IllegalArgumentException("labels must be integers, but got " + label);
        }
        return label.intValue();
    }
}
