package sparksoftmax.classification;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.util.SchemaUtils$;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import sparksoftmax.columns.NamedColumn;
import sparksoftmax.scoring.RowFunctions;

/**
 * The names of output columns. Spark's classes refuse an output column that exists already, but only if the names are
 * the same letter by letter. Where upper and lower case are the same for Spark SQL, a column with such a name would
 * still be overwritten.
 */
final class OutputColumns {
    private OutputColumns() {}

    /**
     * Checks that no output column has the name of another column except for upper and lower case.
     *
     * @param schema the columns that exist
     * @param caseSensitive whether upper and lower case are different ({@code spark.sql.caseSensitive})
     * @throws IllegalArgumentException if one has, or is null
     */
    static void check(StructType schema, SoftmaxClassifierParams params, boolean caseSensitive) {
        Map<String, String> outputs = names(params);
        if (caseSensitive) {
            return;
        }
        List<String> existing = new ArrayList<>(Arrays.asList(schema.fieldNames()));
        outputs.forEach((param, name) -> {
            for (String other : existing) {
                if (name.equalsIgnoreCase(other) && !name.equals(other)) {
                    throw new IllegalArgumentException("Output column " + name + " (" + param
                            + ") already exists as column " + other
                            + ", since upper and lower case are the same: choose another name, or set"
                            + " spark.sql.caseSensitive to true.");
                }
            }
            existing.add(name);
        });
    }

    /**
     * A schema with the output columns that Spark's classes add. Spark's own method accepts only a single vector column
     * of features.
     *
     * @throws IllegalArgumentException if columns are missing or of the wrong type, or an output column exists already
     */
    static StructType addTo(StructType schema, SoftmaxClassifierParams params, boolean fitting) {
        new InputFeatures(params)
                .in(schema, SQLConf.get().caseSensitiveAnalysis())
                .columns();
        if (fitting) {
            String distributions = FitParams.distributionCol(params);
            if (distributions.isEmpty()) {
                checkNumeric(schema, params.getLabelCol());
            } else {
                NamedColumn column = new NamedColumn("labelDistributionCol", distributions);
                TargetColumn.distributions(
                        column, column.in(schema, SQLConf.get().caseSensitiveAnalysis()));
            }
            if (params.isDefined(params.weightCol()) && !params.getWeightCol().isEmpty()) {
                checkNumeric(schema, params.getWeightCol());
            }
        }
        StructType predicted = append(schema, params.getPredictionCol(), DataTypes.DoubleType);
        StructType withMargins = append(predicted, params.getRawPredictionCol(), SQLDataTypes.VectorType());
        return append(withMargins, params.getProbabilityCol(), SQLDataTypes.VectorType());
    }

    /**
     * A schema with the column of the most probable classes, if one is wanted.
     *
     * @throws IllegalArgumentException if it exists already
     */
    static StructType addTopK(StructType schema, SoftmaxClassifierParams params) {
        return append(schema, topK(params), RowFunctions.TOP_CLASSES);
    }

    /** The name of the column of the most probable classes; empty if it is not wanted. */
    static String topK(SoftmaxClassifierParams params) {
        return params.isDefined(params.topKCol()) ? params.getTopKCol() : "";
    }

    private static void checkNumeric(StructType schema, String column) {
        SchemaUtils$.MODULE$.checkNumericType(schema, column, "");
    }

    private static StructType append(StructType schema, String column, DataType type) {
        return SchemaUtils$.MODULE$.appendColumn(schema, column, type, false);
    }

    /** @throws IllegalArgumentException if the name of an output column is null */
    static void checkNames(SoftmaxClassifierParams params) {
        names(params);
    }

    /**
     * The names of the output columns that are wanted, by Param.
     *
     * @throws IllegalArgumentException if one is null; Spark's setters accept that
     */
    private static Map<String, String> names(SoftmaxClassifierParams params) {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("rawPredictionCol", params.getRawPredictionCol());
        names.put("probabilityCol", params.getProbabilityCol());
        names.put("predictionCol", params.getPredictionCol());
        names.put("predictionNameCol", ClassNames.isWanted(params) ? params.getPredictionNameCol() : "");
        names.put("topKCol", topK(params));
        names.forEach((param, name) -> {
            if (name == null) {
                throw new IllegalArgumentException("Parameter " + param
                        + " must be a column name, or empty if the column is not wanted, but is null.");
            }
        });
        names.values().removeIf(String::isEmpty);
        return names;
    }
}
