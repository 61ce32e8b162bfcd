package sparksoftmax.columns;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** Columns of features, and their values in Spark's internal form, without a session. */
class FeatureColumnsTest {
    private static final DataType DOUBLES = DataTypes.createArrayType(DataTypes.DoubleType);
    private static final DataType FLOATS = DataTypes.createArrayType(DataTypes.FloatType);

    private static StructType schema(Object... namesAndTypes) {
        StructType schema = new StructType();
        for (int i = 0; i < namesAndTypes.length; i += 2) {
            schema = schema.add((String) namesAndTypes[i], (DataType) namesAndTypes[i + 1]);
        }
        return schema;
    }

    private static FeatureColumns several(StructType schema, String... names) {
        List<NamedColumn> columns = Arrays.stream(names)
                .map(name -> new NamedColumn("featuresCols", name))
                .toList();
        return FeatureColumns.ofSeveral(
                columns,
                columns.stream().map(column -> column.in(schema, false)).toList());
    }

    private static FeatureColumns one(DataType type) {
        return FeatureColumns.ofOne(
                new NamedColumn("featuresCol", "x"), schema("x", type).apply("x"));
    }

    private static InternalRow sparse(int size, int[] indices, double... values) {
        return new GenericInternalRow(new Object[] {
            (byte) 0, size, UnsafeArrayData.fromPrimitiveArray(indices), UnsafeArrayData.fromPrimitiveArray(values)
        });
    }

    private static InternalRow row(Object... values) {
        return new GenericInternalRow(values);
    }

    private static UnsafeArrayData withNull(double[] values, int at) {
        UnsafeArrayData array = UnsafeArrayData.fromPrimitiveArray(values);
        array.setNullAt(at);
        return array;
    }

    private static void assertFeatures(double[] expected, FeatureVector found) {
        assertEquals(expected.length, found.size());
        double[] dense = new double[expected.length];
        int[] indices = found.indices();
        double[] values = found.values();
        assertEquals(found.numValues(), values.length);
        for (int p = 0; p < values.length; p++) {
            assertEquals(values[p], found.value(p));
            assertEquals(indices == null ? p : indices[p], found.index(p));
            dense[found.index(p)] = values[p];
        }
        assertArrayEquals(expected, dense);
        for (int from = 0; from <= values.length; from++) {
            for (int to = from; to <= values.length; to++) {
                double[] part = new double[to - from + 2];
                int[] at = new int[to - from + 2];
                found.copyValues(from, to, part, 1);
                found.copyIndices(from, to, at, 1);
                assertArrayEquals(Arrays.copyOfRange(values, from, to), Arrays.copyOfRange(part, 1, to - from + 1));
                assertArrayEquals(
                        IntStream.range(from, to).map(found::index).toArray(),
                        Arrays.copyOfRange(at, 1, to - from + 1));
            }
        }
    }

    @Test
    void arraysOfAllKindsAreRead() {
        double[] values = {1.5, 0.0, -2.25, 1e10f, -0.0};
        float[] floats = {1.5f, 0f, -2.25f, 1e10f, -0f};
        for (ArrayData array : List.of(UnsafeArrayData.fromPrimitiveArray(values), new GenericArrayData(values))) {
            assertFeatures(values, one(DOUBLES).readPacked(array));
            assertFeatures(values, one(DOUBLES).readRow(row(array)));
        }
        for (ArrayData array : List.of(UnsafeArrayData.fromPrimitiveArray(floats), new GenericArrayData(floats))) {
            assertFeatures(values, one(FLOATS).readPacked(array));
        }
        assertNull(one(DOUBLES).readPacked(null));
        assertNull(one(DOUBLES).readRow(row((Object) null)));
    }

