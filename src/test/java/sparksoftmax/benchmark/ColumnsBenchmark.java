package sparksoftmax.benchmark;

import static org.apache.spark.ml.functions.array_to_vector;
import static org.apache.spark.sql.functions.col;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.functions;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import sparksoftmax.classification.SoftmaxClassificationModel;
import sparksoftmax.classification.SoftmaxClassifier;

/**
 * Times {@code fit} and {@code transform} of numeric columns and of arrays as they are beside those of vectors that are
 * made of them, in turn, on the same cached rows.
 */
@Command(
        name = "benchmark.sh --columns",
        mixinStandardHelpOptions = true,
        description = "Compares features in columns and arrays with vectors made of them.")
final class ColumnsBenchmark implements Callable<Integer> {
    @Option(names = "--num-rows", defaultValue = "50000", description = "Default: ${DEFAULT-VALUE}")
    private int numRows;

    @Option(
            names = "--num-features",
            split = ",",
            defaultValue = "20,100,500",
            description = "Several are measured one after the other. Default: ${DEFAULT-VALUE}")
    private List<Integer> numFeatures;

    @Option(names = "--num-classes", defaultValue = "10", description = "Default: ${DEFAULT-VALUE}")
    private int numClasses;

    @Option(names = "--runs", defaultValue = "7", description = "Rounds that count. Default: ${DEFAULT-VALUE}")
    private int runs;

    @Option(names = "--warm-up", defaultValue = "3", description = "Rounds that do not. Default: ${DEFAULT-VALUE}")
    private int warmUp;

    @Option(
            names = "--cpu",
            description = "Measure the CPU time of all threads, which other programs on the machine change little.")
    private boolean cpu;

    /** Runs. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new ColumnsBenchmark()).execute(args));
    }

    @Override
    public Integer call() {
        SparkSession spark = SparkSession.builder()
                .master("local[*]")
                .appName("columns benchmark")
                .config("spark.ui.enabled", false)
                .config("spark.driver.host", "127.0.0.1")
                .getOrCreate();
        numFeatures.forEach(features -> compare(spark, features));
        spark.stop();
        return 0;
    }

    /** A form of the features: how they are made of the cached rows, and the estimator that reads them. */
    private record Form(Dataset<Row> rows, SoftmaxClassifier estimator) {}

    private void compare(SparkSession spark, int features) {
        Dataset<Row> vectors = BenchmarkData.generated(spark, numRows * 5 / 4, features, numClasses)
                .train();
        String[] names = IntStream.range(0, features).mapToObj(j -> "c" + j).toArray(String[]::new);
        Dataset<Row> arrays = cached(vectors.select(
                col("label"),
                functions.vector_to_array(col("features"), "float64").as("features")));
        Dataset<Row> floats = cached(arrays.select(col("label"), col("features").cast("array<float>")));
        List<Column> selected = new ArrayList<>(List.of(col("label")));
        for (int j = 0; j < features; j++) {
            selected.add(col("features").getItem(j).as(names[j]));
        }
        Dataset<Row> columns = cached(arrays.select(selected.toArray(Column[]::new)));

        Map<String, Form> forms = new LinkedHashMap<>();
        forms.put(
                "columns, VectorAssembler",
                new Form(
                        new VectorAssembler()
                                .setInputCols(names)
                                .setOutputCol("features")
                                .transform(columns),
                        new SoftmaxClassifier()));
        forms.put("columns, featuresCols", new Form(columns, new SoftmaxClassifier().setFeaturesCols(names)));
        forms.put(
                "array<double>, array_to_vector",
                new Form(arrays.withColumn("features", array_to_vector(col("features"))), new SoftmaxClassifier()));
        forms.put("array<double>, featuresCol", new Form(arrays, new SoftmaxClassifier()));
        forms.put(
                "array<float>, array_to_vector",
                new Form(floats.withColumn("features", array_to_vector(col("features"))), new SoftmaxClassifier()));
        forms.put("array<float>, featuresCol", new Form(floats, new SoftmaxClassifier()));
        forms.put("vectors in the cache", new Form(vectors, new SoftmaxClassifier()));

        System.out.printf("%n%d rows x %d features, %d classes%n", numRows, features, numClasses);
        System.out.printf(
                "%-32s %10s %10s %22s %28s%n",
                "features", "fit, s", "reading, s", "transform, rows/s", "prediction only, rows/s");
        Map<String, List<Double>> fits = seconds(forms, form -> form.estimator.fit(form.rows));
        Map<String, List<Double>> reads =
                seconds(forms, form -> form.estimator.setMaxIter(0).fit(form.rows));
        Map<Form, SoftmaxClassificationModel> models = new LinkedHashMap<>();
        forms.values()
                .forEach(form -> models.put(form, form.estimator.setMaxIter(2).fit(form.rows)));
        Map<String, List<Double>> all = seconds(
                forms, form -> write(models.get(form).transform(form.rows).select("probability", "prediction")));
        Map<String, List<Double>> predictions = seconds(
                forms,
                form -> write(models.get(form)
                        .setRawPredictionCol("")
                        .setProbabilityCol("")
                        .transform(form.rows)
                        .select("prediction")));
        long count = vectors.count();
        forms.keySet()
                .forEach(name -> System.out.printf(
                        Locale.ROOT,
                        "%-32s %10.3f %10.3f %,22.0f %,28.0f%n",
                        name,
                        Benchmark.median(fits.get(name)),
                        Benchmark.median(reads.get(name)),
                        count / Benchmark.median(all.get(name)),
                        count / Benchmark.median(predictions.get(name))));
        for (Dataset<Row> dataset : List.of(vectors, arrays, floats, columns)) {
            dataset.unpersist();
        }
    }

    private static Dataset<Row> cached(Dataset<Row> rows) {
        rows.cache().count();
        return rows;
    }

    private static void write(Dataset<Row> rows) {
        rows.write().format("noop").mode("overwrite").save();
    }

    private Map<String, List<Double>> seconds(Map<String, Form> forms, Consumer<Form> action) {
        Map<String, List<Double>> seconds = new LinkedHashMap<>();
        for (int round = -warmUp; round < runs; round++) {
            boolean counts = round >= 0;
            forms.forEach((name, form) -> {
                long start = nanos();
                action.accept(form);
                double took = (nanos() - start) / 1e9;
                if (counts) {
                    seconds.computeIfAbsent(name, key -> new ArrayList<>()).add(took);
                }
            });
        }
        return seconds;
    }

    private long nanos() {
        return cpu
                ? ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime()
                : System.nanoTime();
    }
}
