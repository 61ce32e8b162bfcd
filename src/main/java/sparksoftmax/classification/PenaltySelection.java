package sparksoftmax.classification;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import sparksoftmax.training.PenaltyChoice;
import sparksoftmax.training.PenaltyTrial;
import sparksoftmax.training.SelectionMetric;

/**
 * The penalties that {@link SoftmaxClassifierCV} has tried.
 *
 * @param metric the name of the metric by which one of them was chosen
 * @param numFolds the number of folds
 * @param tried all penalties, from strong to weak for each value of {@code elasticNetParams}
 */
public record PenaltySelection(String metric, int numFolds, List<TriedPenalty> tried) implements Serializable {
    static PenaltySelection of(PenaltyChoice choice) {
        SelectionMetric metric = choice.metric();
        return new PenaltySelection(
                metric.toString(),
                choice.chosenTrial().folds().size(),
                IntStream.range(0, choice.trials().size())
                        .mapToObj(i -> tried(choice.trials().get(i), metric, i == choice.chosen()))
                        .toList());
    }

    private static TriedPenalty tried(PenaltyTrial trial, SelectionMetric metric, boolean chosen) {
        return new TriedPenalty(
                trial.penalty().strength(),
                trial.penalty().l1Share(),
                trial.mean(metric),
                trial.standardError(metric),
                trial.mean(SelectionMetric.LOG_LOSS),
                trial.mean(SelectionMetric.ACCURACY),
                trial.isAbandoned(),
                chosen);
    }

    /** Whether the metric is better the larger it is. */
    public boolean isLargerBetter() {
        return SelectionMetric.named(metric).isBetter(1.0, 0.0);
    }

    /** The penalty that was chosen. */
    public TriedPenalty chosen() {
        return tried.stream().filter(TriedPenalty::chosen).findFirst().orElseThrow();
    }

    void writeTo(ObjectNode json) {
        json.put("metric", metric).put("numFolds", numFolds);
        ArrayNode array = json.putArray("tried");
        for (TriedPenalty penalty : tried) {
            ObjectNode node = array.addObject();
            node.put("regParam", penalty.regParam()).put("elasticNetParam", penalty.elasticNetParam());
            node.put("chosen", penalty.chosen()).put("abandoned", penalty.abandoned());
            // JSON has no NaN.
            if (!penalty.abandoned()) {
                node.put("metric", penalty.metric()).put("standardError", penalty.standardError());
                node.put("logLoss", penalty.logLoss()).put("accuracy", penalty.accuracy());
            }
        }
    }

    static PenaltySelection of(JsonNode json) {
        List<TriedPenalty> tried = new ArrayList<>();
        for (JsonNode node : json.path("tried")) {
            tried.add(new TriedPenalty(
                    node.path("regParam").asDouble(),
                    node.path("elasticNetParam").asDouble(),
                    node.path("metric").asDouble(Double.NaN),
                    node.path("standardError").asDouble(Double.NaN),
                    node.path("logLoss").asDouble(Double.NaN),
                    node.path("accuracy").asDouble(Double.NaN),
                    node.path("abandoned").asBoolean(),
                    node.path("chosen").asBoolean()));
        }
        return new PenaltySelection(
                json.path("metric").asText(), json.path("numFolds").asInt(), List.copyOf(tried));
    }
}
