package sparksoftmax.classification;

import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import sparksoftmax.rows.RowChecks;

/**
 * The labels of predicted rows, as expressions: those of a label column, or the classes of the largest numbers in a
 * column of distributions q over the classes.
 *
 * @param column the column, as Spark resolves the name
 * @param areDistributions whether it has distributions
 */
record EvaluatedLabels(String column, boolean areDistributions) {
    /** Smaller probabilities are replaced by this one before the logarithm is taken. */
    private static final double LEAST_PROBABILITY = 1e-15;

    static EvaluatedLabels of(SoftmaxClassifierParams params) {
        String distributions = FitParams.distributionCol(params);
        return distributions.isEmpty()
                ? new EvaluatedLabels(params.getLabelCol(), false)
                : new EvaluatedLabels(distributions, true);
    }

    /**
     * The label of a row, as a double; null if it has none.
     *
     * @param predictions the predicted rows
     * @param probabilities the probabilities of a row, as an array
     */
    Column label(Dataset<Row> predictions, Column probabilities) {
        if (!areDistributions) {
            return functions.col(column).cast("double");
        }
        Column q = distribution(predictions);
        Column valid = functions
                .size(q)
                .equalTo(functions.size(probabilities))
                // NaN is larger than any number.
                .and(functions.forall(q, share -> share.geq(0.0).and(share.lt(Double.POSITIVE_INFINITY))))
                .and(functions.abs(sum(q).minus(1.0)).leq(RowChecks.LARGEST_DEVIATION));
        Column largest = functions.array_position(q, functions.array_max(q)).minus(1);
        return functions.when(valid, largest).cast("double");
    }

    /** The loss of a row: -log p_y, or -Σ_k q_k log p_k. */
    Column loss(Dataset<Row> predictions, Column probabilities) {
        if (areDistributions) {
            Column q = distribution(predictions);
            Column losses = functions.zip_with(q, probabilities, (share, p) -> share.multiply(minusLog(p)));
            return sum(losses).divide(sum(q));
        }
        Column label = functions.col(column).cast("double");
        // Null for labels that are no index of the probabilities; their probability is 0.
        Column index =
                functions.when(label.between(0, Integer.MAX_VALUE), label).cast("int");
        return minusLog(functions.coalesce(functions.get(probabilities, index), functions.lit(0.0)));
    }

    private static Column minusLog(Column probability) {
        return functions.negate(functions.log(functions.greatest(probability, functions.lit(LEAST_PROBABILITY))));
    }

    private static Column sum(Column array) {
        return functions.aggregate(array, functions.lit(0.0), (total, value) -> total.plus(value));
    }

    private Column distribution(Dataset<Row> predictions) {
        Column distributions = functions.col(column);
        boolean vectors = predictions
                .select(distributions)
                .schema()
                .fields()[0]
                .dataType()
                .equals(SQLDataTypes.VectorType());
        return vectors
                ? org.apache.spark.ml.functions.vector_to_array(distributions, "float64")
                : distributions.cast("array<double>");
    }
}
