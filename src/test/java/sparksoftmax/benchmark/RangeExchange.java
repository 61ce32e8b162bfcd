package sparksoftmax.benchmark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.spark.HashPartitioner;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import scala.Tuple2;
import sparksoftmax.sums.FixedPointSum;
import sparksoftmax.sums.FixedPointUnits;

/**
 * An experiment: passes of gradient descent with coefficients that are cut by feature range over the executors, beside
 * passes with a broadcast of all coefficients and a tree of sums. Both compute the same gradient by the same code, and
 * must end with the same bits. Every feature that is present is 1.
 */
@Command(
        name = "benchmark.sh --ranges",
        mixinStandardHelpOptions = true,
        description = "Times passes with coefficients cut by feature range, beside passes with a broadcast of them.")
final class RangeExchange implements Callable<Integer> {
    private static final double STEP = 10.0;

    @Mixin
    private WideFit.Sizes sizes;

    @Option(names = "--partitions", defaultValue = "8", description = "Of the rows. Default: ${DEFAULT-VALUE}")
    private int partitions;

    @Option(names = "--ranges", defaultValue = "8", description = "Of the features. Default: ${DEFAULT-VALUE}")
    private int ranges;

    @Option(names = "--passes", defaultValue = "3", description = "Default: ${DEFAULT-VALUE}")
    private int passes;

    @Option(names = "--master", defaultValue = "local[2]", description = "Default: ${DEFAULT-VALUE}")
    private String master;

    @Option(names = "--only", description = "broadcast or ranges. Default: both")
    private String only;

    private final AtomicLong shuffled = new AtomicLong();
    private final AtomicLong results = new AtomicLong();

    /** The coefficients of some features, [features x K], of the range {@code range}. */
    private record Piece(int range, double[] values) implements Serializable {}

    /** What partition {@code partition} needs of a range: features, counted from the start of the range. */
    private record Route(int partition, int[] features) implements Serializable {}

