package sparksoftmax.classification;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import org.apache.spark.ml.classification.TrainingSummary;
import sparksoftmax.training.TrainingResult;

/**
 * How training went, and how well the model predicts the training rows. The metrics of the predictions are computed by
 * a query that reads the training rows again when the first of them is requested, so a data set that gives other rows
 * each time has the metrics of other rows than those that were trained on. They are not available for a model that was
 * loaded. Immutable.
 */
public final class SoftmaxTrainingSummary extends SoftmaxSummary implements TrainingSummary {
    private static final long serialVersionUID = 1L;

    private static final String PENALTY_SELECTION = "penaltySelection";

    private final double[] objectiveHistory;
    private final double[] validationHistory;
    private final double stepSize;
    private final double trainingSeconds;
    private final boolean converged;
    private final String stopReason;
    private final PenaltySelection penaltySelection;

    SoftmaxTrainingSummary(TrainingResult result, double seconds, Supplier<Rows> rows) {
        super(rows);
        objectiveHistory = result.objectiveHistory();
        validationHistory = result.validationHistory();
        stepSize = result.stepSize();
        trainingSeconds = seconds;
        converged = result.stopReason().converged();
        stopReason = result.stopReason().sentence();
        penaltySelection = result.choice() == null ? null : PenaltySelection.of(result.choice());
    }

    /**
     * The objective (weighted mean loss plus penalty, in nats) before each pass over the data and after the last:
     * {@code totalIterations + 1} values.
     */
    @Override
    public double[] objectiveHistory() {
        return objectiveHistory.clone();
    }

    /**
     * The mean loss of the validation rows ({@code validationIndicatorCol}), in nats, before each pass and after the
     * last; empty if there are none. The model has the coefficients of the pass where this loss was lowest.
     */
    public double[] validationHistory() {
        return validationHistory.clone();
    }

    /** The number of passes over the training data. */
    @Override
    public int totalIterations() {
        return objectiveHistory.length - 1;
    }

    /**
     * The learning rate that was set, or else chosen from the data; NaN for solver l-bfgs, which has no learning rate.
     */
    public double stepSize() {
        return stepSize;
    }

    /** The duration of {@code fit} in seconds, including the time to read the rows. */
    public double trainingSeconds() {
        return trainingSeconds;
    }

    /** This summary as JSON, the form in which it is saved with the model. */
    public String toJson() {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("stopReason", stopReason).put("converged", converged).put("trainingSeconds", trainingSeconds);
        if (!Double.isNaN(stepSize)) {
            json.put("stepSize", stepSize);
        }
        ArrayNode objectives = json.putArray("objectiveHistory");
        Arrays.stream(objectiveHistory).forEach(objectives::add);
        ArrayNode validation = json.putArray("validationHistory");
        Arrays.stream(validationHistory).forEach(validation::add);
        if (penaltySelection != null) {
            penaltySelection.writeTo(json.putObject(PENALTY_SELECTION));
        }
        return json.toString();
    }

    /** The summary of a JSON text made by {@link #toJson}; it has no rows. */
    static SoftmaxTrainingSummary fromJson(String text) {
        try {
            return new SoftmaxTrainingSummary(new ObjectMapper().readTree(text));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The saved training summary is damaged: " + e.getOriginalMessage(), e);
        }
    }

    private SoftmaxTrainingSummary(JsonNode json) {
        super(null);
        objectiveHistory = numbers(json.path("objectiveHistory"));
        validationHistory = numbers(json.path("validationHistory"));
        stepSize = json.path("stepSize").asDouble(Double.NaN);
        trainingSeconds = json.path("trainingSeconds").asDouble(Double.NaN);
        converged = json.path("converged").asBoolean();
        stopReason = json.path("stopReason").asText();
        JsonNode selection = json.path(PENALTY_SELECTION);
        penaltySelection = selection.isMissingNode() ? null : PenaltySelection.of(selection);
    }

    private static double[] numbers(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .toArray();
    }

    /** Whether training stopped because the objective no longer improved, rather than at {@code maxIter}. */
    public boolean converged() {
        return converged;
    }

    /**
     * The penalties that {@link SoftmaxClassifierCV} has tried, and what cross-validation has found for each; empty for
     * a model of another estimator.
     */
    public Optional<PenaltySelection> penaltySelection() {
        return Optional.ofNullable(penaltySelection);
    }

    /** Why training stopped: a sentence. */
    public String stopReason() {
        return stopReason;
    }
}