    /** Arrays have a word of flags for every 64 elements. */
    @Test
    void nullElementsAreNaN() {
        for (int size : new int[] {1, 63, 64, 65, 128, 129}) {
            for (int at : new int[] {0, size / 2, size - 1}) {
                double[] values = new double[size];
                Arrays.fill(values, 7.0);
                Object[] boxed = Arrays.stream(values).boxed().toArray();
                boxed[at] = null;
                values[at] = Double.NaN;
                for (ArrayData array : List.of(withNull(values, at), new GenericArrayData(boxed))) {
                    FeatureVector found = one(DOUBLES).readPacked(array);
                    assertArrayEquals(values, found.values());
                    assertEquals(at, found.firstInvalid());
                    assertTrue(found.isNull(at));
                    assertTrue(Double.isNaN(found.value(at)));
                }
            }
        }
    }

    /** Rows of Spark have their numbers one after the other, unlike other rows. */
    @Test
    void columnsOfNumbersAreReadFromRowsOfAllKinds() {
        for (int numColumns : new int[] {1, 63, 64, 65, 130}) {
            String[] names =
                    IntStream.range(0, numColumns).mapToObj(j -> "c" + j).toArray(String[]::new);
            Object[] namesAndTypes = Arrays.stream(names)
                    .flatMap(name -> java.util.stream.Stream.of(name, DataTypes.DoubleType))
                    .toArray();
            FeatureColumns columns = several(schema(namesAndTypes), names);
            double[] values =
                    IntStream.range(0, numColumns).mapToDouble(j -> j - 3.5).toArray();
            for (int nullAt : new int[] {-1, 0, numColumns - 1, numColumns}) {
                UnsafeRow unsafe = new UnsafeRow(numColumns + 1);
                byte[] bytes = new byte[UnsafeRow.calculateBitSetWidthInBytes(numColumns + 1) + 8 * (numColumns + 1)];
                unsafe.pointTo(bytes, bytes.length);
                Object[] boxed = new Object[numColumns + 1];
                double[] expected = values.clone();
                for (int j = 0; j <= numColumns; j++) {
                    if (j == nullAt) {
                        unsafe.setNullAt(j);
                    } else {
                        boxed[j] = j < numColumns ? values[j] : 9.0;
                        unsafe.setDouble(j, (Double) boxed[j]);
                    }
                }
                if (nullAt >= 0 && nullAt < numColumns) {
                    expected[nullAt] = Double.NaN;
                }
                for (InternalRow row : List.of(unsafe, row(boxed))) {
                    FeatureVector found = columns.readRow(row);
                    assertArrayEquals(expected, found.values());
                    assertEquals(nullAt == numColumns ? -1 : nullAt, found.firstInvalid());
                }
            }
        }
    }

    @Test
    void neighboringNumbersAreOnePart() {
        StructType schema = schema(
                "a", DataTypes.IntegerType, "b", DataTypes.BooleanType, "v", SQLDataTypes.VectorType(), "f", FLOATS);
        assertEquals(
                1,
                several(schema, "a", "b", "a")
                        .sizes(several(schema, "a", "b", "a").readRow(row(1.0, 1.0, 1.0)))
                        .length);
        FeatureColumns mixed = several(schema, "a", "b", "v", "f", "b");
        assertEquals(5, mixed.numColumns());
        assertEquals("columns 'a', 'b', 'v', 'f', 'b'", mixed.description());
        assertEquals(
                "columns 'a', 'a', 'a', 'a', 'a' and 2 others",
                several(schema, "a", "a", "a", "a", "a", "a", "a").description());
        ArrayData two = UnsafeArrayData.fromPrimitiveArray(new double[] {3.0, 1.0});
        ArrayData floats = UnsafeArrayData.fromPrimitiveArray(new float[] {5f, 6f});
        ArrayData last = UnsafeArrayData.fromPrimitiveArray(new double[] {9.0});
        InternalRow vector = sparse(3, new int[] {1}, 4.0);
        assertFeatures(new double[] {3, 1, 0, 4, 0, 5, 6, 9}, mixed.readPacked(row(two, vector, floats, last)));
        FeatureVector found = mixed.readRow(row(3.0, 1.0, vector, floats, 9.0));
        assertFeatures(new double[] {3, 1, 0, 4, 0, 5, 6, 9}, found);
        assertArrayEquals(new int[] {2, 3, 2, 1}, mixed.sizes(found));
        assertEquals(new FeaturePlace("b", -1, 1, "feature"), mixed.place(found, 1));
        assertEquals(new FeaturePlace("v", 1, 3, "vector"), mixed.place(found, 2));
        assertEquals(new FeaturePlace("f", 0, 2, "array"), mixed.place(found, 3));
        assertEquals(" at index 0 of an array of size 2", mixed.place(found, 3).inWhole());
        assertNull(mixed.readPacked(row(two, vector, null, last)));
        InternalRow withoutArray = row(3.0, 1.0, vector, null, 9.0);
        assertNull(mixed.readRow(withoutArray));
        assertEquals("f", mixed.nullPlace(withoutArray).column());
        assertEquals("v", mixed.differingColumn(new int[] {2, 3, 2, 1}, new int[] {2, 2, 3, 1}));
    }

