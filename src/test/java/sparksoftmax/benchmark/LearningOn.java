package sparksoftmax.benchmark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import sparksoftmax.RandomRows;
import sparksoftmax.classification.SoftmaxClassificationModel;
import sparksoftmax.classification.SoftmaxClassifier;
import sparksoftmax.classification.SoftmaxSummary;

/**
 * Trains on batches, one after the other, and compares the model with that of one fit of all rows. Prints a Markdown
 * table of accuracy and log-loss on held-out rows, of the seconds that training took, and of how much a single row
 * changes the log-loss: learned after ten batches, and in a fit of all rows and it. Run by hand:
 * {@code scripts/benchmark.sh --learning-on [folder with digits, mnist, covertype-kaggle15k, clinc150 and reuters8]}.
 */
public final class LearningOn {
    private static final StructType SCHEMA =
            new StructType().add("label", DataTypes.DoubleType).add("features", SQLDataTypes.VectorType());

    private static final int ROWS_MORE = 20;

    private final SparkSession spark;
    private final String name;
    private final List<Row> train;
    private final Dataset<Row> test;

    /** Rows that are neither trained nor tested on, until one of them is learned. */
    private final List<Row> more;

    private final int numClasses;

    private LearningOn(SparkSession spark, String name, List<Row> train, List<Row> test) {
        this.spark = spark;
        this.name = name;
        this.train = train;
        more = test.subList(0, ROWS_MORE);
        this.test = data(test.subList(ROWS_MORE, test.size())).cache();
        numClasses = 1 + train.stream().mapToInt(LearningOn::label).max().orElse(0);
    }

    private static int label(Row row) {
        return (int) row.getDouble(0);
    }

    private Dataset<Row> data(List<Row> rows) {
        return spark.createDataFrame(rows, SCHEMA).coalesce(2);
    }

