package sparksoftmax.benchmark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.classification.ProbabilisticClassificationModel;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import sparksoftmax.classification.SoftmaxClassificationModel;

/**
 * Times {@code transform} of a SoftmaxClassificationModel beside that of the LogisticRegressionModel with the same
 * coefficients, in turn, on generated cached rows that are as wide and as sparse as those of known data sets, and
 * {@code predict} of single vectors. What {@code transform} makes of a row goes to a sink that drops it.
 */
@Command(
        name = "benchmark.sh --scoring",
        mixinStandardHelpOptions = true,
        description = "Compares predictions side by side.")
final class ScoringBenchmark implements Callable<Integer> {
    private static final long SEED = 1L;

    /**
     * Rows with {@code nonZeros} values other than 0, at random places, and a model of which a share of the
     * coefficients, {@code density}, is not 0.
     */
    private record Shape(String name, int rows, int features, int nonZeros, int classes, double density)
            implements Serializable {
        Shape(String name, int rows, int features, int nonZeros, int classes) {
            this(name, rows, features, nonZeros, classes, 1.0);
        }
    }

    private static final List<Shape> SHAPES = List.of(
            new Shape("mnist", 60_000, 784, 150, 10),
            new Shape("kddcup99", 150_000, 127, 30, 23),
            new Shape("text", 60_000, 1 << 16, 9, 150),
            new Shape("dense", 30_000, 784, 784, 10),
            new Shape("mnist-l1", 60_000, 784, 150, 10, 0.3),
            new Shape("text-l1", 60_000, 1 << 16, 9, 150, 0.02));

    @Option(names = "--runs", defaultValue = "9", description = "Rounds that count. Default: ${DEFAULT-VALUE}")
    private int runs;

    @Option(names = "--warm-up", defaultValue = "20", description = "Rounds that do not. Default: ${DEFAULT-VALUE}")
    private int warmUp;

    @Option(
            names = "--shape",
            split = ",",
            description = "Of mnist, kddcup99, text, dense, mnist-l1 and text-l1, those to measure. Default: all")
    private List<String> names = List.of();

    /** Runs. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new ScoringBenchmark()).execute(args));
    }

    @Override
    public Integer call() {
        SparkSession spark = SparkSession.builder()
                .master("local[*]")
                .appName("scoring benchmark")
                .config("spark.ui.enabled", false)
                .config("spark.driver.host", "127.0.0.1")
                .getOrCreate();
        System.out.printf(
                "%-10s %-15s %14s %16s %7s %22s%n",
                "rows", "columns", "ours, rows/s", "MLlib's, rows/s", "ratio", "without model, rows/s");
        for (Shape shape : SHAPES) {
            if (names.isEmpty() || names.contains(shape.name)) {
                compare(spark, shape);
            }
        }
        singleVectors();
        spark.stop();
        return 0;
    }

    private void compare(SparkSession spark, Shape shape) {
        Dataset<Row> rows = rows(spark, shape).cache();
        rows.count();
        LogisticRegressionModel mllib = model(shape);
        SoftmaxClassificationModel ours = SoftmaxClassificationModel.fromLogisticRegressionModel(mllib);
        compare(shape, "all", rows, ours, mllib);
        for (ProbabilisticClassificationModel<?, ?> model : List.of(ours, mllib)) {
            model.set(model.rawPredictionCol(), "");
            model.set(model.probabilityCol(), "");
        }
        compare(shape, "prediction", rows, ours, mllib);
        rows.unpersist();
    }

    private void compare(
            Shape shape,
            String columns,
            Dataset<Row> rows,
            SoftmaxClassificationModel ours,
            LogisticRegressionModel mllib) {
        boolean all = columns.equals("all");
        List<Double> oursSeconds = new ArrayList<>();
        List<Double> mllibSeconds = new ArrayList<>();
        List<Double> rowsSeconds = new ArrayList<>();
        for (int round = -warmUp; round < runs; round++) {
            double first = seconds(ours.transform(rows), all);
            double second = seconds(mllib.transform(rows), all);
            double third = seconds(rows, true);
            if (round >= 0) {
                oursSeconds.add(first);
                mllibSeconds.add(second);
                rowsSeconds.add(third);
            }
        }
        double ofOurs = Benchmark.median(oursSeconds);
        double ofMllib = Benchmark.median(mllibSeconds);
        System.out.printf(
                Locale.ROOT,
                "%-10s %-15s %,14.0f %,16.0f %6.1fx %,22.0f%n",
                shape.name,
                columns,
                shape.rows / ofOurs,
                shape.rows / ofMllib,
                ofMllib / ofOurs,
                shape.rows / Benchmark.median(rowsSeconds));
    }

    private static double seconds(Dataset<Row> predicted, boolean all) {
        Dataset<Row> wanted = all ? predicted : predicted.select("prediction");
        long start = System.nanoTime();
        wanted.write().format("noop").mode("overwrite").save();
        return (System.nanoTime() - start) / 1e9;
    }

    /** A model as MLlib trains it, its coefficients stored by rows. */
    private static LogisticRegressionModel model(Shape shape) {
        Random random = new Random(SEED);
        double[] coefficients = new double[shape.classes * shape.features];
        Arrays.setAll(coefficients, i -> random.nextGaussian() / Math.sqrt(shape.nonZeros));
        for (int i = 0; shape.density < 1.0 && i < coefficients.length; i++) {
            coefficients[i] = random.nextDouble() < shape.density ? coefficients[i] : 0.0;
        }
        return new LogisticRegressionModel(
                "logreg",
                new DenseMatrix(shape.classes, shape.features, coefficients, true).compressed(),
                Vectors.dense(random.doubles(shape.classes).toArray()),
                shape.classes,
                true);
    }

