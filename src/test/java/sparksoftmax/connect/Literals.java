package sparksoftmax.connect;

import java.util.Arrays;
import org.apache.spark.connect.proto.DataType;
import org.apache.spark.connect.proto.Doubles;
import org.apache.spark.connect.proto.Expression.Literal;

/**
 * Values in the form in which Spark Connect's clients and server exchange them. Types are in the fields in which
 * PySpark 4.0 and 4.1 send them, and which the server reads.
 */
@SuppressWarnings("deprecation")
final class Literals {
    private static final String VECTOR = "org.apache.spark.ml.linalg.VectorUDT";

    private Literals() {}

    static Literal of(double value) {
        return Literal.newBuilder().setDouble(value).build();
    }

    static Literal of(int value) {
        return Literal.newBuilder().setInteger(value).build();
    }

    static Literal of(boolean value) {
        return Literal.newBuilder().setBoolean(value).build();
    }

    static Literal of(String value) {
        return Literal.newBuilder().setString(value).build();
    }

    static Literal of(String... values) {
        Literal.Array.Builder array = Literal.Array.newBuilder()
                .setElementType(DataType.newBuilder().setString(DataType.String.newBuilder()));
        Arrays.stream(values).map(Literals::of).forEach(array::addElements);
        return Literal.newBuilder().setArray(array).build();
    }

    /** A dense vector. */
    static Literal vector(double... values) {
        Literal nothing = Literal.newBuilder()
                .setNull(DataType.newBuilder().setNull(DataType.NULL.newBuilder()))
                .build();
        Doubles.Builder doubles = Doubles.newBuilder();
        Arrays.stream(values).forEach(doubles::addValues);
        return Literal.newBuilder()
                .setStruct(Literal.Struct.newBuilder()
                        .setStructType(DataType.newBuilder()
                                .setUdt(DataType.UDT.newBuilder().setType("udt").setJvmClass(VECTOR)))
                        .addElements(Literal.newBuilder().setByte(1))
                        .addElements(nothing)
                        .addElements(nothing)
                        .addElements(Literal.newBuilder()
                                .setSpecializedArray(
                                        Literal.SpecializedArray.newBuilder().setDoubles(doubles))))
                .build();
    }

    /** The values of a dense vector or of an array of doubles. */
    static double[] doubles(Literal literal) {
        Literal array = literal;
        if (literal.hasStruct()) {
            // type, size, indices, values of a vector; type, rows, columns, pointers, indices, values, order of a
            // matrix
            int values = literal.getStruct().getElementsCount() == 4 ? 3 : 5;
            array = literal.getStruct().getElements(values);
        }
        return array.hasSpecializedArray()
                ? array.getSpecializedArray().getDoubles().getValuesList().stream()
                        .mapToDouble(Double::doubleValue)
                        .toArray()
                : array.getArray().getElementsList().stream()
                        .mapToDouble(Literal::getDouble)
                        .toArray();
    }
}
