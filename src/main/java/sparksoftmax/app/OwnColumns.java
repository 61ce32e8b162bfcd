package sparksoftmax.app;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.feature.StringIndexerModel;
import org.apache.spark.ml.param.Param;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The columns of rows that a pipeline did not add. */
final class OwnColumns {
    private static final Set<String> OUTPUTS = Set.of(
            "outputCol",
            "outputCols",
            "predictionCol",
            "probabilityCol",
            "rawPredictionCol",
            "predictionNameCol",
            "topKCol");

    private OwnColumns() {}

    /**
     * The names, in order, without the label.
     *
     * @param labelCol the label column of the classifier
     */
    static List<String> of(PipelineModel pipeline, Dataset<Row> predictions, String labelCol) {
        Set<String> others = new HashSet<>(Set.of(labelCol));
        for (Transformer stage : pipeline.stages()) {
            for (Param<?> param : stage.params()) {
                if (OUTPUTS.contains(param.name()) && stage.isDefined(param)) {
                    others.addAll(names(stage.getOrDefault(param)));
                }
            }
            if (stage instanceof StringIndexerModel indexer
                    && indexer.isDefined(indexer.outputCol())
                    && indexer.getOutputCol().equals(labelCol)) {
                others.add(indexer.getInputCol());
            }
        }
        List<String> own = new ArrayList<>(Arrays.asList(predictions.columns()));
        own.removeAll(others);
        return own;
    }

    private static List<String> names(Object value) {
        return value instanceof String[] several ? List.of(several) : List.of(value.toString());
    }
}
