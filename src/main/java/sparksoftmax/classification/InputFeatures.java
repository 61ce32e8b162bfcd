package sparksoftmax.classification;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.util.MetadataUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.Option;
import sparksoftmax.columns.FeatureColumns;
import sparksoftmax.columns.NamedColumn;

/**
 * The columns of features that Params name: those of {@code featuresCols} if it is set, or else that of
 * {@code featuresCol}.
 */
final class InputFeatures {
    private static final int UNKNOWN = -1;

    private final List<NamedColumn> names;
    private final boolean several;

    /** @throws IllegalArgumentException if {@code featuresCol} is null and counts; Spark's setter accepts that */
    InputFeatures(SoftmaxClassifierParams params) {
        several = params.isDefined(params.featuresCols());
        names = several
                ? Arrays.stream(params.getFeaturesCols())
                        .map(name -> new NamedColumn("featuresCols", name))
                        .toList()
                : List.of(new NamedColumn("featuresCol", params.getFeaturesCol()));
    }

    /**
     * The columns as a data set has them.
     *
     * @throws IllegalArgumentException if it does not have one of them, or several columns have its name
     */
    Found in(Dataset<?> dataset) {
        return new Found(NamedColumn.allIn(names, dataset));
    }

    /**
     * The columns as a schema has them.
     *
     * @throws IllegalArgumentException as {@link #in(Dataset)}
     */
    Found in(StructType schema, boolean caseSensitive) {
        return new Found(
                names.stream().map(name -> name.in(schema, caseSensitive)).toList());
    }

    /** The columns with their types and metadata. */
    final class Found {
        private final List<StructField> fields;

        private Found(List<StructField> fields) {
            this.fields = fields;
        }

        /** @throws IllegalArgumentException if features cannot be read from a column of its type */
        FeatureColumns columns() {
            return several
                    ? FeatureColumns.ofSeveral(names, fields)
                    : FeatureColumns.ofOne(names.get(0), fields.get(0));
        }

        /**
         * The names of the features, empty for a feature without one; null if they are not known. Features of several
         * columns have the names that VectorAssembler gives them.
         *
         * @param numFeatures the number of all features; -1 if it is not known
         */
        String[] featureNames(int numFeatures) {
            if (!several) {
                return isVector(0) ? names.get(0).metadata(fields.get(0), FeatureNames::of) : null;
            }
            int[] sizes = sizes(numFeatures);
            return Arrays.stream(sizes).anyMatch(size -> size == UNKNOWN)
                    ? null
                    : IntStream.range(0, sizes.length)
                            .mapToObj(i -> featureNames(i, sizes[i]))
                            .flatMap(Stream::of)
                            .toArray(String[]::new);
        }

        private String[] featureNames(int i, int size) {
            String name = names.get(i).plainName();
            if (FeatureColumns.isNumber(fields.get(i).dataType())) {
                return new String[] {name};
            }
            String[] ofColumn = isVector(i) ? names.get(i).metadata(fields.get(i), FeatureNames::of) : null;
            return FeatureNames.prefixed(name, ofColumn, size);
        }

        /** The numbers of features of the columns; a single one that no metadata tell follows from that of all. */
        private int[] sizes(int numFeatures) {
            int[] sizes = IntStream.range(0, fields.size()).map(this::size).toArray();
            int[] unknown = IntStream.range(0, sizes.length)
                    .filter(i -> sizes[i] == UNKNOWN)
                    .toArray();
            if (unknown.length == 1 && numFeatures >= 0) {
                sizes[unknown[0]] = numFeatures
                        - Arrays.stream(sizes).filter(size -> size != UNKNOWN).sum();
            }
            return sizes;
        }

        private int size(int i) {
            if (FeatureColumns.isNumber(fields.get(i).dataType())) {
                return 1;
            }
            Option<Object> declared =
                    isVector(i) ? names.get(i).metadata(fields.get(i), MetadataUtils::getNumFeatures) : Option.empty();
            return declared.isDefined() ? (Integer) declared.get() : UNKNOWN;
        }

        private boolean isVector(int i) {
            return fields.get(i).dataType().equals(SQLDataTypes.VectorType());
        }

        /** The number of features; the first row tells where metadata do not. */
        long numFeatures(Dataset<?> dataset) {
            return IntStream.range(0, fields.size())
                    .mapToLong(i -> size(i) == UNKNOWN ? sizeInFirstRow(i, dataset) : size(i))
                    .sum();
        }

        private int sizeInFirstRow(int i, Dataset<?> dataset) {
            Object first = dataset.select(names.get(i).column()).first().get(0);
            return first instanceof Vector vector ? vector.size() : ((scala.collection.Seq<?>) first).size();
        }
    }
}
