package sparksoftmax.columns;

import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** The types of columns in which features can be read. */
enum PartType {
    VECTOR("vector", SQLDataTypes.VectorType()) {
        @Override
        FeatureVector read(Object value) {
            return VectorFeatures.ofStruct((InternalRow) value);
        }
    },
    DOUBLES("array", DataTypes.createArrayType(DataTypes.DoubleType)) {
        @Override
        FeatureVector read(Object value) {
            return NumberFeatures.ofDoubles((ArrayData) value);
        }
    },
    FLOATS("array", DataTypes.createArrayType(DataTypes.FloatType)) {
        @Override
        FeatureVector read(Object value) {
            return NumberFeatures.ofFloats((ArrayData) value);
        }
    };

    /** What a value is called in messages. */
    final String noun;

    /** The type in Spark SQL; elements of arrays may be null. */
    final DataType dataType;

    PartType(String noun, DataType dataType) {
        this.noun = noun;
        this.dataType = dataType;
    }

    /** The features in a value of the type, in Spark's internal form, which is not null. */
    abstract FeatureVector read(Object value);
}
