package sparksoftmax.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.feature.IndexToString;
import org.apache.spark.ml.feature.StringIndexerModel;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.SparkSession;
import sparksoftmax.classification.SoftmaxClassificationModel;
import sparksoftmax.classification.SoftmaxSummary;
import sparksoftmax.storage.FileChecksums;
import sparksoftmax.storage.ModelFolder;
import sparksoftmax.storage.SavedText;
import sparksoftmax.table.Cells;
import sparksoftmax.table.ColumnKind;
import sparksoftmax.table.FeatureColumn;
import sparksoftmax.table.FileOptions;
import sparksoftmax.table.LabelColumn;
import sparksoftmax.table.Missing;
import sparksoftmax.table.TableColumns;

/**
 * A saved pipeline with a softmax model, and how tables are read for it.
 *
 * @param path where it is
 * @param pipeline the stages
 * @param columns the columns it reads
 * @param cells how values are read
 * @param missing what is done about missing values
 * @param settings what it was trained with; empty if it was not saved by this application
 */
record SavedModel(
        String path,
        PipelineModel pipeline,
        TableColumns columns,
        Cells cells,
        Missing missing,
        Optional<ModelSettings> settings) {

    /**
     * Loads a model.
     *
     * @throws IOException if there is none, or if it cannot be read
     */
    static SavedModel load(SparkSession spark, String path) throws IOException {
        try {
            ModelFolder folder = ModelFolder.of(path, spark.sparkContext().hadoopConfiguration());
            return folder.read(found -> load(spark, path, found));
        } catch (UncheckedIOException e) {
            // Messages of file systems, such as 'Connection refused', need not name the path.
            boolean named = String.valueOf(e.getCause().getMessage()).contains(path);
            throw named ? e.getCause() : new IOException("The model at '" + path + "' cannot be read", e.getCause());
        }
    }

    private static SavedModel load(SparkSession spark, String path, ModelFolder folder) {
        try {
            if (!folder.has("metadata")) {
                throw new IOException("There is no saved model at '" + path + "'");
            }
            FileChecksums.check(folder);
            Optional<ModelSettings> settings = ModelSettings.read(folder);
            PipelineModel pipeline = pipeline(spark, path, folder);
            // The tables of commands have labels, also where a program trained the model on distributions.
            SoftmaxClassificationModel model = softmaxModel(pipeline);
            if (model.isSet(model.labelDistributionCol())) {
                model.setLabelDistributionCol("");
            }
            return settings.map(known ->
                            new SavedModel(path, pipeline, known.columns(), known.cells(), known.missing(), settings))
                    .orElseGet(() -> new SavedModel(
                            path,
                            pipeline,
                            columns(pipeline),
                            new Cells(FileOptions.NULL_VALUES, '.'),
                            Missing.error,
                            settings));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The pipeline in a folder; a softmax model by itself becomes one of one stage. */
    private static PipelineModel pipeline(SparkSession spark, String path, ModelFolder folder) throws IOException {
        String className = className(folder);
        if (className.equals(SoftmaxClassificationModel.class.getName())) {
            SoftmaxClassificationModel model = SoftmaxClassificationModel.load(folder.toString());
            return new PipelineModel(model.uid(), List.of(model));
        }
        if (!className.equals(PipelineModel.class.getName())) {
            throw new IllegalArgumentException("The model at '" + path
                    + "' must be a pipeline saved by train, or a SoftmaxClassificationModel, but is a " + className
                    + ".");
        }
        try {
            return PipelineModel.read().session(spark).load(folder.toString());
        } catch (IllegalArgumentException e) {
            throw e;
        } catch (Exception e) {
            // Spark's exceptions for missing and damaged files have no common class, and some are checked ones.
            throw damaged(path, "one of its stages, or a class of one, is missing or cannot be read", e);
        }
    }

    private static String className(ModelFolder folder) throws IOException {
        try {
            return DefaultParamsReader.parseMetadata(SavedText.read(folder.files(), folder.resolve("metadata")), "")
                    .className();
        } catch (IOException | RuntimeException e) {
            throw damaged(folder.toString(), "its 'metadata' cannot be read", e);
        }
    }

    private static IOException damaged(String path, String fault, Exception cause) {
        return new IOException(
                "The model at '" + path + "' is damaged: " + fault
                        + ". Copy it again from where it came from, or train it again",
                cause);
    }

    /** The columns that the stages of a pipeline read: numbers, an assembled vector of numbers, or a vector. */
    private static TableColumns columns(PipelineModel pipeline) {
        SoftmaxClassificationModel model = softmaxModel(pipeline);
        List<FeatureColumn> features = new ArrayList<>();
        Optional<String[]> numbers = model.isDefined(model.featuresCols())
                ? Optional.of(model.getFeaturesCols())
                : stage(pipeline, VectorAssembler.class).map(VectorAssembler::getInputCols);
        numbers.ifPresentOrElse(
                names -> Arrays.stream(names)
                        .forEach(name -> features.add(new FeatureColumn(name, ColumnKind.numeric, 1, List.of()))),
                () -> features.add(
                        new FeatureColumn(model.getFeaturesCol(), ColumnKind.vector, model.numFeatures(), List.of())));
        Optional<StringIndexerModel> indexer = stage(pipeline, StringIndexerModel.class);
        List<String> names = classNames(pipeline);
        LabelColumn label = new LabelColumn(
                indexer.map(StringIndexerModel::getInputCol).orElseGet(model::getLabelCol),
                names,
                names.stream().map(name -> 0L).toList(),
                indexer.isEmpty());
        return new TableColumns(
                label,
                model.isDefined(model.weightCol()) ? model.getWeightCol() : null,
                null,
                features,
                List.of(),
                List.of(),
                Map.of());
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

    /** The softmax model. */
    SoftmaxClassificationModel softmaxModel() {
        return softmaxModel(pipeline);
    }

    /** This model with another softmax model in the place of its own. */
    SavedModel with(SoftmaxClassificationModel model) {
        SoftmaxClassificationModel own = softmaxModel();
        List<Transformer> stages = Arrays.stream(pipeline.stages())
                .map(stage -> stage == own ? model : stage)
                .toList();
        return new SavedModel(path, new PipelineModel(pipeline.uid(), stages), columns, cells, missing, settings);
    }

    /** The metrics of rows with labels, as the stages of the pipeline take them. */
    SoftmaxSummary evaluate(Dataset<?> rows) {
        return SoftmaxSummary.of(softmaxModel(), pipeline.transform(rows));
    }

    /** The names of the classes: those of the labels, or else the class indices. */
    List<String> classNames() {
        return classNames(pipeline);
    }

    static List<String> classNames(PipelineModel pipeline) {
        SoftmaxClassificationModel model = softmaxModel(pipeline);
        if (model.isDefined(model.labelNames())) {
            return List.of(model.getLabelNames());
        }
        return stage(pipeline, IndexToString.class)
                .map(stage -> List.of(stage.getLabels()))
                .orElseGet(() -> IntStream.range(0, model.numClasses())
                        .mapToObj(Integer::toString)
                        .toList());
    }

    private static <T extends Transformer> Optional<T> stage(PipelineModel pipeline, Class<T> type) {
        return Arrays.stream(pipeline.stages())
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst();
    }

    /** The names of the features; "feature j" for those without one. */
    List<String> featureNames() {
        SoftmaxClassificationModel model = softmaxModel();
        return model.isDefined(model.featureNames())
                ? List.of(model.getFeatureNames())
                : IntStream.range(0, model.numFeatures())
                        .mapToObj(j -> "feature " + j)
                        .toList();
    }
}