    /** Runs. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new RangeExchange()).execute(args));
    }

    @Override
    public Integer call() {
        SparkConf conf = new SparkConf()
                .setMaster(master)
                .setAppName("range exchange")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.executor.extraClassPath", System.getProperty("java.class.path"));
        try (JavaSparkContext context = new JavaSparkContext(conf)) {
            context.sc().addSparkListener(new SparkListener() {
                @Override
                public void onTaskEnd(SparkListenerTaskEnd end) {
                    shuffled.addAndGet(end.taskMetrics().shuffleWriteMetrics().bytesWritten());
                    results.addAndGet(end.taskMetrics().resultSize());
                }
            });
            WideRows rows = sizes.rows();
            int numPartitions = partitions;
            JavaRDD<WidePart> parts = context.parallelize(
                            IntStream.range(0, partitions).boxed().toList(), partitions)
                    .map(p -> WidePart.of(rows, p, numPartitions))
                    .cache();
            double touched = parts.map(part -> (double) part.touched().length).reduce(Double::sum) / partitions;
            System.out.printf(
                    Locale.ROOT,
                    "%,d coefficients, %d partitions, each with %.1f %% of the features; a broadcast sends %,d MB to each"
                            + " executor%n",
                    (long) rows.numFeatures() * rows.numClasses(),
                    partitions,
                    100.0 * touched / rows.numFeatures(),
                    (long) Double.BYTES * rows.numFeatures() * rows.numClasses() >> 20);
            forget(context);
            Long broadcast = "ranges".equals(only) ? null : byBroadcast(context, rows, parts);
            Long byRanges = "broadcast".equals(only) ? null : byRanges(context, rows, parts);
            if (broadcast != null && byRanges != null && !broadcast.equals(byRanges)) {
                throw new IllegalStateException("The two ways ended with different coefficients.");
            }
        }
        return 0;
    }

    private long byBroadcast(JavaSparkContext context, WideRows rows, JavaRDD<WidePart> parts) {
        int numClasses = rows.numClasses();
        FixedPointUnits units = units(rows, rows.numFeatures());
        double[] coefficients = new double[rows.numFeatures() * numClasses];
        for (int pass = 1; pass <= passes; pass++) {
            long start = System.nanoTime();
            Broadcast<double[]> sent = context.broadcast(coefficients);
            FixedPointSum sum = parts.map(part -> FixedPointSum.of(
                            units,
                            part.touched(),
                            part.gradient(gather(sent.value(), part.touched(), numClasses), numClasses)))
                    .treeAggregate(
                            FixedPointSum.zero(units, new int[0]), RangeExchange::plus, RangeExchange::plus, 2, true);
            step(coefficients, sum.toDoubles(units), rows.numRows());
            sent.destroy();
            report(context, "broadcast", pass, start);
        }
        return checksum(coefficients, 0);
    }

    private long byRanges(JavaSparkContext context, WideRows rows, JavaRDD<WidePart> parts) {
        int numClasses = rows.numClasses();
        int numRows = rows.numRows();
        int length = (rows.numFeatures() + ranges - 1) / ranges;
        int numRanges = ranges;
        FixedPointUnits units = units(rows, length);
        HashPartitioner byRange = new HashPartitioner(ranges);
        HashPartitioner byPartition = new HashPartitioner(partitions);
        JavaPairRDD<Integer, Route> routes = parts.flatMapToPair(part -> IntStream.range(0, numRanges)
                        .mapToObj(r -> new Tuple2<>(r, new Route(part.number(), part.ofRange(r, length))))
                        .iterator())
                .partitionBy(byRange)
                .cache();
        JavaRDD<Piece> pieces = context.parallelize(
                        IntStream.range(0, ranges).boxed().toList(), ranges)
                .map(r -> new Piece(r, new double[length * numClasses]))
                .cache();
        routes.count();
        pieces.count();
        forget(context);
        for (int pass = 1; pass <= passes; pass++) {
            long start = System.nanoTime();
            JavaPairRDD<Integer, Piece> fetched = JavaPairRDD.fromJavaRDD(
                            pieces.zipPartitions(routes, (piece, asked) -> {
                                Piece all = piece.next();
                                List<Tuple2<Integer, Piece>> answers = new ArrayList<>();
                                asked.forEachRemaining(route -> answers.add(new Tuple2<>(
                                        route._2.partition,
                                        new Piece(all.range, gather(all.values, route._2.features, numClasses)))));
                                return answers.iterator();
                            }))
                    .partitionBy(byPartition);
            JavaPairRDD<Integer, FixedPointSum> sums = JavaPairRDD.fromJavaRDD(
                            parts.zipPartitions(fetched, (part, all) -> {
                                WidePart own = part.next();
                                double[][] ofRange = new double[numRanges][];
                                all.forEachRemaining(piece -> ofRange[piece._2.range] = piece._2.values);
                                double[] gradient = own.gradient(joined(ofRange), numClasses);
                                List<Tuple2<Integer, FixedPointSum>> shares = new ArrayList<>();
                                int from = 0;
                                for (int r = 0; r < numRanges; r++) {
                                    int to = from + ofRange[r].length;
                                    double[] share = Arrays.copyOfRange(gradient, from, to);
                                    shares.add(new Tuple2<>(r, FixedPointSum.of(units, own.ofRange(r, length), share)));
                                    from = to;
                                }
                                return shares.iterator();
                            }))
                    .reduceByKey(byRange, RangeExchange::plus);
            JavaRDD<Piece> next = pieces.zipPartitions(sums, (piece, sum) -> {
                        Piece old = piece.next();
                        double[] values = old.values.clone();
                        step(values, sum.next()._2.toDoubles(units), numRows);
                        return List.of(new Piece(old.range, values)).iterator();
                    })
                    .cache();
            next.count();
            pieces.unpersist(true);
            pieces = next;
            report(context, "ranges", pass, start);
        }
        return pieces.map(piece -> checksum(piece.values, (long) piece.range * length * numClasses))
                .reduce(Long::sum);
    }

    private void report(JavaSparkContext context, String way, int pass, long start) {
        double seconds = (System.nanoTime() - start) * 1e-9;
        settle(context);
        System.out.printf(
                Locale.ROOT,
                "%-10s pass %d: %6.2f s, %,6d MB shuffled, %,6d MB of results to the driver%n",
                way,
                pass,
                seconds,
                shuffled.getAndSet(0L) >> 20,
                results.getAndSet(0L) >> 20);
    }

    /** Waits until the listener has seen all tasks that have ended. */
    private static void settle(JavaSparkContext context) {
        try {
            context.sc().listenerBus().waitUntilEmpty();
        } catch (TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    private void forget(JavaSparkContext context) {
        settle(context);
        shuffled.set(0L);
        results.set(0L);
    }

    /** A multiplier is at most 1, so no sum exceeds the number of rows. */
    private static FixedPointUnits units(WideRows rows, int numFeatures) {
        double[] bounds = new double[numFeatures];
        Arrays.fill(bounds, rows.numRows());
        return FixedPointUnits.ofBounds(bounds, rows.numClasses());
    }

    private static FixedPointSum plus(FixedPointSum sum, FixedPointSum other) {
        sum.add(other);
        return sum;
    }

    private static double[] gather(double[] coefficients, int[] features, int numClasses) {
        double[] gathered = new double[features.length * numClasses];
        for (int p = 0; p < features.length; p++) {
            System.arraycopy(coefficients, features[p] * numClasses, gathered, p * numClasses, numClasses);
        }
        return gathered;
    }

    private static double[] joined(double[][] pieces) {
        double[] all =
                new double[Arrays.stream(pieces).mapToInt(piece -> piece.length).sum()];
        int from = 0;
        for (double[] piece : pieces) {
            System.arraycopy(piece, 0, all, from, piece.length);
            from += piece.length;
        }
        return all;
    }

    private static void step(double[] coefficients, double[] gradient, int numRows) {
        for (int i = 0; i < coefficients.length; i++) {
            coefficients[i] -= STEP / numRows * gradient[i];
        }
    }

    /** A sum over the coefficients that changes if a bit of one does; {@code first} is the number of the first one. */
    private static long checksum(double[] coefficients, long first) {
        long sum = 0L;
        for (int i = 0; i < coefficients.length; i++) {
            sum += (2L * (first + i) + 1L) * Double.doubleToLongBits(coefficients[i] + 0.0);
        }
        return sum;
    }
}
