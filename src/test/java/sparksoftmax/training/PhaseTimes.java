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
 * @param gigaflop of a pass's products
 * @param gigabyte of the blocks
 */
public record PhaseTimes(
        List<Double> ingest,
        List<Double> standardize,
        List<Double> pass,
        List<Double> job,
        double gigaflop,
        double gigabyte) {
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

    private record NothingOf(double[] numbers) implements BlockAccumulator.Factory<Nothing> {
        @Override
        public Nothing create() {
            return new Nothing(numbers.length);
        }
    }

    /** Times so many rounds after {@code warmUp} others. */
    public static PhaseTimes of(Dataset<Row> rows, double regParam, boolean standardization, int runs, int warmUp) {
        PhaseTimes times = new PhaseTimes(
                new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), Double.NaN, Double.NaN);
        for (int run = -warmUp; run < runs; run++) {
            PhaseTimes round = round(rows, regParam, standardization);
            if (run >= 0) {
                times.ingest.addAll(round.ingest);
                times.standardize.addAll(round.standardize);
                times.pass.addAll(round.pass);
                times.job.addAll(round.job);
                times = new PhaseTimes(
                        times.ingest, times.standardize, times.pass, times.job, round.gigaflop, round.gigabyte);
            }
        }
        return times;
    }

    private static PhaseTimes round(Dataset<Row> rows, double regParam, boolean standardization) {
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
            Coordinates coordinates = new Coordinates(statistics, settings, numClasses, true);
            boolean dense = statistics.density() >= Training.DENSE_FROM;
            StepSpace space = coordinates.ofEqualCurvature();
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
            List<Double> pass = new ArrayList<>();
            List<Double> job = new ArrayList<>();
            for (int i = 0; i < PASSES; i++) {
                start = System.nanoTime();
                objective.valueAndGradient(parameters, gradient);
                pass.add(secondsSince(start));
                start = System.nanoTime();
                scan.aggregate(new NothingOf(parameters), MiniBatch.ALL);
                job.add(secondsSince(start));
                for (int p = 0; p < parameters.length; p++) {
                    parameters[p] -= gradient[p];
                }
            }
            double stored = (dense ? 1.0 : statistics.density()) * statistics.numRows() * statistics.numFeatures();
            return new PhaseTimes(
                    List.of(ingest),
                    List.of(standardize),
                    pass,
                    job,
                    4e-9 * stored * numClasses,
                    1e-9 * stored * (dense ? Float.BYTES : Double.BYTES + Integer.BYTES));
        }
    }

    private static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }
}
