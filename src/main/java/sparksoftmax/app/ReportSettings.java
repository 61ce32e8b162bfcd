package sparksoftmax.app;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.param.Param;
import sparksoftmax.classification.SoftmaxClassificationModel;
import sparksoftmax.report.ReportData.Setting;

/** The Params of a model that a report names: those that have a value, without the names of classes and features. */
final class ReportSettings {
    private static final Set<String> NAMES = Set.of("labelNames", "featureNames", "classNames");
    private static final int LONGEST_VALUE = 200;

    private ReportSettings() {}

    static List<Setting> of(SoftmaxClassificationModel model) {
        return Arrays.stream(model.params())
                .filter(param -> model.isDefined(param) && !NAMES.contains(param.name()))
                .map(param -> setting(model, param))
                .toList();
    }

    private static Setting setting(SoftmaxClassificationModel model, Param<?> param) {
        return new Setting(param.name(), text(model.getOrDefault(param)), model.isSet(param), param.doc());
    }

    private static String text(Object value) {
        String text;
        if (value instanceof Object[] values) {
            text = Arrays.toString(values);
        } else if (value instanceof double[] values) {
            text = Arrays.toString(values);
        } else if (value instanceof Matrix matrix) {
            text = "matrix of " + matrix.numRows() + " x " + matrix.numCols();
        } else {
            text = String.valueOf(value);
        }
        return text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE) + "…";
    }
}
