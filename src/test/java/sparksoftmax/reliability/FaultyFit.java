package sparksoftmax.reliability;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import sparksoftmax.GeneratedRows;
import sparksoftmax.classification.SoftmaxClassificationModel;
import sparksoftmax.classification.SoftmaxClassifier;
import sparksoftmax.classification.TrainingListener;

/**
 * A fit that is disturbed: all its passes are Spark jobs.
 *
 * @param solver the solver
 * @param rows what it is trained on
 */
record FaultyFit(String solver, Rows rows) {
    /** Rows, and how they are divided into partitions. */
    enum Rows {
        DENSE(GeneratedRows.dense(6_000, 20, 5, 61L)),
        SPARSE(GeneratedRows.sparse(6_000, 300, 5, 10, 62L)),
        /** Each partition has one class, so that local steps take a shuffle first. */
        BY_CLASS(GeneratedRows.dense(6_000, 20, 5, 63L)),
        /** The first partition has most rows, so that other solvers take a shuffle first. */
        UNEVEN(GeneratedRows.dense(20_000, 90, 5, 64L)),
        /** The gradients of the partitions are so large that executors add them up. */
        WIDE(GeneratedRows.sparse(2_000, 60_000, 10, 20, 65L));

        private static final int PARTITIONS = 4;

        private final GeneratedRows rows;

        Rows(GeneratedRows rows) {
            this.rows = rows;
        }

        Dataset<Row> on(SparkSession spark) {
            return switch (this) {
                case BY_CLASS -> rows.toDatasetByLabel(spark, PARTITIONS);
                case UNEVEN ->
                    rows.toDataset(spark, new int[][] {
                        range(0, 17_000), range(17_000, 18_000), range(18_000, 19_000), range(19_000, 20_000)
                    });
                default -> rows.toDataset(spark, PARTITIONS);
            };
        }

        private static int[] range(int from, int to) {
            return IntStream.range(from, to).toArray();
        }
    }

    /** All solvers on both kinds of storage. */
    static Stream<FaultyFit> all() {
        return Stream.of("auto", "l-bfgs", "localSgd", "sgd")
                .flatMap(solver -> Stream.of(Rows.DENSE, Rows.SPARSE).map(rows -> new FaultyFit(solver, rows)));
    }

    /** Fits. */
    SoftmaxClassificationModel run(SparkSession spark, TrainingListener listener) {
        return new SoftmaxClassifier()
                .setSolver(solver)
                .setSeed(7L)
                .setRegParam(1e-3)
                .setMaxIter(8)
                .setTol(0.0)
                .setMaxDriverDataInMB(0.0)
                .setListener(listener)
                .fit(rows.on(spark));
    }

    @Override
    public String toString() {
        return solver + " " + rows;
    }
}
