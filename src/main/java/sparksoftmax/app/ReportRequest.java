package sparksoftmax.app;

import java.util.List;
import org.apache.spark.ml.PipelineModel;
import sparksoftmax.classification.SoftmaxSummary;
import sparksoftmax.report.ReportData.Tuning;
import sparksoftmax.table.ReachableFiles;

/**
 * What a report is to be made of.
 *
 * @param title the heading
 * @param trainedOn the name of the training data, if the model was trained just now; else null
 * @param evaluatedOn what the evaluated rows are called
 * @param pipeline the fitted pipeline
 * @param classNames the names of the model's classes
 * @param evaluated the summary of the evaluated rows' predictions by the whole pipeline; that of the training itself if
 *     the training rows are evaluated
 * @param tuning the settings that were compared; null if none were
 */
record ReportRequest(
        String title,
        String trainedOn,
        String evaluatedOn,
        PipelineModel pipeline,
        List<String> classNames,
        SoftmaxSummary evaluated,
        Tuning tuning) {
    /** The name of a file or folder without the path to it: a heading. */
    static String fileName(String path) {
        String name = ReachableFiles.path(path).getName();
        return name.isEmpty() ? path : name;
    }
}
