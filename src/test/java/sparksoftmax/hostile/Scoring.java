package sparksoftmax.hostile;

import java.util.Arrays;
import org.apache.spark.ml.param.ParamMap;
import sparksoftmax.classification.SoftmaxClassificationModel;
import sparksoftmax.classification.SoftmaxClassifier;

/** Models for predictions of hostile rows. */
final class Scoring {
    private static final String[] OUTPUTS = {
        "", "p", "a.b", "`", "数", " ", "LABEL", "features", "label", "line\nbreak", "*", "P"
    };

    private Scoring() {}

    /** A model of a shape. */
    static SoftmaxClassificationModel base(Workspace workspace, int numClasses, int numFeatures) {
        return workspace.once("base " + numClasses + " x " + numFeatures, () -> new SoftmaxClassifier()
                .setMaxIter(3)
                .setRegParam(0.1)
                .fit(BaseModels.rows(workspace.spark(), 4 * numClasses, numClasses, numFeatures, false)));
    }

    static SoftmaxClassificationModel model(
            CaseRandom random, Workspace workspace, HostileTable table, StringBuilder description) {
        int numClasses = random.chance(0.8) ? Math.max(2, table.rows().numClasses()) : random.oneOf(1, 2, 6);
        int numFeatures = random.chance(0.9) ? Math.max(1, table.rows().numFeatures()) : random.oneOf(1, 2, 6);
        SoftmaxClassificationModel model =
                base(workspace, numClasses, numFeatures).copy(ParamMap.empty());
        SoftmaxClassifier columns = table.estimator();
        model.setFeaturesCol(columns.getFeaturesCol());
        model.set(model.labelCol(), columns.getLabelCol());
        if (columns.isSet(columns.weightCol())) {
            model.set(model.weightCol(), columns.getWeightCol());
        }
        model.setHandleInvalid(random.oneOf("keep", "skip", "error"));
        if (random.chance(0.3)) {
            model.setPredictionCol(random.oneOf(OUTPUTS));
            model.setProbabilityCol(random.oneOf(OUTPUTS));
            model.setRawPredictionCol(random.oneOf(OUTPUTS));
        }
        if (random.chance(0.3)) {
            double[] thresholds = new double[random.chance(0.1) ? numClasses + 1 : numClasses];
            Arrays.setAll(thresholds, k -> random.oneOf(0.1, 1.0, Double.MIN_VALUE, 1e-300));
            thresholds[0] = random.oneOf(0.0, 0.5, 1e308);
            model.setThresholds(thresholds);
        }
        if (random.chance(0.2)) {
            model.setPredictionNameCol(random.oneOf("name", "a.b", "prediction", "PREDICTION", "数"));
            if (random.chance(0.8)) {
                String[] names = new String[numClasses];
                Arrays.setAll(names, k -> random.oneOf("ü", "", "`", "😀", "\"") + k);
                model.setClassNames(names);
            }
        }
        description
                .append("; model ")
                .append(numClasses)
                .append(" x ")
                .append(numFeatures)
                .append(", handleInvalid ")
                .append(model.getHandleInvalid())
                .append(", outputs '")
                .append(model.getRawPredictionCol())
                .append("', '")
                .append(model.getProbabilityCol())
                .append("', '")
                .append(model.getPredictionCol())
                .append("', '")
                .append(model.isSet(model.predictionNameCol()) ? model.getPredictionNameCol() : "")
                .append("', thresholds ")
                .append(model.isSet(model.thresholds()) ? Arrays.toString(model.getThresholds()) : "none");
        return model;
    }
}
