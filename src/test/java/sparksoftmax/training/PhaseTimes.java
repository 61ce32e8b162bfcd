package sparksoftmax.training;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import sparksoftmax.block.Block;
import sparksoftmax.block.BlockAccumulator;
import sparksoftmax.block.BlockScan;
import sparksoftmax.block.MiniBatch;
import sparksoftmax.cluster.ClusterBlocks;
import sparksoftmax.cluster.ClusterFacts;
import sparksoftmax.cluster.FitScope;
import sparksoftmax.cluster.PackedRows;
import sparksoftmax.columns.FeatureColumns;
import sparksoftmax.driver.DriverThreads;
import sparksoftmax.features.DatasetStatistics;
import sparksoftmax.features.Regularization;
import sparksoftmax.loss.FusedLoss;
import sparksoftmax.memory.ScaledPull;
import sparksoftmax.optim.Optimizer;
import sparksoftmax.rows.InputColumns;
import sparksoftmax.sums.PartitionSums;

/**
 * Where the time of a fit goes, in seconds: for {@code scripts/benchmark.sh --phases}.
 *
 * @param ingest the scan of the source
 * @param standardize the blocks brought to the driver and mapped for fast arithmetic
 * @param pass loss and gradient of all rows, on the driver's threads
 * @param passByJob the same by a Spark job
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
        List<Double> passByJob,
        List<Double> job,
        List<Double> multiplyAdd,
        List<Double> read,
        double gigaflop,
        double gigabyte,
        OptionalDouble stored) {
    private static final InputColumns COLUMNS =
            new InputColumns(FeatureColumns.ofVectors("features"), false, "label", null, null, null, null, null);
    private static final int PASSES = 20;

    /** More bytes than rows are expected to take: tasks hand them over to the driver, as in a fit in local mode. */
    private static final long HANDED_OVER = 1L << 32;

    /** A sum that leaves every row out. */
    private record Nothing(int length) implements BlockAccumulator {
        @Override
        public void add(Block block) {}

        @Override
        public PartitionSums sums(int partition) {
            return PartitionSums.of(partition, null, new double[length]);
        }
    }

    /** What passes are held against. */
    public interface Machine {
        /** Seconds for so many floating-point operations. */
        double multiplyAdd(double gigaflop);

        /** Seconds for reading so much. */
        double read(double gigabyte);
    }

    private record NothingOf(double[] numbers) implements BlockAccumulator.Factory {
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
                all.passByJob.addAll(round.passByJob);
                all.job.addAll(round.job);
                all.multiplyAdd.addAll(round.multiplyAdd);
                all.read.addAll(round.read);
            }
        }
        return all;
    }

    private static PhaseTimes round(Dataset<Row> rows, double regParam, boolean standardization, Machine machine) {
        TrainingSettings settings = new TrainingSettings(
                SolverName.LBFGS,
                1,
                0.0,
                true,
                new Regularization(regParam, 0.0, standardization),
                true,
                new FusedLoss(),
                Optimizer.SGD,
                OptionalDouble.empty(),
                null,
                1.0,
                OptionalInt.empty(),
                2,
                0.0,
                0.0,
                1L,
                Start.DEFAULT,
                GivenBounds.NONE,
                ClassWeighting.NONE,
                false,
                null,
                null);
        long start = System.nanoTime();
        try (FitScope scope = new FitScope()) {
            PackedRows packed = PackedRows.read(
                    rows,
                    COLUMNS,
                    PlanBeforeReading.packing(
                            settings, ClusterFacts.of(rows.sparkSession().sparkContext())),
                    "blocks",
                    scope,
                    HANDED_OVER);
            double ingest = secondsSince(start);
            DatasetStatistics statistics = packed.statistics();
            Plan plan = new Plan(
                    settings,
                    statistics.numLabels(),
                    statistics,
                    packed.partitions(),
                    false,
                    null,
                    ClusterFacts.of(rows.sparkSession().sparkContext()));
            start = System.nanoTime();
            ClusterBlocks read = packed.training(scope, 2);
            BlockScan onDriver = read.onDriver(new DriverThreads(plan.driverThreads()))
                    .mapped(plan.featureMap())
                    .cached("mapped")
                    .scan();
            double map = secondsSince(start);
            BlockScan byJobs = read.mapped(plan.featureMap()).cached("mapped").scan();
            Objective objectiveByJobs = objective(byJobs, plan);
            Objective objective = objective(onDriver, plan);
            double[] parameters = new double[plan.scaling().numParameters()];
            double[] gradient = new double[parameters.length];
            double cells = (double) statistics.numRows() * plan.varying().columns().length;
            PhaseTimes times = new PhaseTimes(
                    new ArrayList<>(List.of(ingest)),
                    new ArrayList<>(List.of(map)),
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>(),
                    4e-9 * cells * plan.numClasses(),
                    1e-9 * cells * Float.BYTES,
                    plan.storage().isCentered()
                            ? OptionalDouble.empty()
                            : OptionalDouble.of(plan.statistics().density()));
            for (int i = 0; i < PASSES; i++) {
                start = System.nanoTime();
                objective.valueAndGradient(parameters, gradient);
                times.pass.add(secondsSince(start));
                start = System.nanoTime();
                objectiveByJobs.valueAndGradient(parameters, gradient);
                times.passByJob.add(secondsSince(start));
                start = System.nanoTime();
                byJobs.sum(new NothingOf(parameters), MiniBatch.ALL);
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

    private static Objective objective(BlockScan scan, Plan plan) {
        return new Objective(
                scan,
                plan.settings().loss(),
                plan.scalingOnBlocks(),
                plan.sumBounds(),
                plan.penalty(plan.scaling()),
                ScaledPull.NONE,
                true);
    }

    private static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }
}
