package sparksoftmax.app;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.feature.IndexToString;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.feature.StringIndexerModel;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import sparksoftmax.classification.SoftmaxClassificationModel;
import sparksoftmax.classification.SoftmaxClassifier;

/**
 * Builds a pipeline around the estimator. String labels are indexed in alphabetical order, and column
 * {@value #PREDICTED_LABEL} has the names of the predicted classes. Feature columns are assembled into a vector.
 */
final class TrainingPipeline {
    static final String PREDICTED_LABEL = "predictedLabel";
    private static final String LABEL_INDEX = "labelIndex";
    private static final String ASSEMBLED = "assembledFeatures";

    private TrainingPipeline() {}

    /**
     * The pipeline for a data set.
     *
     * @param estimator its label and features columns are set by this method
     * @param data all rows; string labels are indexed from them
     * @param label the name of the label column
     * @param features the names of the feature columns; if empty, the only vector column is used, or else all numeric
     *     columns
     */
    static Pipeline of(SoftmaxClassifier estimator, Dataset<Row> data, String label, List<String> features) {
        StructType schema = data.schema();
        List<PipelineStage> stages = new ArrayList<>();
        StringIndexerModel indexer = null;
        if (isText(field(schema, label))) {
            indexer = new StringIndexer()
                    .setInputCol(label)
                    .setOutputCol(unused(schema, LABEL_INDEX))
                    .setStringOrderType("alphabetAsc")
                    .fit(data);
            stages.add(indexer);
            estimator.setLabelCol(indexer.getOutputCol());
        } else {
            estimator.setLabelCol(label);
        }
        List<String> columns = features.isEmpty() ? defaultFeatures(schema, label, estimator) : features;
        if (columns.size() == 1 && isVector(field(schema, columns.get(0)))) {
            estimator.setFeaturesCol(columns.get(0));
        } else {
            columns.forEach(column -> field(schema, column));
            stages.add(new VectorAssembler()
                    .setInputCols(columns.toArray(new String[0]))
                    .setOutputCol(unused(schema, ASSEMBLED)));
            estimator.setFeaturesCol(unused(schema, ASSEMBLED));
        }
        stages.add(estimator);
        if (indexer != null) {
            stages.add(new IndexToString()
                    .setInputCol(estimator.getPredictionCol())
                    .setOutputCol(unused(schema, PREDICTED_LABEL))
                    .setLabels(indexer.labelsArray()[0]));
        }
        return new Pipeline().setStages(stages.toArray(new PipelineStage[0]));
    }

    /**
     * The softmax model in a pipeline.
     *
     * @throws IllegalArgumentException if there is none
     */
    static SoftmaxClassificationModel softmaxModel(PipelineModel pipeline) {
        return stage(pipeline, SoftmaxClassificationModel.class)
                .orElseThrow(() -> new IllegalArgumentException(
                        "The saved pipeline must have a SoftmaxClassificationModel, but has the stages "
                                + Arrays.toString(pipeline.stages())));
    }

    /** The names of the classes: the string labels, or else the class indices. */
    static List<String> classNames(PipelineModel pipeline) {
        int numClasses = softmaxModel(pipeline).numClasses();
        return stage(pipeline, IndexToString.class)
                .map(names -> List.of(names.getLabels()))
                .orElseGet(() -> java.util.stream.IntStream.range(0, numClasses)
                        .mapToObj(Integer::toString)
                        .toList());
    }

    private static <T extends Transformer> java.util.Optional<T> stage(PipelineModel pipeline, Class<T> type) {
        return Arrays.stream(pipeline.stages())
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst();
    }

    private static List<String> defaultFeatures(StructType schema, String label, SoftmaxClassifier estimator) {
        List<StructField> candidates = Arrays.stream(schema.fields())
                .filter(field -> !field.name().equals(label))
                .filter(field -> !estimator.isDefined(estimator.weightCol())
                        || !field.name().equals(estimator.getWeightCol()))
                .toList();
        List<String> vectors =
                names(candidates.stream().filter(TrainingPipeline::isVector).toList());
        if (vectors.size() == 1) {
            return vectors;
        }
        List<String> numbers = names(candidates.stream()
                .filter(field -> field.dataType() instanceof NumericType)
                .toList());
        if (numbers.isEmpty()) {
            throw new IllegalArgumentException(
                    "Features must be one vector column or numeric columns, but the columns are "
                            + String.join(", ", schema.fieldNames()) + ": name them with --features.");
        }
        return numbers;
    }

    private static List<String> names(List<StructField> fields) {
        return fields.stream().map(StructField::name).toList();
    }

    private static boolean isText(StructField field) {
        return field.dataType() instanceof StringType || field.dataType() instanceof BooleanType;
    }

    private static boolean isVector(StructField field) {
        return field.dataType().equals(SQLDataTypes.VectorType());
    }

    private static StructField field(StructType schema, String name) {
        return Arrays.stream(schema.fields())
                .filter(field -> field.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Column '" + name
                        + "' does not exist. The input has the columns " + String.join(", ", schema.fieldNames())));
    }

    /** The given column name, extended so that the input has no column of that name. */
    private static String unused(StructType schema, String name) {
        String candidate = name;
        while (Arrays.asList(schema.fieldNames()).contains(candidate)) {
            candidate = candidate + "_";
        }
        return candidate;
    }
}
