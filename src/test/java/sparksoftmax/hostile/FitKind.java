package sparksoftmax.hostile;

import static sparksoftmax.hostile.WrongResultException.check;

import java.util.Locale;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import sparksoftmax.classification.SoftmaxClassificationModel;
import sparksoftmax.classification.SoftmaxClassifier;

/** Fits: of rows and columns of some hostility, with ordinary or hostile Params. */
final class FitKind implements Kind {
    private final String title;
    private final int share;
    private final Hostility hostility;
    private final boolean hostileParams;

    FitKind(String title, int share, Hostility hostility, boolean hostileParams) {
        this.title = title;
        this.share = share;
        this.hostility = hostility;
        this.hostileParams = hostileParams;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public int share() {
        return share;
    }

    @Override
    public Outcome run(CaseRandom random, Workspace workspace, StringBuilder description) {
        HostileTable table = new HostileTable(random, workspace.spark(), hostility);
        description.append(table.facts());
        // Hostile Params may give other names to the output columns, which then do not exist already.
        boolean bad = hostileParams ? table.isBadInput() : table.isBad();
        SoftmaxClassifier estimator = table.estimator().setMaxIter(random.oneOf(3, 20));
        if (hostileParams) {
            HostileParams params = new HostileParams(
                    random, workspace, table.rows().numFeatures(), table.rows().numClasses());
            IllegalArgumentException refused;
            try {
                refused = params.set(estimator);
            } finally {
                description.append("; ").append(params.facts());
            }
            bad = table.isBadInput(estimator.getHandleInvalid().equalsIgnoreCase("skip")) || params.hasNull();
            if (refused != null && random.nextBoolean()) {
                return Outcome.error(refused);
            }
        } else {
            ordinaryParams(random, estimator, description);
        }
        SoftmaxClassificationModel model;
        try {
            model = estimator.fit(table.data());
        } catch (RuntimeException e) {
            check(
                    hostileParams || !table.isGood() || hostility == Hostility.ALL,
                    "a good data set was refused: " + e.getMessage());
            throw e;
        }
        check(!bad, "bad rows, columns or Params were accepted");
        ModelCheck.model(model, descends(estimator));
        predictions(model, table, estimator);
        if (hostility == Hostility.NONE && !hostileParams) {
            besideLogisticRegression(table, estimator);
        }
        return Outcome.correct();
    }

    private static void ordinaryParams(CaseRandom random, SoftmaxClassifier estimator, StringBuilder description) {
        estimator
                .setSolver(random.oneOf("auto", "l-bfgs", "l-bfgs", "sgd", "localSgd"))
                .setRegParam(random.oneOf(0.0, 0.01, 0.5))
                .setElasticNetParam(random.oneOf(0.0, 0.0, 0.5, 1.0))
                .setStandardization(random.nextBoolean())
                .setFitIntercept(random.chance(0.8))
                .setMaxDriverDataInMB(random.oneOf(-1.0, 0.0));
        description
                .append("; ")
                .append(estimator.getSolver())
                .append(", regParam ")
                .append(estimator.getRegParam())
                .append(", elasticNetParam ")
                .append(estimator.getElasticNetParam())
                .append(", standardization ")
                .append(estimator.getStandardization())
                .append(", fitIntercept ")
                .append(estimator.getFitIntercept())
                .append(", maxDriverDataInMB ")
                .append(estimator.getMaxDriverDataInMB());
    }

    /** Whether a fit never goes above its start. */
    private static boolean descends(SoftmaxClassifier estimator) {
        return estimator.getSolver().toLowerCase(Locale.ROOT).equals("l-bfgs");
    }

    private static void predictions(SoftmaxClassificationModel model, HostileTable table, SoftmaxClassifier estimator) {
        if (model.getProbabilityCol().isEmpty() || model.getPredictionCol().isEmpty()) {
            return;
        }
        Dataset<Row> predicted = model.transform(table.data());
        ModelCheck.predictions(
                model,
                predicted,
                estimator.getFeaturesCol(),
                model.isDefined(model.thresholds()) ? model.getThresholds() : null);
    }

    /** Checks the objective, and that it is not above that of MLlib, both computed by a plain formula. */
    private static void besideLogisticRegression(HostileTable table, SoftmaxClassifier estimator) {
        SoftmaxClassifier exact = estimator.copy(org.apache.spark.ml.param.ParamMap.empty());
        exact.setSolver("l-bfgs").setTol(1e-9).setMaxIter(200);
        SoftmaxClassificationModel model = exact.fit(table.data());
        double found = objective(new PlainModel(model.coefficientMatrix(), model.interceptVector()), table, exact);
        double[] history = model.summary().objectiveHistory();
        double last = history[history.length - 1];
        check(Math.abs(found - last) <= 1e-6 * Math.abs(last) + 1e-9, "the objective is " + found + ", not " + last);
        LogisticRegression oracle = new LogisticRegression()
                .setFamily("multinomial")
                .setRegParam(exact.getRegParam())
                .setElasticNetParam(exact.getElasticNetParam())
                .setStandardization(exact.getStandardization())
                .setFitIntercept(exact.getFitIntercept())
                .setTol(1e-9)
                .setMaxIter(200);
        oracle.setFeaturesCol(exact.getFeaturesCol()).setLabelCol(exact.getLabelCol());
        if (table.isWeighted()) {
            oracle.setWeightCol(exact.getWeightCol());
        }
        // In one partition, since hundreds of its passes over several may take a minute where cores are busy.
        LogisticRegressionModel other = oracle.fit(table.data().coalesce(1));
        double expected = objective(new PlainModel(other.coefficientMatrix(), other.interceptVector()), table, exact);
        check(
                found <= expected + 1e-5 * Math.abs(expected) + 1e-6,
                "the objective is " + found + ", that of LogisticRegression " + expected);
    }

    private static double objective(PlainModel model, HostileTable table, SoftmaxClassifier estimator) {
        return model.objective(
                table.isWeighted()
                        ? table.rows().plain()
                        : table.rows().plain().stream()
                                .map(row -> new PlainRow(row.x(), row.label(), 1.0))
                                .toList(),
                estimator.getRegParam(),
                estimator.getElasticNetParam(),
                estimator.getStandardization());
    }
}
