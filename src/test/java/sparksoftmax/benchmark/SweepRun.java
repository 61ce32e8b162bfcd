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
 * Measures the contenders on a shape. Each fits once. Those for which more fits can change the verdict, and do not take
 * too long, then fit in turn, in rounds of alternating direction, and the first fit does not count.
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
            contender.first = fitsIntoMemory(
                            contender.role,
                            contender.name,
                            shape,
                            Runtime.getRuntime().maxMemory())
                    ? first(contender, data, limit(contender.role, auto.first))
                    : SweepResult.without(contender.role, contender.name, Outcome.LEFT_OUT, Double.NaN);
        }
        SweepVerdict verdict = new SweepVerdict(
                shape, contenders.stream().map(contender -> contender.first).toList());
        repeat(contenders.stream()
                .filter(contender -> isRepeated(contender.first, verdict, longFit))
                .toList());
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

    /** Whether more runs of a contender are worth their time, by the first fits of all. */
    static boolean isRepeated(SweepResult first, SweepVerdict firsts, double longFit) {
        double seconds = first.seconds();
        double autos = firsts.auto().map(SweepResult::seconds).orElse(Double.POSITIVE_INFINITY);
        return first.done()
                && switch (first.role()) {
                    // The one that all others are compared with: its first fit should seldom be the only one.
                    case AUTO, AUTO_ON_HALF -> seconds <= 2.0 * longFit;
                    case OWN -> seconds <= Math.min(longFit, NOT_THE_BEST * autos) && firsts.isOfBestQuality(first);
                    case LOGISTIC_REGRESSION -> seconds <= Math.min(longFit, CLEAR * autos);
                    default -> throw new IllegalArgumentException(first.role() + " is not measured in turn");
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
        LogisticRegression mllib = estimators.set(new LogisticRegression());
        contenders.add(new Contender(Role.LOGISTIC_REGRESSION, LOGISTIC_REGRESSION, () -> mllib.fit(data.train())));
        return contenders;
    }

    private static Contender ours(Role role, String name, SoftmaxClassifier estimator, Dataset<Row> rows) {
        return new Contender(role, name, () -> estimator.fit(rows));
    }

    /** Whether a heap of so many bytes holds what quasi-Newton steps need on the driver. Other steps need far less. */
    static boolean fitsIntoMemory(Role role, String name, SweepShape shape, long heap) {
        // Only the features that vary have coefficients while ours trains. auto decides for itself.
        int varying = shape.isText() ? Math.min(shape.features(), shape.vocabulary()) : shape.features();
        int features = role == Role.LOGISTIC_REGRESSION
                ? shape.features()
                : role == Role.OWN && name.startsWith("l-bfgs") ? varying : 0;
        return (double) ARRAYS * Double.BYTES * features * shape.classes() <= SHARE_OF_HEAP * heap;
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
