package sparksoftmax.scoring;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import sparksoftmax.columns.FeatureColumns;
import sparksoftmax.compat.SparkLine;

/**
 * The output columns of a model. As in Spark's {@code ProbabilisticClassificationModel}, each is computed from the one
 * before it, if that is wanted, too. But the functions refer to the model, which is broadcast, instead of containing
 * it, so that a plan and its tasks are small whatever the size of the model.
 *
 * @param features the columns of features
 * @param rawPrediction the column of margins; empty if it is not wanted, as are the others
 * @param probability the column of probabilities
 * @param prediction the column of predicted classes
 * @param name the column of the names of predicted classes; it needs {@code prediction}
 * @param top the column of the most probable classes, of type {@link RowFunctions#TOP_CLASSES}
 * @param topK how many of them
 * @param invalid what becomes of rows with invalid features
 * @param choice how a class is chosen, and what the classes are called, which {@code name} needs
 */
public record Predictions(
        FeatureColumns features,
        String rawPrediction,
        String probability,
        String prediction,
        String name,
        String top,
        int topK,
        InvalidFeatures invalid,
        ClassChoice choice) {
    /**
     * A data set with the output columns.
     *
     * @param schema the schema of the result, which has the metadata of the columns
     * @param model the model that predicts
     */
    public Dataset<Row> addTo(Dataset<Row> dataset, StructType schema, BroadcastModel model) {
        RowFunctions ofRow = model.rowFunctions(dataset.sparkSession(), features, invalid, choice, topK);
        Column input = features.packed();
        Dataset<Row> result = dataset;
        if (invalid == InvalidFeatures.SKIP) {
            result = result.filter(call(RowFunction.ARE_VALID, ofRow, input));
        }
        if (!rawPrediction.isEmpty()) {
            result = with(result, schema, rawPrediction, call(RowFunction.MARGINS, ofRow, input));
        }
        if (!probability.isEmpty()) {
            Column column = rawPrediction.isEmpty()
                    ? call(RowFunction.PROBABILITIES, ofRow, input)
                    : call(RowFunction.SOFTMAX, ofRow, column(rawPrediction));
            result = with(result, schema, probability, column);
        }
        if (!prediction.isEmpty()) {
            result = with(result, schema, prediction, predicted(ofRow, input));
        }
        if (!name.isEmpty()) {
            result = with(result, schema, name, call(RowFunction.NAME, ofRow, column(prediction)));
        }
        if (!top.isEmpty()) {
            result = with(result, schema, top, topClasses(ofRow, input));
        }
        return result;
    }

    private Column topClasses(RowFunctions ofRow, Column input) {
        if (!probability.isEmpty()) {
            return call(RowFunction.TOP_OF_PROBABILITIES, ofRow, column(probability));
        }
        return rawPrediction.isEmpty()
                ? call(RowFunction.TOP_OF_FEATURES, ofRow, input)
                : call(RowFunction.TOP_OF_MARGINS, ofRow, column(rawPrediction));
    }

    private Column predicted(RowFunctions ofRow, Column input) {
        // With thresholds or costs it takes the probabilities, which are not to be computed twice.
        if (!probability.isEmpty() && (rawPrediction.isEmpty() || !choice.rule().isMostProbable())) {
            return call(RowFunction.PREDICT_PROBABILITIES, ofRow, column(probability));
        }
        return rawPrediction.isEmpty()
                ? call(RowFunction.PREDICT_FEATURES, ofRow, input)
                : call(RowFunction.PREDICT_MARGINS, ofRow, column(rawPrediction));
    }

    private static Column call(RowFunction function, RowFunctions ofRow, Column argument) {
        return SparkLine.column(new RowExpression(function, ofRow, SparkLine.expression(argument)));
    }

    /** The column with a name in which no character has a meaning. */
    private static Column column(String name) {
        return functions.col("`" + name.replace("`", "``") + "`");
    }

    private static Dataset<Row> with(Dataset<Row> dataset, StructType schema, String name, Column column) {
        return dataset.withColumn(name, column.as(name, schema.apply(name).metadata()));
    }
}
