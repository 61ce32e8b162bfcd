package sparksoftmax.hostile;

import static sparksoftmax.hostile.WrongResultException.check;

import sparksoftmax.classification.SoftmaxClassificationModel;
import sparksoftmax.classification.SoftmaxClassifier;

/** Models whose training is continued on hostile rows. */
final class PartialFitKind implements Kind {
    @Override
    public String title() {
        return "partialFit";
    }

    @Override
    public int share() {
        return 12;
    }

    @Override
    public Outcome run(CaseRandom random, Workspace workspace, StringBuilder description) {
        HostileTable table = new HostileTable(random, workspace.spark(), random.oneOf(Hostility.values()));
        int numClasses = random.chance(0.8) ? Math.max(2, table.rows().numClasses()) : random.oneOf(1, 2, 6);
        int numFeatures = random.chance(0.8) ? Math.max(1, table.rows().numFeatures()) : random.oneOf(1, 2, 6);
        description
                .append(table.facts())
                .append("; model ")
                .append(numClasses)
                .append(" x ")
                .append(numFeatures);
        SoftmaxClassificationModel model =
                Scoring.base(workspace, numClasses, numFeatures).copy(org.apache.spark.ml.param.ParamMap.empty());
        SoftmaxClassifier columns = table.estimator();
        for (org.apache.spark.ml.param.Param<?> param : columns.params()) {
            if (columns.isSet(param) && model.hasParam(param.name())) {
                model.set(param.name(), columns.getOrDefault(param));
            }
        }
        model.set(model.solver(), random.oneOf("auto", "l-bfgs", "sgd", "localSgd"));
        SoftmaxClassificationModel found = model.partialFit(table.data());
        boolean nothingToTrainOn = table.rows().plain().stream().allMatch(row -> row.weight() == 0.0);
        check(!table.isBadInput() || nothingToTrainOn, "bad rows or columns were accepted");
        check(found.numClasses() == numClasses && found.numFeatures() == numFeatures, "another shape");
        ModelCheck.model(found, found.getSolver().equals("l-bfgs") && !nothingToTrainOn);
        return Outcome.correct();
    }
}
