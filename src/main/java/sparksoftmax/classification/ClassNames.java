package sparksoftmax.classification;

import java.util.Arrays;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.Option;

/**
 * The names of classes: in the metadata of a label column, where StringIndexer puts them, and in the columns of
 * predictions.
 */
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
     * The schema of a model's predictions: a schema with the names of the classes, if the model has them, in the
     * metadata of the prediction column, for IndexToString, and with the column of names, if one is wanted.
     *
     * @throws IllegalArgumentException if a column of names is wanted, but the model has no names, or no prediction
     *     column, or the column exists already
     */
    static StructType addTo(StructType schema, SoftmaxClassifierParams params) {
        boolean known = params.isDefined(params.classNames());
        if (isWanted(params) && !known) {
            throw new IllegalArgumentException(
                    "predictionNameCol needs the names of the classes, but this model has none: train on a label column"
                            + " with names in its metadata, as from StringIndexer, or set classNames.");
        }
        StructType named = known && !params.getPredictionCol().isEmpty()
                ? withMetadata(schema, params.getPredictionCol(), params.getClassNames())
                : schema;
        return addColumnTo(named, params);
    }

    private static StructType withMetadata(StructType schema, String column, String[] names) {
        StructField named = NominalAttribute.defaultAttr()
                .withName(column)
                .withValues(names)
                .toStructField();
        return new StructType(Arrays.stream(schema.fields())
                .map(field -> field.name().equals(column) ? named : field)
                .toArray(StructField[]::new));
    }

    /**
     * A schema with the column of names, if one is wanted.
     *
     * @throws IllegalArgumentException if there is no prediction column, or the column of names exists already
     */
    static StructType addColumnTo(StructType schema, SoftmaxClassifierParams params) {
        if (!isWanted(params)) {
            return schema;
        }
        String column = params.getPredictionNameCol();
        if (params.getPredictionCol().isEmpty()) {
            throw new IllegalArgumentException("predictionNameCol needs a predictionCol, but predictionCol is empty.");
        }
        if (Arrays.asList(schema.fieldNames()).contains(column)) {
            throw new IllegalArgumentException("Output column " + column + " (predictionNameCol) already exists.");
        }
        return schema.add(column, DataTypes.StringType, false);
    }

    /** Whether Params ask for a column of names. */
    static boolean isWanted(SoftmaxClassifierParams params) {
        return params.isDefined(params.predictionNameCol())
                && !params.getPredictionNameCol().isEmpty();
    }
}
