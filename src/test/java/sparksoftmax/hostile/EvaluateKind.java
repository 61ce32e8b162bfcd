package sparksoftmax.hostile;

import static sparksoftmax.hostile.WrongResultException.check;

import java.util.Arrays;
import java.util.List;
import sparksoftmax.classification.SoftmaxClassificationModel;
import sparksoftmax.classification.SoftmaxSummary;

/** Metrics of models on hostile rows. */
final class EvaluateKind implements Kind {
    /** The least probability of a label in the log loss, as MLlib has it. */
    private static final double LEAST = 1e-15;

    @Override
    public String title() {
        return "evaluate";
    }

    @Override
    public int share() {
        return 14;
    }

    @Override
    public Outcome run(CaseRandom random, Workspace workspace, StringBuilder description) {
        HostileTable table = new HostileTable(random, workspace.spark(), random.oneOf(Hostility.values()));
        description.append(table.facts());
        SoftmaxClassificationModel model = Scoring.model(random, workspace, table, description);
        SoftmaxSummary summary = model.evaluate(table.data());
        double accuracy = summary.accuracy();
        double logLoss = summary.logLoss();
        check(accuracy >= 0.0 && accuracy <= 1.0, "accuracy " + accuracy);
        check(logLoss >= 0.0 && logLoss <= -Math.log(LEAST) * 1.0001, "log loss " + logLoss);
        for (double metric : List.of(
                summary.weightedPrecision(),
                summary.weightedRecall(),
                summary.weightedFMeasure(),
                summary.weightedFalsePositiveRate())) {
            check(metric >= -1e-12 && metric <= 1.0 + 1e-12, "a metric is " + metric);
        }
        check(
                Arrays.stream(summary.confusionMatrix().toArray()).allMatch(Double::isFinite),
                "the confusion matrix is not finite");
        if (table.isGood() && !model.isSet(model.thresholds())) {
            plain(table, model, accuracy, logLoss);
        }
        return Outcome.correct();
    }

    private static void plain(HostileTable table, SoftmaxClassificationModel model, double accuracy, double logLoss) {
        PlainModel plain = new PlainModel(model.coefficientMatrix(), model.interceptVector());
        double weights = 0.0;
        double right = 0.0;
        double loss = 0.0;
        for (PlainRow row : table.rows().plain()) {
            if (row.label() >= plain.numClasses() || row.x().length != model.numFeatures()) {
                return;
            }
            double weight = table.isWeighted() ? row.weight() : 1.0;
            double[] z = plain.margins(row.x());
            int y = (int) row.label();
            weights += weight;
            right += Arrays.stream(z).max().orElseThrow() == z[y] ? weight : 0.0;
            double p = Math.exp(z[y] - PlainModel.logSumExp(z));
            loss -= weight * Math.log(Math.min(1.0 - LEAST, Math.max(LEAST, p)));
        }
        check(Math.abs(accuracy - right / weights) < 1e-9, "accuracy " + accuracy + ", not " + right / weights);
        check(Math.abs(logLoss - loss / weights) < 1e-9, "log loss " + logLoss + ", not " + loss / weights);
    }
}
