package sparksoftmax.benchmark;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import sparksoftmax.classification.PenaltySelection;
import sparksoftmax.classification.SoftmaxClassificationModel;
import sparksoftmax.classification.SoftmaxClassifier;
import sparksoftmax.classification.SoftmaxClassifierCV;

/**
 * Times SoftmaxClassifierCV, CrossValidator over SoftmaxClassifier and over LogisticRegression, and one fit of auto, in
 * turn in one virtual machine on the same cached DataFrame, after a round that does not count.
 */
@Command(
        name = "benchmark.sh --cv",
        mixinStandardHelpOptions = true,
        description = "Compares ways to choose the penalty by cross-validation.")
final class CrossValidationBenchmark implements Callable<Integer> {
    @Option(names = "--train", description = "Training rows, a libsvm file. Default: generated ones.")
    private String train;

    @Option(names = "--test", description = "Test rows, a libsvm file.")
    private String test;

    @Option(names = "--dense", description = "Make dense vectors of the rows of files.")
    private boolean dense;

    @Option(names = "--num-features", defaultValue = "100", description = "Default: ${DEFAULT-VALUE}")
    private int numFeatures;

    @Option(names = "--num-rows", defaultValue = "62500", description = "Generated rows. Default: ${DEFAULT-VALUE}")
    private int numRows;

    @Option(names = "--num-classes", defaultValue = "10", description = "Of generated rows. Default: ${DEFAULT-VALUE}")
    private int numClasses;

    @Option(names = "--folds", defaultValue = "5", description = "Default: ${DEFAULT-VALUE}")
    private int folds;

    @Option(
            names = "--reg-params",
            split = ",",
            defaultValue = "1,0.3,0.1,0.03,0.01,0.003,0.001,0.0003,0.0001,0.00001",
            description = "Default: ${DEFAULT-VALUE}")
    private double[] regParams;

    @Option(names = "--runs", defaultValue = "1", description = "Rounds that count. Default: ${DEFAULT-VALUE}")
    private int runs;

    @Option(names = "--warm-up", defaultValue = "1", description = "Rounds that do not. Default: ${DEFAULT-VALUE}")
    private int warmUp;

    @Option(names = "--without-mllib", description = "Leave LogisticRegression out.")
    private boolean withoutMllib;

    @Option(names = "--without-cross-validator", description = "Leave both uses of CrossValidator out.")
    private boolean withoutCrossValidator;

    public static void main(String[] args) {
        System.exit(new CommandLine(new CrossValidationBenchmark()).execute(args));
    }

    @Override
    public Integer call() {
        SparkSession spark = SparkSession.builder()
                .master("local[*]")
                .appName("cross-validation benchmark")
                .config("spark.ui.enabled", false)
                .getOrCreate();
        BenchmarkData data = train == null
                ? BenchmarkData.generated(spark, numRows, numFeatures, numClasses)
                : BenchmarkData.libsvm(spark, train, test == null ? train : test, numFeatures, dense);
        Map<String, Supplier<Transformer>> contenders = contenders(data);
        Map<String, double[]> seconds = new LinkedHashMap<>();
        contenders.keySet().forEach(name -> seconds.put(name, new double[runs]));
        for (int round = -warmUp; round < runs; round++) {
            for (Map.Entry<String, Supplier<Transformer>> contender : contenders.entrySet()) {
                long start = System.nanoTime();
                Transformer model = contender.getValue().get();
                double duration = (System.nanoTime() - start) / 1e9;
                if (round >= 0) {
                    seconds.get(contender.getKey())[round] = duration;
                }
                System.out.printf(
                        Locale.ROOT,
                        "%s %s: %.2f s, %s%n",
                        round < 0 ? "warm-up" : "run " + round,
                        contender.getKey(),
                        duration,
                        quality(model, data));
            }
        }
        double fit = median(seconds.get("auto, one fit"));
        seconds.forEach((name, values) -> System.out.printf(
                Locale.ROOT, "%-40s %8.2f s, %6.1f times a fit of auto%n", name, median(values), median(values) / fit));
        spark.stop();
        return 0;
    }

    private Map<String, Supplier<Transformer>> contenders(BenchmarkData data) {
        Map<String, Supplier<Transformer>> contenders = new LinkedHashMap<>();
        double middle = regParams[regParams.length / 2];
        contenders.put(
                "auto, one fit",
                () -> new SoftmaxClassifier().setRegParam(middle).fit(data.train()));
        contenders.put("SoftmaxClassifierCV", () -> new SoftmaxClassifierCV()
                .setNumFolds(folds)
                .setRegParams(regParams)
                .fit(data.train()));
        contenders.put("SoftmaxClassifierCV without abandonment", () -> new SoftmaxClassifierCV()
                .setNumFolds(folds)
                .setRegParams(regParams)
                .setAbandonment(false)
                .fit(data.train()));
        if (!withoutCrossValidator) {
            SoftmaxClassifier ours = new SoftmaxClassifier();
            contenders.put("CrossValidator, SoftmaxClassifier", () -> crossValidated(ours, ours.regParam(), data));
        }
        if (!withoutCrossValidator && !withoutMllib) {
            LogisticRegression theirs = new LogisticRegression().setFamily("multinomial");
            contenders.put("CrossValidator, LogisticRegression", () -> crossValidated(theirs, theirs.regParam(), data));
        }
        return contenders;
    }

    private CrossValidatorModel crossValidated(Estimator<?> estimator, DoubleParam regParam, BenchmarkData data) {
        ParamMap[] grid = new ParamGridBuilder().addGrid(regParam, regParams).build();
        return new CrossValidator()
                .setEstimator(estimator)
                .setEstimatorParamMaps(grid)
                .setEvaluator(new MulticlassClassificationEvaluator().setMetricName("logLoss"))
                .setNumFolds(folds)
                .fit(data.train());
    }

    private String quality(Transformer model, BenchmarkData data) {
        double logLoss =
                new MulticlassClassificationEvaluator().setMetricName("logLoss").evaluate(model.transform(data.test()));
        String ofTest = String.format(Locale.ROOT, "log-loss of the test rows %.4f", logLoss);
        if (model instanceof CrossValidatorModel tuned) {
            double[] metrics = tuned.avgMetrics();
            double best = Arrays.stream(metrics).min().orElseThrow();
            int index = Arrays.stream(metrics).boxed().toList().indexOf(best);
            return String.format(Locale.ROOT, "regParam %.3g of log-loss %.4f, %s", regParams[index], best, ofTest);
        }
        PenaltySelection selection = ((SoftmaxClassificationModel) model)
                .summary()
                .penaltySelection()
                .orElse(null);
        return selection == null
                ? ofTest
                : String.format(
                        Locale.ROOT,
                        "regParam %.3g of log-loss %.4f, %s",
                        selection.chosen().regParam(),
                        selection.chosen().logLoss(),
                        ofTest);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
