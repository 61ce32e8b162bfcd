package sparksoftmax.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.HashingTF;
import org.apache.spark.ml.feature.IDF;
import org.apache.spark.ml.feature.Normalizer;
import org.apache.spark.ml.feature.RegexTokenizer;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Training and test rows, shuffled by a seed and cached as DataFrames of one partition a core. */
record BenchmarkData(String name, Dataset<Row> train, Dataset<Row> test) {
    private static final long SEED = 1L;

    private static BenchmarkData cached(String name, Dataset<Row> train, Dataset<Row> test) {
        return new BenchmarkData(name, cached(train), cached(test));
    }

    private static Dataset<Row> cached(Dataset<Row> rows) {
        int cores = rows.sparkSession().sparkContext().defaultParallelism();
        Dataset<Row> shuffled = rows.select("label", "features")
                .orderBy(functions.rand(SEED))
                .coalesce(1)
                .repartition(cores)
                .cache();
        shuffled.count();
        return shuffled;
    }

    /**
     * The training rows, cached in another number of partitions.
     *
     * @param layout {@code even}, {@code skewed} (all rows in one partition) or {@code empty} (rows in a tenth of the
     *     partitions)
     */
    Dataset<Row> train(int numPartitions, String layout) {
        int filled =
                switch (layout) {
                    case "even" -> numPartitions;
                    case "skewed" -> 1;
                    case "empty" -> Math.max(1, numPartitions / 10);
                    default ->
                        throw new IllegalArgumentException("layout must be even, skewed or empty, but was " + layout);
                };
        Dataset<Row> rows = train.repartition(filled);
        if (filled < numPartitions) {
            SparkContext context = train.sparkSession().sparkContext();
            JavaRDD<Row> none =
                    JavaSparkContext.fromSparkContext(context).parallelize(List.<Row>of(), numPartitions - filled);
            rows = rows.union(train.sparkSession().createDataFrame(none, train.schema()));
        }
        rows = rows.cache();
        rows.count();
        return rows;
    }

    /** Labels drawn from a softmax model over normal features. */
    static BenchmarkData generated(SparkSession spark, int numRows, int numFeatures, int numClasses) {
        double[][] coefficients = new double[numClasses][];
        Random random = new Random(SEED);
        for (int k = 0; k < numClasses; k++) {
            coefficients[k] = random.doubles(numFeatures, -1.0, 1.0)
                    .map(w -> 4.0 * w / Math.sqrt(numFeatures))
                    .toArray();
        }
        int partitions = spark.sparkContext().defaultParallelism();
        List<Integer> seeds = new ArrayList<>();
        for (int p = 0; p < partitions; p++) {
            seeds.add(p);
        }
        StructType schema =
                new StructType().add("label", DataTypes.DoubleType).add("features", SQLDataTypes.VectorType());
        Dataset<Row> rows = spark.createDataFrame(
                JavaSparkContext.fromSparkContext(spark.sparkContext())
                        .parallelize(seeds, partitions)
                        .flatMap(
                                p -> rows(numRows / partitions, coefficients, p).iterator()),
                schema);
        Dataset<Row>[] parts = rows.randomSplit(new double[] {0.8, 0.2}, SEED);
        return cached("generated " + numRows + " x " + numFeatures + " x " + numClasses, parts[0], parts[1]);
    }

    private static List<Row> rows(int numRows, double[][] coefficients, int seed) {
        Random random = new Random(SEED + 100L + seed);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < numRows; i++) {
            double[] x = new double[coefficients[0].length];
            for (int j = 0; j < x.length; j++) {
                x[j] = random.nextGaussian();
            }
            int label = 0;
            double best = Double.NEGATIVE_INFINITY;
            for (int k = 0; k < coefficients.length; k++) {
                double score = -Math.log(-Math.log(random.nextDouble()));
                for (int j = 0; j < x.length; j++) {
                    score += coefficients[k][j] * x[j];
                }
                if (score > best) {
                    best = score;
                    label = k;
                }
            }
            rows.add(RowFactory.create((double) label, Vectors.dense(x)));
        }
        return rows;
    }

    /** libsvm files; dense vectors if asked for. */
    static BenchmarkData libsvm(SparkSession spark, String train, String test, int numFeatures, boolean dense) {
        return cached(train, readLibsvm(spark, train, numFeatures, dense), readLibsvm(spark, test, numFeatures, dense));
    }

    private static Dataset<Row> readLibsvm(SparkSession spark, String path, int numFeatures, boolean dense) {
        Dataset<Row> rows =
                spark.read().format("libsvm").option("numFeatures", numFeatures).load(path);
        if (!dense) {
            return rows;
        }
        return rows.withColumn(
                "features",
                functions
                        .udf((UDF1<Vector, Vector>) Vector::toDense, SQLDataTypes.VectorType())
                        .apply(functions.col("features")));
    }

    /** Text files of lines {@code label<TAB>text}, as hashed, weighted and normalised word counts. */
    static BenchmarkData text(SparkSession spark, String train, String test, int numFeatures) {
        Dataset<Row> trainLines = readText(spark, train);
        PipelineModel pipeline = new Pipeline()
                .setStages(new PipelineStage[] {
                    new StringIndexer()
                            .setInputCol("name")
                            .setOutputCol("label")
                            .setStringOrderType("alphabetAsc"),
                    new RegexTokenizer().setPattern("\\W+").setInputCol("text").setOutputCol("words"),
                    new HashingTF()
                            .setNumFeatures(numFeatures)
                            .setInputCol("words")
                            .setOutputCol("counts"),
                    new IDF().setInputCol("counts").setOutputCol("weighted"),
                    new Normalizer().setInputCol("weighted").setOutputCol("features")
                })
                .fit(trainLines);
        return cached(train, pipeline.transform(trainLines), pipeline.transform(readText(spark, test)));
    }

    private static Dataset<Row> readText(SparkSession spark, String path) {
        return spark.read()
                .text(path)
                .select(
                        functions
                                .substring_index(functions.col("value"), "\t", 1)
                                .as("name"),
                        functions
                                .expr("substring(value, locate('\t', value) + 1)")
                                .as("text"));
    }
}
