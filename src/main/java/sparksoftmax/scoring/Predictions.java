package sparksoftmax.scoring;

import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The output columns of a model. As in Spark's {@code ProbabilisticClassificationModel}, each is computed from the one
 * before it, if that is wanted, too. But the functions refer to the model, which is broadcast, instead of containing
 * it, so that a plan and its tasks are small whatever the size of the model.
 *
 * @param features the column of features; it may be a field of a column
 * @param rawPrediction the column of margins; empty if it is not wanted, as are the others
 * @param probability the column of probabilities
 * @param prediction the column of predicted classes
 * @param name the column of the names of predicted classes; it needs {@code prediction}
 * @param invalid what becomes of rows with invalid features
 * @param thresholds the thresholds of the classes; null if the most probable class is predicted
 * @param classNames the names of the classes; null if {@code name} is not wanted
 */
public record Predictions(
        String features,
        String rawPrediction,
        String probability,
        String prediction,
        String name,
        InvalidFeatures invalid,
        double[] thresholds,
        String[] classNames) {
    /**
     * A data set with the output columns.
     *
     * @param schema the schema of the result, which has the metadata of the columns
     * @param model the model that predicts
     */
    public Dataset<Row> addTo(Dataset<Row> dataset, StructType schema, BroadcastModel model) {
        RowFunctions ofRow = model.rowFunctions(dataset.sparkSession(), features, invalid, thresholds, classNames);
        Column input = functions.col(features);
        Dataset<Row> result = dataset;
        if (invalid == InvalidFeatures.SKIP) {
            result = result.filter(call(InvalidFeatures::areValid, DataTypes.BooleanType, input));
        }
        if (!rawPrediction.isEmpty()) {
            result = with(result, schema, rawPrediction, vector(ofRow::margins, input));
        }
        if (!probability.isEmpty()) {
            Column column = rawPrediction.isEmpty()
                    ? vector(ofRow::probabilities, input)
                    : vector(RowFunctions::softmax, column(rawPrediction));
            result = with(result, schema, probability, column);
        }
        if (!prediction.isEmpty()) {
            result = with(result, schema, prediction, predicted(ofRow, input));
        }
        if (!name.isEmpty()) {
            UDF1<Double, String> named = ofRow::name;
            result = with(result, schema, name, call(named, DataTypes.StringType, column(prediction)));
        }
        return result;
    }

    private Column predicted(RowFunctions ofRow, Column input) {
        UDF1<Vector, Double> function;
        Column argument;
        if (!rawPrediction.isEmpty()) {
            function = ofRow::predictMargins;
            argument = column(rawPrediction);
        } else if (!probability.isEmpty()) {
            function = ofRow::predictProbabilities;
            argument = column(probability);
        } else {
            function = ofRow::predictFeatures;
            argument = input;
        }
        return call(function, DataTypes.DoubleType, argument);
    }

    private static Column vector(UDF1<Vector, Vector> function, Column argument) {
        return functions.udf(function, SQLDataTypes.VectorType()).apply(argument);
    }

    /** A column that is never null. */
    private static <T, R> Column call(UDF1<T, R> function, DataType type, Column argument) {
        return functions.udf(function, type).asNonNullable().apply(argument);
    }

    /** The column with a name in which no character has a meaning. */
    private static Column column(String name) {
        return functions.col("`" + name.replace("`", "``") + "`");
    }

    private static Dataset<Row> with(Dataset<Row> dataset, StructType schema, String name, Column column) {
        return dataset.withColumn(name, column.as(name, schema.apply(name).metadata()));
    }
}
