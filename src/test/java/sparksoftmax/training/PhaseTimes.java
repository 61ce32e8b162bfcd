package sparksoftmax.training;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import sparksoftmax.block.Block;
import sparksoftmax.block.BlockAccumulator;
import sparksoftmax.block.FeatureMap;
import sparksoftmax.loss.FusedLoss;
import sparksoftmax.loss.Penalty;
import sparksoftmax.optim.LearningRateSchedule;
import sparksoftmax.optim.Optimizer;

/**
 * Where the time of a fit goes, in seconds: for {@code scripts/benchmark.sh --phases}.
 *
 * @param ingest the scan of the source
 * @param standardize the blocks mapped for fast arithmetic
 * @param pass loss and gradient of all rows, with Spark's job
 * @param job a Spark job that brings as many numbers there and back, and does nothing
 * @param multiplyAdd the machine's time for the products of a pass over dense rows
 * @param read the machine's time for reading dense rows
 * @param gigaflop of the products of a pass over dense rows
 * @param gigabyte of dense rows
 * @param stored the share of the dense rows' values that is stored, if rows are sparse
 */
public record PhaseTimes(
        List<Double> ingest,
        List<Double> standardize,
        List<Double> pass,
        List<Double> job,
        List<Double> multiplyAdd,
        List<Double> read,
        double gigaflop,
        double gigabyte,
        OptionalDouble stored) {
    private static final InputColumns COLUMNS = new InputColumns("features", "label", null, null);
    private static final int PASSES = 20;

    /** A sum that leaves every row out. */
    private static final class Nothing implements BlockAccumulator<Nothing> {
        private static final long serialVersionUID = 1L;
        private final double[] numbers;

        Nothing(int length) {
            numbers = new double[length];
        }

        @Override
        public void add(Block block) {}

        @Override
        public void merge(Nothing other) {
            numbers[0] += other.numbers[0];
        }
    }

    /** What passes are held against. */
    public interface Machine {
        /** Seconds for so many floating-point operations. */
        double multiplyAdd(double gigaflop);

        /** Seconds for reading so much. */
        double read(double gigabyte);
    }

    private record NothingOf(double[] numbers) implements BlockAccumulator.Factory<Nothing> {
        @Override
        public Nothing create() {
            return new Nothing(numbers.length);
        }
    }

    /** Times so many rounds after {@code warmUp} others. */
    public static PhaseTimes of(
            Dataset<Row> rows, double regParam, boolean standardization, int runs, int warmUp, Machine machine) {
        PhaseTimes all = null;
        for (int run = -warmUp; run < runs; run++) {
            PhaseTimes round = round(rows, regParam, standardization, machine);
            if (run <= 0) {
                all = round;
            } else {
                all.ingest.addAll(round.ingest);
                all.standardize.addAll(round.standardize);
                all.pass.addAll(round.pass);
                all.job.addAll(round.job);
                all.multiplyAdd.addAll(round.multiplyAdd);
                all.read.addAll(round.read);
            }
        }
        return all;
    }

    private static PhaseTimes round(Dataset<Row> rows, double regParam, boolean standardization, Machine machine) {
        TrainingSettings settings = new TrainingSettings(
                1,
                0.0,
                true,
                regParam,
                0.0,
                standardization,
                true,
                new FusedLoss(),
                Solver.LBFGS,
                Optimizer.SGD,
                OptionalDouble.empty(),
                LearningRateSchedule.CONSTANT,
                1.0,
                OptionalInt.empty(),
                2,
                0.0,
                1L);
        long start = System.nanoTime();
        try (TrainingData data = TrainingData.read(rows, COLUMNS, settings, "blocks", "no rows")) {
            double ingest = secondsSince(start);
            int numClasses = data.numClasses(COLUMNS);
            DatasetStatistics statistics = data.statistics().of(data.moving());
            Scalings coordinates = new Scalings(statistics, settings, numClasses, true);
            boolean dense = statistics.density() >= FeatureMap.denseFrom();
            Scaling space = coordinates.ofEqualCurvature();
            start = System.nanoTime();
            ClusterScan scan = data.standardizedScan(
                    space.scale(), space.center(), dense ? FeatureMap.Storage.DENSE : FeatureMap.Storage.SPARSE_SINGLE);
            double standardize = secondsSince(start);
            double[] penalty = new double[statistics.numFeatures()];
            Objective objective = new Objective(
                    scan,
                    settings.loss(),
                    space.ofStandardizedBlocks(dense),
                    new Penalty(penalty, penalty, numClasses),
                    true);
            double[] parameters = new double[space.numParameters()];
            double[] gradient = new double[parameters.length];
            double cells = (double) statistics.numRows() * statistics.numFeatures();
            PhaseTimes times = new PhaseTimes(
                    new ArrayList<>(List.of(ingest)),
                    new ArrayList<>(List.of(standardize)),
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>(),
                    4e-9 * cells * numClasses,
                    1e-9 * cells * Float.BYTES,
                    dense ? OptionalDouble.empty() : OptionalDouble.of(statistics.density()));
            for (int i = 0; i < PASSES; i++) {
                start = System.nanoTime();
                objective.valueAndGradient(parameters, gradient);
                times.pass.add(secondsSince(start));
                start = System.nanoTime();
                scan.aggregate(new NothingOf(parameters), MiniBatch.ALL);
                times.job.add(secondsSince(start));
                times.multiplyAdd.add(machine.multiplyAdd(times.gigaflop));
                times.read.add(machine.read(times.gigabyte));
                for (int p = 0; p < parameters.length; p++) {
                    parameters[p] -= gradient[p];
                }
            }
            return times;
        }
    }

    private static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }
}
