package sparksoftmax.classification;

import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.api.java.UDF2;
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
    private SoftmaxFunctions() {}

    /** Registers the functions with {@code spark}, for SQL and {@code functions.call_udf}. */
    public static void register(SparkSession spark) {
        UDF1<Object, double[]> softmax = z -> z == null ? null : Softmax.softmax(logits(z));
        UDF1<Object, double[]> logSoftmax = z -> z == null ? null : Softmax.logSoftmax(logits(z));
        UDF2<Object, Number, Double> crossEntropy = (z, label) -> z == null || label == null
                ? null
                : Double.valueOf(Softmax.crossEntropy(new double[][] {logits(z)}, new int[] {index(label)}));
        spark.udf().register("softmax", softmax, DataTypes.createArrayType(DataTypes.DoubleType, false));
        spark.udf().register("log_softmax", logSoftmax, DataTypes.createArrayType(DataTypes.DoubleType, false));
        spark.udf().register("cross_entropy", crossEntropy, DataTypes.DoubleType);
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
