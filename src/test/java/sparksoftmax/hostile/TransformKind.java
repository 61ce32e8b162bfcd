package sparksoftmax.hostile;

import static sparksoftmax.hostile.WrongResultException.check;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import sparksoftmax.classification.SoftmaxClassificationModel;

/** Predictions of hostile rows, with hostile names of output columns and thresholds. */
final class TransformKind implements Kind {
    @Override
    public String title() {
        return "transform";
    }

    @Override
    public int share() {
        return 16;
    }

    @Override
    public Outcome run(CaseRandom random, Workspace workspace, StringBuilder description) {
        HostileTable table = new HostileTable(random, workspace.spark(), random.oneOf(Hostility.values()));
        description.append(table.facts());
        SoftmaxClassificationModel model = Scoring.model(random, workspace, table, description);
        Dataset<Row> predicted = model.transform(table.data());
        try {
            if (model.getProbabilityCol().isEmpty() || model.getPredictionCol().isEmpty()) {
                predicted.collectAsList();
            } else {
                ModelCheck.predictions(
                        model,
                        predicted,
                        model.getFeaturesCol(),
                        model.isDefined(model.thresholds()) ? model.getThresholds() : null);
            }
            long rows = predicted.count();
            check(
                    model.getHandleInvalid().equals("skip")
                            || rows == table.rows().rows().size(),
                    rows + " rows came out");
        } catch (WrongResultException e) {
            throw e;
        } catch (Exception e) {
            return ClearErrors.ofQuery(e);
        }
        return Outcome.correct();
    }
}