    private static Dataset<Row> rows(SparkSession spark, Shape shape) {
        int partitions = spark.sparkContext().defaultParallelism();
        List<Integer> seeds = new ArrayList<>();
        for (int p = 0; p < partitions; p++) {
            seeds.add(p);
        }
        int inPartition = shape.rows / partitions;
        return spark.createDataFrame(
                JavaSparkContext.fromSparkContext(spark.sparkContext())
                        .parallelize(seeds, partitions)
                        .flatMap(p -> new Random(SEED + p)
                                .longs(inPartition)
                                .mapToObj(seed -> RowFactory.create(vector(shape, new Random(seed))))
                                .iterator()),
                new StructType().add("features", SQLDataTypes.VectorType()));
    }

    private static Vector vector(Shape shape, Random random) {
        if (shape.nonZeros == shape.features) {
            return Vectors.dense(random.doubles(shape.features, 0.01, 1.0).toArray());
        }
        int[] indices = random.ints(0, shape.features)
                .distinct()
                .limit(shape.nonZeros)
                .sorted()
                .toArray();
        return Vectors.sparse(
                shape.features,
                indices,
                random.doubles(shape.nonZeros, 0.01, 1.0).toArray());
    }

    /** Calls a second of {@code predict} and its like, with 10 features and 3 classes, in one thread. */
    private void singleVectors() {
        Shape shape = new Shape("single", 1, 10, 10, 3);
        SoftmaxClassificationModel model = SoftmaxClassificationModel.fromLogisticRegressionModel(model(shape));
        Vector[] vectors = new Vector[1_000];
        Random random = new Random(SEED);
        Arrays.setAll(vectors, i -> vector(shape, random));
        System.out.println("Calls a second for single vectors, 10 features x 3 classes:");
        List<Double> predict = new ArrayList<>();
        List<Double> raw = new ArrayList<>();
        List<Double> probability = new ArrayList<>();
        double sum = 0.0;
        for (int round = -warmUp; round < runs; round++) {
            int calls = 1_000_000;
            long start = System.nanoTime();
            for (int i = 0; i < calls; i++) {
                sum += model.predict(vectors[i % vectors.length]);
            }
            long afterPredict = System.nanoTime();
            for (int i = 0; i < calls; i++) {
                sum += model.predictRaw(vectors[i % vectors.length]).apply(0);
            }
            long afterRaw = System.nanoTime();
            for (int i = 0; i < calls; i++) {
                sum += model.predictProbability(vectors[i % vectors.length]).apply(0);
            }
            long end = System.nanoTime();
            if (round >= 0) {
                predict.add(calls * 1e9 / (afterPredict - start));
                raw.add(calls * 1e9 / (afterRaw - afterPredict));
                probability.add(calls * 1e9 / (end - afterRaw));
            }
        }
        System.out.printf(
                Locale.ROOT,
                "predict %,.0f, predictRaw %,.0f, predictProbability %,.0f (sum of the results: %.3f)%n",
                Benchmark.median(predict),
                Benchmark.median(raw),
                Benchmark.median(probability),
                sum);
    }
}
