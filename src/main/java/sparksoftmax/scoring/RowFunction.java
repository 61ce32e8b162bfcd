package sparksoftmax.scoring;

import java.util.function.BiFunction;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** The functions of {@link RowFunctions} that are columns: their types, and how they are called. */
enum RowFunction {
    ARE_VALID("areValid", null, DataTypes.BooleanType, (f, x) -> f.areValid(x)),
    MARGINS("margins", null, vector(), (f, x) -> f.margins(x)),
    PROBABILITIES("probabilities", null, vector(), (f, x) -> f.probabilities(x)),
    SOFTMAX("softmax", vector(), vector(), (f, x) -> f.softmax((InternalRow) x)),
    PREDICT_FEATURES("predictFeatures", null, DataTypes.DoubleType, (f, x) -> f.predictFeatures(x)),
    PREDICT_MARGINS("predictMargins", vector(), DataTypes.DoubleType, (f, x) -> f.predictMargins((InternalRow) x)),
    PREDICT_PROBABILITIES(
            "predictProbabilities", vector(), DataTypes.DoubleType, (f, x) -> f.predictProbabilities((InternalRow) x)),
    TOP_OF_FEATURES("topOfFeatures", null, RowFunctions.TOP_CLASSES, (f, x) -> f.topOfFeatures(x)),
    TOP_OF_MARGINS("topOfMargins", vector(), RowFunctions.TOP_CLASSES, (f, x) -> f.topOfMargins((InternalRow) x)),
    TOP_OF_PROBABILITIES(
            "topOfProbabilities", vector(), RowFunctions.TOP_CLASSES, (f, x) -> f.topOfProbabilities((InternalRow) x)),
    NAME("name", DataTypes.DoubleType, DataTypes.StringType, (f, x) -> f.name((Double) x));

    /** The name of the method of {@link RowFunctions}, which generated code calls. */
    final String method;

    /** The type of the argument; null for features, which may be of any type that their columns have. */
    final DataType argument;

    final DataType result;

    /** The same method, called where no code is generated. */
    final BiFunction<RowFunctions, Object, Object> call;

    RowFunction(String method, DataType argument, DataType result, BiFunction<RowFunctions, Object, Object> call) {
        this.method = method;
        this.argument = argument;
        this.result = result;
        this.call = call;
    }

    private static DataType vector() {
        return SQLDataTypes.VectorType();
    }
}
