package sparksoftmax.benchmark;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.classification.ProbabilisticClassificationModel;
import org.apache.spark.mllib.evaluation.MulticlassMetrics;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import sparksoftmax.benchmark.SweepResult.Outcome;
import sparksoftmax.benchmark.SweepResult.Role;
import sparksoftmax.classification.SoftmaxClassificationModel;
import sparksoftmax.classification.SoftmaxClassifier;

/**
 * Measures the contenders on a shape. Each fits once without being timed for the median, unless that takes so long that
 * it is the only run, or so much longer than {@code auto} that more of them would not change the verdict. Then all that
 * are left fit in turn, in rounds of alternating direction.
 *
 * @param own contenders of ours besides {@code auto}, as {@link Estimators#ours} takes them
 * @param maxIter of contenders that do not say
 * @param runs that the median is of
 * @param limit in seconds, after which a fit is stopped
 * @param longFit a fit of more seconds is its contender's only one
 * @param whole whether {@code LogisticRegression} has the whole limit; otherwise it is stopped as soon as it is clear
 *     that {@code auto} is fast enough
 * @param halving whether {@code auto} is measured on half of the rows, too
 */
record SweepRun(
        SparkSession spark,
        List<String> own,
        int maxIter,
        int runs,
        double limit,
        double longFit,
        boolean whole,
        boolean halving) {
    /** The name of Spark's estimator in results. */
    static final String LOGISTIC_REGRESSION = "LogisticRegression";

    /** Fits of less than this vary most, and get more runs. */
    private static final double SHORT_FIT = 0.2;

    private static final int RUNS_OF_SHORT_FITS = 3;

    /** The times of auto after which LogisticRegression need not go on: some more than the verdict asks for. */
    private static final double CLEAR = 1.2 * SweepVerdict.OF_LOGISTIC_REGRESSION;

    private static final double LEAST_LIMIT = 1.0;

    /** One of ours that is this much slower than auto is not the best. */
    private static final double NOT_THE_BEST = 2.0;

    /**
     * Arrays of coefficients that quasi-Newton steps have on the driver, and the share of its heap that they may take.
     */
    private static final int ARRAYS = 27;

    private static final double SHARE_OF_HEAP = 0.6;

    private static final class Contender {
        private final Role role;
        private final String name;
        private final Supplier<ProbabilisticClassificationModel<?, ?>> fit;
        private final List<Double> seconds = new ArrayList<>();
        private SweepResult first;

        Contender(Role role, String name, Supplier<ProbabilisticClassificationModel<?, ?>> fit) {
            this.role = role;
            this.name = name;
            this.fit = fit;
        }

        SweepResult result() {
            return seconds.isEmpty()
                    ? first
                    : new SweepResult(
                            role,
                            name,
                            first.outcome(),
                            Benchmark.median(seconds),
                            seconds.size(),
                            first.passes(),
                            first.logLoss(),
                            first.accuracy());
        }
    }

    /** The same with another number of runs. */
    SweepRun withRuns(int newRuns) {
        return new SweepRun(spark, own, maxIter, newRuns, limit, longFit, whole, halving);
    }

    /** Measures all contenders; {@code auto} comes first. */
    List<SweepResult> measure(SweepShape shape, SweepData data) {
        List<Contender> contenders = contenders(shape, data);
        Contender auto = contenders.get(0);
        for (Contender contender : contenders) {
            contender.first = fitsIntoMemory(contender, shape)
                    ? first(contender, data, limit(contender.role, auto.first))
                    : SweepResult.without(contender.role, contender.name, Outcome.LEFT_OUT, Double.NaN);
        }
        List<Contender> repeated = new ArrayList<>();
        for (Contender contender : contenders) {
            if (contender.first.done()
                    && isRepeated(contender.role, contender.first.seconds(), auto.first.seconds(), longFit)) {
                repeated.add(contender);
            }
        }
        repeat(repeated);
        for (Contender contender : contenders) {
            // By the median of auto, LogisticRegression may have been stopped too early.
            double longer = limit(contender.role, auto.result());
            if (contender.role == Role.LOGISTIC_REGRESSION
                    && contender.first.outcome() == Outcome.STOPPED
                    && contender.first.seconds() < longer) {
                contender.first = first(contender, data, longer);
            }
        }
        return contenders.stream().map(Contender::result).toList();
    }

    private void repeat(List<Contender> contenders) {
        List<Contender> inTurn = new ArrayList<>(contenders);
        for (int round = 0; round < RUNS_OF_SHORT_FITS * runs; round++) {
            System.gc();
            Collections.reverse(inTurn);
            for (Contender contender : inTurn) {
                if (round < runs || contender.first.seconds() < SHORT_FIT) {
                    contender.seconds.add(LimitedFit.run(spark.sparkContext(), limit, contender.fit)
                            .seconds());
                }
            }
        }
    }

    /** Whether more runs of a contender are worth their time, by its first. */
    static boolean isRepeated(Role role, double first, double autosFirst, double longFit) {
        return first <= longFit
                && switch (role) {
                    case OWN -> first <= NOT_THE_BEST * autosFirst;
                    case LOGISTIC_REGRESSION -> first <= CLEAR * autosFirst;
                    default -> true;
                };
    }

    private double limit(Role role, SweepResult auto) {
        return role == Role.LOGISTIC_REGRESSION && !whole && auto.done()
                ? Math.min(limit, Math.max(LEAST_LIMIT, CLEAR * auto.seconds()))
                : limit;
    }

    private List<Contender> contenders(SweepShape shape, SweepData data) {
        Estimators estimators = new Estimators(shape.regParam(), shape.standardization(), maxIter);
        List<Contender> contenders = new ArrayList<>();
        contenders.add(ours(Role.AUTO, "auto", estimators.ours("auto"), data.train()));
        for (String contender : own) {
            contenders.add(ours(Role.OWN, contender, estimators.ours(contender), data.train()));
        }
        if (halving) {
            contenders.add(ours(Role.AUTO_ON_HALF, "auto on half of the rows", estimators.ours("auto"), data.half()));
        }
        LogisticRegression mllib = estimators.logisticRegression();
        contenders.add(new Contender(Role.LOGISTIC_REGRESSION, LOGISTIC_REGRESSION, () -> mllib.fit(data.train())));
        return contenders;
    }

    private static Contender ours(Role role, String name, SoftmaxClassifier estimator, Dataset<Row> rows) {
        return new Contender(role, name, () -> estimator.fit(rows));
    }

    private static boolean fitsIntoMemory(Contender contender, SweepShape shape) {
        int features =
                switch (contender.role) {
                    case LOGISTIC_REGRESSION -> shape.features();
                    // Only the features that vary have coefficients while ours trains.
                    case OWN -> shape.isText() ? Math.min(shape.features(), shape.vocabulary()) : shape.features();
                    default -> 0;
                };
        double bytes = (double) ARRAYS * Double.BYTES * features * shape.classes();
        return contender.name.startsWith("localSgd")
                || bytes <= SHARE_OF_HEAP * Runtime.getRuntime().maxMemory();
    }

    private SweepResult first(Contender contender, SweepData data, double limitOfContender) {
        LimitedFit<ProbabilisticClassificationModel<?, ?>> fit =
                LimitedFit.run(spark.sparkContext(), limitOfContender, contender.fit);
        if (fit.stopped()) {
            return SweepResult.without(contender.role, contender.name, Outcome.STOPPED, fit.seconds());
        }
        if (fit.failure() != null) {
            System.err.println(contender.name + " failed on " + data.train().count() + " rows: " + fit.failure());
            return SweepResult.without(contender.role, contender.name, Outcome.FAILED, Double.NaN);
        }
        return scored(contender.role, contender.name, fit.seconds(), fit.model(), data.test());
    }

    /** The result of a fit by the quality of its model on held-out rows. */
    static SweepResult scored(
            Role role, String name, double seconds, ProbabilisticClassificationModel<?, ?> model, Dataset<Row> test) {
        if (model instanceof SoftmaxClassificationModel ours) {
            var scores = ours.evaluate(test);
            return new SweepResult(
                    role,
                    name,
                    Outcome.DONE,
                    seconds,
                    1,
                    ours.summary().totalIterations(),
                    scores.logLoss(),
                    scores.accuracy());
        }
        MulticlassMetrics scores = new Benchmark.SparkModel(model).metrics(test);
        return new SweepResult(
                role,
                name,
                Outcome.DONE,
                seconds,
                1,
                ((LogisticRegressionModel) model).summary().totalIterations(),
                scores.logLoss(1e-15),
                scores.accuracy());
    }
}
