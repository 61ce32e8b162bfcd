package sparksoftmax.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.HashingTF;
import org.apache.spark.ml.feature.IDF;
import org.apache.spark.ml.feature.Imputer;
import org.apache.spark.ml.feature.Normalizer;
import org.apache.spark.ml.feature.OneHotEncoder;
import org.apache.spark.ml.feature.RegexTokenizer;
import org.apache.spark.ml.feature.StringIndexerModel;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.feature.VectorAttributeRewriter;
import sparksoftmax.classification.SoftmaxClassifier;
import sparksoftmax.compat.ScalaCollections;

/**
 * The stages of Spark ML that make a label and a vector of features of typed rows. Names of the features in the vector
 * are those of the columns; of a categorical column, {@code column=value}.
 */
public final class TablePipeline {
    /** Between words stands anything but letters, digits and underscores of any script. */
    private static final String BETWEEN_WORDS = "[^\\p{L}\\p{N}_]+";

    private static final String LABEL_INDEX = "_label_index";
    private static final String FEATURES = "_features";

    private final TableColumns columns;
    private final HelperNames helpers;
    private final Missing missing;
    private final int textFeatures;
    private final List<PipelineStage> stages = new ArrayList<>();
    private final List<String> assembled = new ArrayList<>();
    private final List<String[]> renamed = new ArrayList<>();

    private TablePipeline(TableColumns columns, Missing missing, int textFeatures) {
        this.columns = columns;
        this.helpers = new HelperNames(columns);
        this.missing = missing;
        this.textFeatures = textFeatures;
    }

    /**
     * The stages, with the estimator as the last. Its label, features, weight and validation columns are set here, and
     * its class names unless they are set.
     *
     * @param missing what to do about missing values
     * @param textFeatures the number of features that the words of a text column are hashed to
     */
    public static PipelineStage[] stages(
            SoftmaxClassifier estimator, TableColumns columns, Missing missing, int textFeatures) {
        return new TablePipeline(columns, missing, textFeatures).build(estimator);
    }

    private PipelineStage[] build(SoftmaxClassifier estimator) {
        LabelColumn label = columns.label();
        if (label.indices()) {
            estimator.setLabelCol(label.name());
        } else {
            stages.add(new StringIndexerModel(
                            "labelIndexer", new String[][] {label.classes().toArray(new String[0])})
                    .setInputCol(label.name())
                    .setOutputCol(LABEL_INDEX));
            estimator.setLabelCol(LABEL_INDEX);
        }
        if (columns.weight() != null) {
            estimator.setWeightCol(columns.weight());
        }
        if (columns.validation() != null) {
            estimator.setValidationIndicatorCol(columns.validation());
        }
        fillAndEncode();
        for (FeatureColumn column : columns.features()) {
            switch (column.kind()) {
                case numeric, bool -> assembled.add(missing.fills() ? helpers.filled(column.name()) : column.name());
                case categorical -> assembled.add(helpers.encoded(column.name()));
                case text -> assembled.add(weighted(column.name()));
                case vector -> assembled.add(column.name());
            }
        }
        estimator.setFeaturesCol(features());
        stages.add(estimator);
        return stages.toArray(new PipelineStage[0]);
    }

    private void fillAndEncode() {
        List<String> numbers = new ArrayList<>(columns.names(ColumnKind.numeric));
        numbers.addAll(columns.names(ColumnKind.bool));
        if (missing.fills() && !numbers.isEmpty()) {
            stages.add(new Imputer()
                    .setStrategy(missing.name())
                    .setInputCols(numbers.toArray(new String[0]))
                    .setOutputCols(numbers.stream().map(helpers::filled).toArray(String[]::new)));
            numbers.forEach(name -> renamed.add(new String[] {helpers.filled(name), name}));
        }
        List<FeatureColumn> categorical = columns.features().stream()
                .filter(column -> column.kind() == ColumnKind.categorical)
                .toList();
        if (!categorical.isEmpty()) {
            String[] names = categorical.stream().map(FeatureColumn::name).toArray(String[]::new);
            String[] indices = Arrays.stream(names).map(helpers::index).toArray(String[]::new);
            String[][] values = categorical.stream()
                    .map(column -> column.values().toArray(new String[0]))
                    .toArray(String[][]::new);
            // "keep" gives other values an index of their own, the last, which the encoder leaves out: such rows have
            // 0 for every known value.
            stages.add(new StringIndexerModel("categoryIndexer", values)
                    .setInputCols(names)
                    .setOutputCols(indices)
                    .setHandleInvalid("keep"));
            stages.add(new OneHotEncoder()
                    .setInputCols(indices)
                    .setOutputCols(Arrays.stream(names).map(helpers::encoded).toArray(String[]::new)));
            for (String name : names) {
                renamed.add(new String[] {helpers.encoded(name) + "_", name + "="});
            }
        }
    }

    /** Adds the stages for a column of text and returns the name of the last one's column. */
    private String weighted(String name) {
        String words = helpers.words(name);
        String counts = helpers.counts(name);
        String rarity = helpers.rarity(name);
        String scaled = helpers.scaled(name);
        stages.add(new RegexTokenizer().setInputCol(name).setOutputCol(words).setPattern(BETWEEN_WORDS));
        stages.add(new HashingTF().setInputCol(words).setOutputCol(counts).setNumFeatures(textFeatures));
        stages.add(new IDF().setInputCol(counts).setOutputCol(rarity));
        stages.add(new Normalizer().setInputCol(rarity).setOutputCol(scaled).setP(2.0));
        return scaled;
    }

    /** The column with all features. */
    private String features() {
        boolean oneVector =
                assembled.size() == 1 && (columns.features().get(0).kind() == ColumnKind.vector || columns.onlyText());
        if (oneVector) {
            return assembled.get(0);
        }
        stages.add(new VectorAssembler()
                .setInputCols(assembled.toArray(new String[0]))
                .setOutputCol(FEATURES));
        if (!renamed.isEmpty()) {
            stages.add(new VectorAttributeRewriter(FEATURES, scalaMap(renamed)));
        }
        return FEATURES;
    }

    private static scala.collection.immutable.Map<String, String> scalaMap(Collection<String[]> pairs) {
        Map<String, String> map = new LinkedHashMap<>();
        pairs.forEach(pair -> map.put(pair[0], pair[1]));
        return ScalaCollections.asScala(map);
    }
}
