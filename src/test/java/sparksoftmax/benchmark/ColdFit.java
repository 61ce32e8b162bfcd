package sparksoftmax.benchmark;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.SparkSession;
import sparksoftmax.ChildJvm;
import sparksoftmax.benchmark.SweepResult.Outcome;
import sparksoftmax.benchmark.SweepResult.Role;
import sparksoftmax.classification.SoftmaxClassificationModel;

/** The first fit of {@code auto} in a Java virtual machine of its own, without the start of the session. */
final class ColdFit {
    private static final String NAME = "auto cold";

    private ColdFit() {}

    /** Measures it; a machine that fails or hangs gives a result without a model. */
    static SweepResult measure(SweepShape shape, long seed) {
        List<String> options = ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("-Xm") || option.startsWith("-Dlog4j2"))
                .toList();
        try {
            String[] figures = ChildJvm.run(options, ColdFit.class, shape.toString(), Long.toString(seed))
                    .split(" ");
            return new SweepResult(
                    Role.AUTO_COLD,
                    NAME,
                    Outcome.DONE,
                    Double.parseDouble(figures[0]),
                    1,
                    Integer.parseInt(figures[1]),
                    Double.parseDouble(figures[2]),
                    Double.parseDouble(figures[3]));
        } catch (IllegalStateException e) {
            System.err.println("The cold fit failed: " + e.getMessage());
            return SweepResult.without(Role.AUTO_COLD, NAME, Outcome.FAILED, Double.NaN);
        }
    }

    /** Prints seconds, passes, log-loss and accuracy. */
    public static void main(String[] args) {
        SweepShape shape = SweepShape.parse(args[0]);
        SparkSession spark = Benchmark.session();
        try (SweepData data = new SweepData(spark, shape, Long.parseLong(args[1]))) {
            data.train();
            long start = System.nanoTime();
            SoftmaxClassificationModel model = new Estimators(shape.regParam(), shape.standardization(), 100)
                    .ours("auto")
                    .fit(data.train());
            double seconds = (System.nanoTime() - start) / 1e9;
            SweepResult result = SweepRun.scored(Role.AUTO_COLD, NAME, seconds, model, data.test());
            System.out.printf(
                    Locale.ROOT,
                    "%.4f %d %.6f %.6f%n",
                    result.seconds(),
                    result.passes(),
                    result.logLoss(),
                    result.accuracy());
        }
        spark.stop();
    }
}
