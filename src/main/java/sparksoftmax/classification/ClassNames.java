package sparksoftmax.classification;

import java.util.Arrays;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.ml.param.shared.HasPredictionCol;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.Option;

/** The names of classes: in the metadata of a label column, where StringIndexer puts them, and in predictions. */
final class ClassNames {
    private ClassNames() {}

    /** The names in the metadata of a column; null if there are none. */
    static String[] of(StructField column) {
        if (!(Attribute.fromStructField(column) instanceof NominalAttribute nominal)) {
            return null;
        }
        Option<String[]> names = nominal.values();
        return names.isDefined() ? names.get() : null;
    }

    /**
     * A schema with a model's names in the metadata of its prediction column, for IndexToString, and with their column.
     */
    static StructType addTo(StructType schema, SoftmaxClassificationModel model) {
        StructType result = schema;
        if (model.isDefined(model.classNames()) && !model.getPredictionCol().isEmpty()) {
            String prediction = model.getPredictionCol();
            StructField named = NominalAttribute.defaultAttr()
                    .withName(prediction)
                    .withValues(model.getClassNames())
                    .toStructField();
            result = new StructType(Arrays.stream(schema.fields())
                    .map(field -> field.name().equals(prediction) ? named : field)
                    .toArray(StructField[]::new));
        }
        if (isWanted(model) && !model.isDefined(model.classNames())) {
            throw new IllegalArgumentException(
                    "predictionNameCol needs the names of the classes, but model " + model.uid()
                            + " has none: train on a label column with names in its metadata, as from StringIndexer, or set"
                            + " classNames.");
        }
        return addColumnTo(result, model);
    }

    /** A schema with the column of names, if one is asked for. */
    static <P extends SoftmaxClassifierParams & HasPredictionCol> StructType addColumnTo(StructType schema, P params) {
        if (!isWanted(params)) {
            return schema;
        }
        String column = params.getPredictionNameCol();
        if (params.getPredictionCol().isEmpty()) {
            throw new IllegalArgumentException(
                    "predictionNameCol needs a predictionCol, but that of " + params.uid() + " is empty.");
        }
        if (Arrays.asList(schema.fieldNames()).contains(column)) {
            throw new IllegalArgumentException("Output column " + column + " (predictionNameCol) already exists.");
        }
        return schema.add(column, DataTypes.StringType, false);
    }

    static boolean isWanted(SoftmaxClassifierParams params) {
        return params.isDefined(params.predictionNameCol())
                && !params.getPredictionNameCol().isEmpty();
    }

    /** The name of the class in a model's prediction column. */
    static Column named(SoftmaxClassificationModel model) {
        Column names = functions.array(
                Arrays.stream(model.getClassNames()).map(functions::lit).toArray(Column[]::new));
        Column index = functions.col(model.getPredictionCol()).cast(DataTypes.IntegerType);
        return functions.element_at(names, index.plus(1));
    }
}
