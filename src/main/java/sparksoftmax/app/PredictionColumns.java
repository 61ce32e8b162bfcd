package sparksoftmax.app;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.feature.IndexToString;
import org.apache.spark.ml.feature.StringIndexerModel;
import org.apache.spark.ml.functions;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import sparksoftmax.classification.SoftmaxClassificationModel;
import sparksoftmax.table.Table;
import sparksoftmax.table.TypedRows;

/** The columns that predictions are written with: those of the input, the class, and probabilities. */
final class PredictionColumns {
    private static final String PROBABILITIES = "_probabilities";
    private static final String TOP_CLASSES = "_topClasses";

    private final SavedModel saved;
    private final Table table;
    private final WrittenValues values;
    private final Integer topK;
    private final boolean withProblem;

    /**
     * @param values how the values of the input are written
     * @param topK how many classes to name; null for a probability of each class
     * @param withProblem whether to write why a row could not be used
     */
    PredictionColumns(SavedModel saved, Table table, WrittenValues values, Integer topK, boolean withProblem) {
        this.saved = saved;
        this.table = table;
        this.values = values;
        this.topK = topK;
        this.withProblem = withProblem;
    }

    /** The rows to write, in the order of the input. */
    Dataset<Row> of(Dataset<Row> typed) {
        SoftmaxClassificationModel model = saved.softmaxModel();
        Dataset<Row> predicted = withoutLabels()
                .transform(typed)
                .withColumn(PROBABILITIES, functions.vector_to_array(column(model.getProbabilityCol()), "float64"));
        List<String> classes = saved.classNames();
        Column names = org.apache.spark.sql.functions.lit(classes.toArray(new String[0]));
        Column usable = column(TypedRows.PROBLEM).isNull();
        Set<String> used = new HashSet<>();
        List<Column> columns = new ArrayList<>();
        for (StructField field : table.columns()) {
            used.add(field.name().toLowerCase(Locale.ROOT));
            Column value = column(TypedRows.INPUT).getField(field.name());
            columns.add(values.of(field, value).as(field.name()));
        }
        columns.add(when(usable, named(names, column(model.getPredictionCol()).cast("int")))
                .as(unused("prediction", used)));
        if (topK == null) {
            IntStream.range(0, classes.size())
                    .forEach(k -> columns.add(when(usable, column(PROBABILITIES).getItem(k))
                            .as(unused("probability_" + classes.get(k), used))));
        } else {
            for (int place = 0; place < Math.min(topK, classes.size()); place++) {
                Column top = column(TOP_CLASSES).getItem(place);
                String name = "top" + (place + 1);
                columns.add(when(usable, named(names, top.getField("class"))).as(unused(name, used)));
                columns.add(when(usable, top.getField("probability")).as(unused(name + "_probability", used)));
            }
        }
        if (withProblem) {
            columns.add(column(TypedRows.PROBLEM).as(unused("problem", used)));
        }
        return predicted.select(columns.toArray(new Column[0]));
    }

    /** The name of a class, by its index. */
    private static Column named(Column names, Column k) {
        return org.apache.spark.sql.functions.element_at(names, k.plus(1));
    }

    private static Column when(Column condition, Column value) {
        return org.apache.spark.sql.functions.when(condition, value);
    }

    private static Column column(String name) {
        return org.apache.spark.sql.functions.col("`" + name + "`");
    }

    /** A name that no other column of the output has. */
    private static String unused(String name, Set<String> used) {
        String candidate = name;
        while (!used.add(candidate.toLowerCase(Locale.ROOT))) {
            candidate = candidate + "_";
        }
        return candidate;
    }

    /** The model, which gives the most probable classes only if they are asked for. */
    private SoftmaxClassificationModel predicting() {
        SoftmaxClassificationModel model = saved.softmaxModel().copy(ParamMap.empty());
        return topK == null
                ? model.setTopKCol("")
                : model.setTopKCol(TOP_CLASSES).setTopK(topK);
    }

    /** The stages that predictions need: not those that index labels, nor those that name them. */
    private PipelineModel withoutLabels() {
        String label = saved.columns().label().name();
        List<Transformer> stages = Arrays.stream(saved.pipeline().stages())
                .filter(stage -> !(stage instanceof IndexToString))
                .filter(stage -> !(stage instanceof StringIndexerModel indexer
                        && indexer.isSet(indexer.inputCol())
                        && indexer.getInputCol().equals(label)))
                .map(stage -> stage == saved.softmaxModel() ? predicting() : stage)
                .toList();
        return new PipelineModel(saved.pipeline().uid(), stages);
    }
}