    @Test
    void onlyValuesOfTheTypesAreRead() {
        StructType schema = schema("a", DataTypes.IntegerType, "f", FLOATS);
        FeatureColumns mixed = several(schema, "a", "f");
        assertTrue(mixed.canRead(schema("x", DataTypes.createArrayType(DataTypes.DoubleType, false), "y", FLOATS)));
        assertFalse(mixed.canRead(schema("x", DOUBLES, "y", DOUBLES)));
        assertFalse(mixed.canRead(schema("x", DOUBLES)));
        assertFalse(mixed.canRead(DOUBLES));
        assertTrue(one(DataTypes.createArrayType(DataTypes.IntegerType)).canRead(DOUBLES));
        assertFalse(one(FLOATS).canRead(DOUBLES));
        assertFalse(one(SQLDataTypes.VectorType()).canRead(DOUBLES));
    }

    @Test
    void namesAreFoundInSchemasAsInDataSets() {
        StructType schema =
                schema("A", DataTypes.IntegerType, "a.b", DOUBLES, "s", schema("X", FLOATS), "c", FLOATS, "C", FLOATS);
        assertEquals("A", new NamedColumn("p", "a").in(schema, false).name());
        assertEquals("a.b", new NamedColumn("p", "`A.b`").in(schema, false).name());
        assertEquals("a.b", new NamedColumn("p", "`a.b`").plainName());
        assertEquals(FLOATS, new NamedColumn("p", "s.x").in(schema, false).dataType());
        assertEquals("C", new NamedColumn("p", "C").in(schema, true).name());
        assertMessage("none named 'a'", () -> new NamedColumn("p", "a").in(schema, true));
        assertMessage("written in backticks: `a.b`", () -> new NamedColumn("p", "a.b").in(schema, true));
        assertMessage("several columns have that name", () -> new NamedColumn("p", "c").in(schema, false));
        assertMessage("none named 's.y'", () -> new NamedColumn("p", "s.y").in(schema, false));
        assertMessage("none named 'a`b'", () -> new NamedColumn("p", "a`b").in(schema, false));
        assertMessage("none named 'A.x'", () -> new NamedColumn("p", "A.x").in(schema, false));
    }

    @Test
    void otherTypesAreRefused() {
        StructField text = schema("t", DataTypes.StringType).apply("t");
        NamedColumn name = new NamedColumn("featuresCols", "t");
        assertMessage(
                "featuresCols must be numeric, boolean, vector or array columns, but column 't' is of type string.",
                () -> FeatureColumns.ofSeveral(List.of(name), List.of(text)));
        assertMessage(
                "featuresCol must be a vector or array column, but column 'x' is of type int. To use numeric columns as"
                        + " they are, set featuresCols.",
                () -> one(DataTypes.IntegerType));
        assertMessage(
                "org.apache.spark.mllib.linalg.VectorUDT", () -> one(new org.apache.spark.mllib.linalg.VectorUDT()));
        assertMessage("array<array<double>>", () -> one(DataTypes.createArrayType(DOUBLES)));
    }

    private static void assertMessage(String expected, org.junit.jupiter.api.function.Executable action) {
        String message = assertThrows(IllegalArgumentException.class, action).getMessage();
        assertTrue(message.contains(expected), message);
    }
}
