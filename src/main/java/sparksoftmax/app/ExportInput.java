package sparksoftmax.app;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.feature.IndexToString;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import sparksoftmax.classification.SoftmaxClassificationModel;

/**
 * A saved model to export: the softmax model, and the stages of a pipeline around it, which exports leave out.
 *
 * @param model the softmax model
 * @param before the stages that rows pass before it
 * @param after the stages that rows pass after it
 */
record ExportInput(SoftmaxClassificationModel model, List<Transformer> before, List<Transformer> after) {
    private static final int MOST_NAMES = 5;

    /** The stages of a saved model. */
    static ExportInput of(SavedModel saved) {
        SoftmaxClassificationModel model = saved.softmaxModel();
        List<Transformer> stages = Arrays.asList(saved.pipeline().stages());
        int at = stages.indexOf(model);
        return new ExportInput(model, stages.subList(0, at), stages.subList(at + 1, stages.size()));
    }

    /** What an export in a format leaves out, a sentence each. */
    List<String> leftOut(ExportTarget target) {
        List<String> lines = new ArrayList<>();
        before.stream().filter(stage -> !makesLabel(stage)).forEach(stage -> lines.add("Left out: " + text(stage)));
        if (!lines.isEmpty()) {
            lines.add(
                    "The exported model takes the " + model.numFeatures() + " values of " + features() + order() + ".");
        }
        if (target == ExportTarget.pmml && model.isDefined(model.thresholds())) {
            lines.add("Left out: thresholds. The most probable class is predicted.");
        }
        if (target == ExportTarget.pmml && model.isDefined(model.costs())) {
            lines.add("Left out: costs. The most probable class is predicted.");
        }
        if (target == ExportTarget.spark) {
            lines.addAll(namesLeftOut());
        }
        if (!model.getHandleInvalid().equals("keep")) {
            lines.add("Left out: handleInvalid '" + model.getHandleInvalid()
                    + "'. Rows with values that are NaN or infinite get a prediction.");
        }
        after.stream().filter(stage -> !isNaming(stage)).forEach(stage -> lines.add("Left out: " + text(stage)));
        return lines;
    }

    private List<String> namesLeftOut() {
        List<String> lines = new ArrayList<>();
        if (model.isDefined(model.featuresCols())) {
            lines.add("Left out: featuresCols. The exported model takes the vectors of column '"
                    + model.getFeaturesCol() + "', which VectorAssembler makes of " + features() + ".");
        }
        if (model.isDefined(model.classNames()) || model.isDefined(model.labelNames())) {
            lines.add("Left out: names of classes. The prediction is the index of a class.");
        }
        if (model.isDefined(model.featureNames())) {
            lines.add("Left out: names of features.");
        }
        return lines;
    }

    private String features() {
        return model.isDefined(model.featuresCols())
                ? "columns " + quoted(List.of(model.getFeaturesCols()))
                : "column '" + model.getFeaturesCol() + "'";
    }

    private String order() {
        return model.isDefined(model.featureNames())
                ? ", in this order: " + quoted(List.of(model.getFeatureNames()))
                : "";
    }

    /** Names in quotes, only the first of many, so that a line can be read. */
    private static String quoted(List<String> names) {
        String first =
                names.stream().limit(MOST_NAMES).map(name -> "'" + name + "'").collect(Collectors.joining(", "));
        return names.size() > MOST_NAMES ? first + " and " + (names.size() - MOST_NAMES) + " more" : first;
    }

    /** Whether a stage only makes the column of labels, which predictions do not need. */
    private boolean makesLabel(Transformer stage) {
        return values(stage, "outputCol", "outputCols").equals(List.of(model.getLabelCol()));
    }

    /** Whether a stage only gives predicted classes their names, as exports with class names do. */
    private boolean isNaming(Transformer stage) {
        return stage instanceof IndexToString && values(stage, "inputCol").equals(List.of(model.getPredictionCol()));
    }

    private static String text(Transformer stage) {
        return stage.getClass().getSimpleName() + ", which makes " + columns(values(stage, "outputCol", "outputCols"))
                + " of " + columns(values(stage, "inputCol", "inputCols")) + ".";
    }

    private static String columns(List<String> names) {
        return (names.size() == 1 ? "column " : "columns ") + quoted(names);
    }

    /** The values of Params that name columns, of those that a stage has and are set. */
    private static List<String> values(Params stage, String... params) {
        List<String> values = new ArrayList<>();
        for (String name : params) {
            if (stage.hasParam(name)) {
                Param<?> param = stage.getParam(name);
                if (stage.isDefined(param)) {
                    Object value = stage.getOrDefault(param);
                    values.addAll(value instanceof String[] several ? List.of(several) : List.of((String) value));
                }
            }
        }
        return values;
    }
}
