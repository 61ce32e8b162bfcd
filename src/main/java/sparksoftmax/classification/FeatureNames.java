package sparksoftmax.classification;

import java.util.Arrays;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.sql.types.StructField;
import scala.Option;

/** The names of features in the metadata of a vector column, where VectorAssembler puts them. */
final class FeatureNames {
    private FeatureNames() {}

    /** The names in the metadata of a vector column, empty for a feature without one; null if no feature has a name. */
    static String[] of(StructField column) {
        Option<Attribute[]> attributes = AttributeGroup.fromStructField(column).attributes();
        if (attributes.isEmpty()) {
            return null;
        }
        String[] names = Arrays.stream(attributes.get())
                .map(attribute ->
                        attribute.name().isDefined() ? attribute.name().get() : "")
                .toArray(String[]::new);
        return Arrays.stream(names).allMatch(String::isEmpty) ? null : names;
    }

    /**
     * Names as VectorAssembler gives them to the features of one of several columns: the name of the column, an
     * underscore, and the name in the metadata or else the index.
     *
     * @param plainName the name of the column
     * @param ofColumn the names in its metadata; null if there are none
     * @param size the number of features of the column
     */
    static String[] prefixed(String plainName, String[] ofColumn, int size) {
        String[] names = new String[size];
        Arrays.setAll(
                names,
                i -> plainName + "_"
                        + (ofColumn == null || i >= ofColumn.length || ofColumn[i].isEmpty() ? i : ofColumn[i]));
        return names;
    }
}
