package sparksoftmax.soak;

import java.io.PrintStream;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import sparksoftmax.GeneratedRows;
import sparksoftmax.SharedSpark;

/** Trains and predicts under load, beside Spark's LogisticRegression, and prints what it took. */
@Command(
        name = "scripts/soak.sh",
        mixinStandardHelpOptions = true,
        description =
                "Trains on and predicts many generated rows in a small heap, and counts what the driver of a large"
                        + " cluster has to do, beside Spark's LogisticRegression.")
final class Soak implements Callable<Integer> {
    private enum Part {
        training,
        scoring,
        executors
    }

    private static final long SEED = 1L;

    @Option(
            names = "--part",
            split = ",",
            defaultValue = "training,scoring,executors",
            description = "Of ${COMPLETION-CANDIDATES}, those to run. Default: all")
    private Set<Part> parts;

    @Option(names = "--rows", defaultValue = "10000000", description = "Default: ${DEFAULT-VALUE}")
    private int numRows;

    @Option(names = "--features", defaultValue = "100", description = "Default: ${DEFAULT-VALUE}")
    private int numFeatures;

    @Option(names = "--classes", defaultValue = "10", description = "Default: ${DEFAULT-VALUE}")
    private int numClasses;

    @Option(
            names = "--partitions",
            split = ",",
            defaultValue = "64,1000",
            description = "Numbers of partitions to train in, one after the other; predictions are made in the first."
                    + " Default: ${DEFAULT-VALUE}")
    private List<Integer> partitions;

    @Option(
            names = "--solvers",
            split = ",",
            defaultValue = "auto,l-bfgs",
            description = "Of SoftmaxClassifier. Default: ${DEFAULT-VALUE}")
    private List<String> solvers;

    @Option(names = "--without-mllib", description = "Leave LogisticRegression out of the training.")
    private boolean withoutMllib;

    @Option(names = "--max-iter", defaultValue = "5", description = "Of all contenders. Default: ${DEFAULT-VALUE}")
    private int maxIter;

    @Option(
            names = "--executors",
            split = ",",
            defaultValue = "10,100,1000",
            description = "Numbers of executors to simulate. Default: ${DEFAULT-VALUE}")
    private List<Integer> executors;

    @Option(
            names = "--rows-per-executor",
            defaultValue = "100",
            description = "Of each simulated executor. Default: ${DEFAULT-VALUE}")
    private int rowsPerExecutor;

    public static void main(String[] args) {
        System.exit(new CommandLine(new Soak()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        PrintStream out = System.out;
        out.printf(
                "Heap of %d MB, %d cores, Java %s%n",
                Runtime.getRuntime().maxMemory() >> 20,
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.version"));
        GeneratedRows rows = GeneratedRows.dense(numRows, numFeatures, numClasses, SEED);
        if (parts.contains(Part.training) || parts.contains(Part.scoring)) {
            SparkSession spark = SharedSpark.builder("local[*]").getOrCreate();
            if (parts.contains(Part.training)) {
                new TrainingPart(rows, partitions, Contender.of(solvers, maxIter, !withoutMllib)).run(spark, out);
            }
            if (parts.contains(Part.scoring)) {
                new ScoringPart(rows, partitions.get(0)).run(spark, out);
            }
            spark.stop();
        }
        if (parts.contains(Part.executors)) {
            new ExecutorsPart(
                            executors,
                            rowsPerExecutor,
                            numFeatures,
                            numClasses,
                            Contender.of(List.of("l-bfgs"), maxIter, true))
                    .run(out);
        }
        return 0;
    }
}
