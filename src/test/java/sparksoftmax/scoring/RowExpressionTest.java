package sparksoftmax.scoring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import sparksoftmax.columns.FeatureColumns;
import sparksoftmax.columns.FeatureVector;
import sparksoftmax.columns.VectorFeatures;

/** Expressions and vectors in Spark's internal form, without a session. */
class RowExpressionTest {
    private static final RowFunctions FUNCTIONS =
            new RowFunctions(FeatureColumns.ofVectors("x"), InvalidFeatures.KEEP, null, null, 1);

    private static RowExpression margins(RowFunctions functions) {
        return new RowExpression(
                RowFunction.MARGINS, functions, new BoundReference(0, SQLDataTypes.VectorType(), true));
    }

    @Test
    void argumentsOfOtherTypesAreRefused() {
        RowExpression ofDoubles =
                new RowExpression(RowFunction.MARGINS, FUNCTIONS, new BoundReference(0, DataTypes.DoubleType, true));
        assertTrue(ofDoubles.checkInputDataTypes().isFailure());
        assertTrue(margins(FUNCTIONS).checkInputDataTypes().isSuccess());
    }

    @Test
    void expressionsOfTheSameFunctionAreEqual() {
        RowExpression one = margins(FUNCTIONS);
        RowExpression same =
                margins(new RowFunctions(FeatureColumns.ofVectors("x"), InvalidFeatures.KEEP, null, null, 1));
        assertEquals(one, same);
        assertEquals(one.hashCode(), same.hashCode());
        assertTrue(one.semanticEquals(same));
        assertNotEquals(
                one, margins(new RowFunctions(FeatureColumns.ofVectors("y"), InvalidFeatures.KEEP, null, null, 1)));
        // What the optimizer's copies are made by.
        assertEquals(one, one.makeCopy(new Object[] {
            RowFunction.MARGINS, FUNCTIONS, one.children().apply(0)
        }));
        assertEquals(one, one.clone());
    }

    private static InternalRow sparse(int size, ArrayData indices, ArrayData values) {
        return new GenericInternalRow(new Object[] {(byte) 0, size, indices, values});
    }

    private static InternalRow sparse(int size, int[] indices, double... values) {
        return sparse(size, UnsafeArrayData.fromPrimitiveArray(indices), UnsafeArrayData.fromPrimitiveArray(values));
    }

    private static LinearModel model(int numClasses, int numFeatures) {
        Random random = new Random(3L);
        return new LinearModel(
                DenseMatrix.randn(numClasses, numFeatures, random),
                Vectors.dense(random.doubles(numClasses).toArray()));
    }

    /** Also with more values than are taken at a time, and with arrays that are not Spark's usual ones. */
    @Test
    void structsHaveTheMarginsOfVectors() {
        Random random = new Random(4L);
        for (int numFeatures : new int[] {1, 4, 1023, 1024, 1025, 3001}) {
            LinearModel model = model(11, numFeatures);
            double[] values = random.doubles(numFeatures, -1.0, 1.0).toArray();
            for (int j = 2; j < numFeatures; j += 3) {
                values[j] = 0.0;
            }
            double[] expected = model.margins(Vectors.dense(values)).values();
            SparseVector vector = Vectors.dense(values).toSparse();
            assertArrayEquals(expected, model.margins(vector).values());
            for (InternalRow struct : new InternalRow[] {
                VectorFeatures.dense(values),
                new GenericInternalRow(new Object[] {(byte) 1, null, null, new GenericArrayData(values)}),
                sparse(numFeatures, vector.indices(), vector.values()),
                sparse(numFeatures, new GenericArrayData(vector.indices()), new GenericArrayData(vector.values()))
            }) {
                assertArrayEquals(expected, model.margins(VectorFeatures.ofStruct(struct), null));
            }
        }
    }

    /** Indices that no SparseVector can have, which files may have all the same. */
    @Test
    void invalidIndicesAreErrors() {
        LinearModel model = model(3, 5);
        for (int[] indices : new int[][] {{3, 1}, {2, 2}, {1, 5}, {-1, 2}, {1}, {0, 1, 2}}) {
            FeatureVector vector = VectorFeatures.ofStruct(sparse(5, indices, 1.0, 2.0));
            assertThrows(IllegalArgumentException.class, () -> model.margins(vector, null));
        }
    }
}