    /** Prints the arguments' data sets. */
    public static void main(String[] args) {
        SparkSession spark = SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", false)
                .getOrCreate();
        spark.sparkContext().setLogLevel("ERROR");
        System.out.println("| rows | one fit | first of ten | ten batches | seconds, ten / one | hundred batches"
                + " | ten, by class | a class from batch 5 | one row more |");
        System.out.println("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        List<String> wanted = args.length > 1 ? List.of(args).subList(1, args.length) : List.of();
        for (String set : List.of(
                "digits",
                "covertype",
                "mnist",
                "clinc150",
                "reuters8",
                "letter-sized",
                "few",
                "unscaled",
                "rare",
                "text",
                "wide")) {
            if (!wanted.isEmpty() && !wanted.contains(set)) {
                continue;
            }
            LearningOn rows = of(spark, set, args.length == 0 ? null : Path.of(args[0]));
            if (rows != null) {
                rows.report();
            }
        }
    }

    private static LearningOn of(SparkSession spark, String set, Path folder) {
        return switch (set) {
            case "digits" -> folder == null ? null : digits(spark, folder.resolve("digits/digits.csv.gz"));
            case "covertype" ->
                folder == null
                        ? null
                        : split(
                                spark,
                                set,
                                libsvm(spark, folder.resolve("covertype-kaggle15k/train.libsvm.gz"), 54),
                                0.2);
            case "mnist" ->
                folder == null
                        ? null
                        : new LearningOn(
                                spark,
                                set,
                                libsvm(spark, folder.resolve("mnist/train.libsvm.gz"), 784)
                                        .subList(0, 6000),
                                libsvm(spark, folder.resolve("mnist/test.libsvm.gz"), 784));
            case "clinc150" -> folder == null ? null : text(spark, set, folder.resolve(set), 1 << 16);
            case "reuters8" -> folder == null ? null : text(spark, set, folder.resolve(set), 1 << 16);
            case "letter-sized" -> split(spark, set, rows(new CorrelatedRows(16, 26, 5L), 20_000), 0.2);
            case "few" -> split(spark, set, rows(new RandomRows(5000, 3, 4, 1L)), 0.4);
            case "unscaled" -> {
                RandomRows rows = new RandomRows(8000, 20, 5, 2L);
                for (int j = 0; j < 20; j++) {
                    rows.rescale(j, Math.pow(10.0, 3 - j / 4), Math.pow(10.0, j / 4 - 2));
                }
                yield split(spark, set, rows(rows), 0.5);
            }
            case "rare" -> split(spark, set, rows(new RandomRows(12_000, 60, 6, 0.02, 3L)), 0.5);
            case "wide" -> split(spark, set, rows(new CorrelatedRows(1500, 10, 5L), 8000), 0.25);
            default -> split(spark, set, rows(new TextRows(1 << 14, 30, 8000, 8, 4L), 8000), 0.5);
        };
    }

    private static LearningOn split(SparkSession spark, String name, List<Row> rows, double share) {
        int held = (int) (share * rows.size());
        return new LearningOn(spark, name, rows.subList(held, rows.size()), rows.subList(0, held));
    }

    private static List<Row> rows(RowSource source, int numRows) {
        return IntStream.range(0, numRows)
                .mapToObj(i -> RowFactory.create((double) source.label(i), source.features(i)))
                .toList();
    }

    private static List<Row> rows(RandomRows rows) {
        List<Row> list = new ArrayList<>();
        for (int i = 0; i < rows.x.length; i++) {
            list.add(RowFactory.create((double) rows.y[i], org.apache.spark.ml.linalg.Vectors.dense(rows.x[i])));
        }
        return list;
    }

    private static List<Row> shuffled(Dataset<Row> rows) {
        List<Row> list = new ArrayList<>(rows.select("label", "features").collectAsList());
        Collections.shuffle(list, new Random(1L));
        double least = list.stream().mapToDouble(row -> row.getDouble(0)).min().orElse(0.0);
        return list.stream()
                .map(row -> RowFactory.create(row.getDouble(0) - least, row.get(1)))
                .toList();
    }

    private static List<Row> libsvm(SparkSession spark, Path path, int numFeatures) {
        return shuffled(
                spark.read().format("libsvm").option("numFeatures", numFeatures).load(path.toString()));
    }

    private static LearningOn text(SparkSession spark, String name, Path folder, int numFeatures) {
        BenchmarkData data = BenchmarkData.text(
                spark,
                folder.resolve("train.tsv.gz").toString(),
                folder.resolve("test.tsv.gz").toString(),
                numFeatures);
        return new LearningOn(spark, name, shuffled(data.train()), shuffled(data.test()));
    }

    private static LearningOn digits(SparkSession spark, Path path) {
        Dataset<Row> table =
                spark.read().option("header", true).option("inferSchema", true).csv(path.toString());
        String[] names = table.columns();
        Dataset<Row> vectors = new VectorAssembler()
                .setInputCols(java.util.Arrays.copyOf(names, names.length - 1))
                .setOutputCol("features")
                .transform(table)
                .selectExpr("cast(`" + names[names.length - 1] + "` as double) as label", "features");
        return split(spark, "digits", shuffled(vectors), 1.0 / 3.0);
    }

    private SoftmaxClassifier classifier() {
        return new SoftmaxClassifier().setNumClasses(numClasses);
    }

    private String figures(SoftmaxClassificationModel model) {
        SoftmaxSummary summary = model.evaluate(test);
        return String.format(Locale.ROOT, "%.3f, %.3f", summary.accuracy(), summary.logLoss());
    }

    private List<List<Row>> dealt(List<Row> rows, int numBatches) {
        return IntStream.range(0, numBatches)
                .mapToObj(b -> IntStream.range(0, rows.size())
                        .filter(i -> i % numBatches == b)
                        .mapToObj(rows::get)
                        .toList())
                .toList();
    }

    private SoftmaxClassificationModel trained(List<List<Row>> batches) {
        SoftmaxClassificationModel model = null;
        for (List<Row> batch : batches) {
            model = model == null ? classifier().fit(data(batch)) : model.partialFit(data(batch));
        }
        return model;
    }

    private List<List<Row>> byClass() {
        List<Row> sorted = new ArrayList<>(train);
        sorted.sort(Comparator.comparingInt(LearningOn::label));
        int size = (sorted.size() + 9) / 10;
        return IntStream.range(0, 10)
                .mapToObj(b -> sorted.subList(b * size, Math.min(sorted.size(), (b + 1) * size)))
                .filter(batch -> !batch.isEmpty())
                .toList();
    }

    /** Ten batches, where the rows of the last class are in the batches from the fifth on. */
    private List<List<Row>> withNewClass() {
        List<List<Row>> batches = new ArrayList<>();
        for (List<Row> batch :
                dealt(train.stream().filter(row -> label(row) < numClasses - 1).toList(), 10)) {
            batches.add(new ArrayList<>(batch));
        }
        List<List<Row>> late =
                dealt(train.stream().filter(row -> label(row) == numClasses - 1).toList(), 6);
        for (int b = 4; b < 10; b++) {
            batches.get(b).addAll(late.get(b - 4));
        }
        return batches;
    }

    private static double seconds(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e9;
    }

    /** By which share the log-loss on held-out rows is larger with another model. */
    private double change(SoftmaxClassificationModel from, SoftmaxClassificationModel to) {
        return to.evaluate(test).logLoss() / from.evaluate(test).logLoss() - 1.0;
    }

    private static String range(List<Double> changes) {
        return String.format(
                Locale.ROOT, "%+.1f to %+.1f %%", 100.0 * Collections.min(changes), 100.0 * Collections.max(changes));
    }

    private void report() {
        SoftmaxClassificationModel[] models = new SoftmaxClassificationModel[2];
        Dataset<Row> all = data(train).cache();
        List<List<Row>> ten = dealt(train, 10);
        models[0] = classifier().fit(all);
        models[1] = trained(ten);
        List<Double> one = new ArrayList<>();
        List<Double> batches = new ArrayList<>();
        for (int round = 0; round < 1; round++) {
            one.add(seconds(() -> models[0] = classifier().fit(all)));
            batches.add(seconds(() -> models[1] = trained(ten)));
        }
        Collections.sort(one);
        Collections.sort(batches);
        SoftmaxClassificationModel ofTen = models[1];
        List<Double> changes = new ArrayList<>();
        List<Double> ofFits = new ArrayList<>();
        for (Row row : more) {
            changes.add(change(ofTen, ofTen.partialFit(data(List.of(row)))));
            List<Row> withIt = new ArrayList<>(train);
            withIt.add(row);
            ofFits.add(change(models[0], classifier().fit(data(withIt))));
        }
        System.out.printf(
                Locale.ROOT,
                "| %s | %s | %s | %s | %.2f / %.2f | %s | %s | %s | %s, fit %s |%n",
                name,
                figures(models[0]),
                figures(classifier().fit(data(ten.get(0)))),
                figures(ofTen),
                batches.get(0),
                one.get(0),
                figures(trained(dealt(train, 100))),
                figures(trained(byClass())),
                figures(trained(withNewClass())),
                range(changes),
                range(ofFits));
        all.unpersist();
    }
}
