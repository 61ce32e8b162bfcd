package sparksoftmax.soak;

import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import sparksoftmax.RecordedJobs;
import sparksoftmax.classification.SoftmaxClassificationModel;
import sparksoftmax.classification.SoftmaxClassifier;

/** Trains a model, and knows which of its Spark jobs are passes over the packed rows. */
interface Contender {
    /** As it stands in the table. */
    String name();

    /** Trains on rows, and answers with the objective at the end. */
    double fit(Dataset<Row> rows);

    /** Whether a job of the fit computes losses, gradients or local steps of all rows. */
    boolean isPass(RecordedJobs.Job job);

    /** Of ours, one for each solver, then Spark's if asked for. */
    static List<Contender> of(List<String> solvers, int maxIter, boolean withMllib) {
        Stream<Contender> ours = solvers.stream().map(solver -> new Ours(solver, maxIter));
        Stream<Contender> mllib = withMllib ? Stream.of(new Mllib(maxIter)) : Stream.empty();
        return Stream.concat(ours, mllib).toList();
    }

    /** {@link SoftmaxClassifier}, whose passes are Spark jobs also if the driver could hold the rows. */
    record Ours(String solver, int maxIter) implements Contender {
        @Override
        public String name() {
            return "SoftmaxClassifier " + solver;
        }

        @Override
        public double fit(Dataset<Row> rows) {
            SoftmaxClassificationModel model = new SoftmaxClassifier()
                    .setSolver(solver)
                    .setMaxIter(maxIter)
                    .setMaxDriverDataInMB(0.0)
                    .setSeed(1L)
                    .fit(rows);
            return last(model.summary().objectiveHistory());
        }

        @Override
        public boolean isPass(RecordedJobs.Job job) {
            return job.description() != null
                    && job.description().matches(".*: (pass .*|objective at the start|objective after pass .*)");
        }
    }

    /** Spark's own {@link LogisticRegression}. */
    record Mllib(int maxIter) implements Contender {
        @Override
        public String name() {
            return "LogisticRegression";
        }

        @Override
        public double fit(Dataset<Row> rows) {
            LogisticRegressionModel model = new LogisticRegression()
                    .setFamily("multinomial")
                    .setMaxIter(maxIter)
                    .fit(rows);
            return last(model.summary().objectiveHistory());
        }

        @Override
        public boolean isPass(RecordedJobs.Job job) {
            return job.stageNames().stream().anyMatch(name -> name.contains("RDDLossFunction"));
        }
    }

    private static double last(double[] history) {
        return history[history.length - 1];
    }
}
