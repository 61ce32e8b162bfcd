package sparksoftmax.columns;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.types.DataType;
import org.junit.jupiter.api.Test;

/** The values of structs of dense vectors, of all kinds of rows that have them. */
class VectorFeaturesTest {
    private static final double[] VALUES = {1.5, -0.0, Double.NaN};

    private static InternalRow sent(InternalRow row) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(row);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (InternalRow) in.readObject();
        }
    }

    private static InternalRow asSparkStoresIt(InternalRow struct) {
        DataType vector = SQLDataTypes.VectorType();
        return UnsafeProjection.create(new DataType[] {vector})
                .apply(new GenericInternalRow(new Object[] {struct}))
                .getStruct(0, 4);
    }

    @Test
    void everyRowGivesTheValuesBack() throws Exception {
        InternalRow struct = VectorFeatures.dense(VALUES.clone());
        for (InternalRow row : new InternalRow[] {struct, struct.copy(), sent(struct), asSparkStoresIt(struct)}) {
            assertArrayEquals(VALUES, VectorFeatures.values(row));
            double[] copy = VectorFeatures.copyOfValues(row);
            assertArrayEquals(VALUES, copy);
            copy[0] = 7.0;
            assertNotSame(copy, VectorFeatures.values(row));
            assertEquals(1.5, VectorFeatures.values(row)[0]);
            assertArrayEquals(VALUES, VectorFeatures.ofStruct(row).values());
        }
    }
}
