package sparksoftmax.classification;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * How well a model predicts a labelled data set: from {@link SoftmaxClassificationModel#evaluate}. The names and
 * definitions are those of MLlib's classification summaries, with the confusion matrix and the log-loss besides. All
 * figures come from one job, run when the first is asked for. Metrics by label are in the order of {@link #labels}.
 */
public sealed class SoftmaxSummary implements Serializable permits SoftmaxTrainingSummary {
    private static final long serialVersionUID = 1L;

    /** Probabilities below are taken for this when a logarithm is. */
    private static final double LEAST_PROBABILITY = 1e-15;

    private final transient Supplier<Rows> source;
    private transient Rows rows;
    private Counts counts;

    /** Predictions, and the names of their columns; the weight's is null if rows have none. */
    record Rows(
            Dataset<Row> predictions, String labelCol, String predictionCol, String probabilityCol, String weightCol) {
        /** Predictions of a model, in the columns that its Params name. */
        static Rows of(SoftmaxClassificationModel model, Dataset<Row> predictions) {
            boolean weighted =
                    model.isDefined(model.weightCol()) && !model.getWeightCol().isEmpty();
            return new Rows(
                    predictions,
                    model.getLabelCol(),
                    model.getPredictionCol(),
                    model.getProbabilityCol(),
                    weighted ? model.getWeightCol() : null);
        }
    }

    /**
     * A summary.
     *
     * @param source asked once, when a figure is first wanted; null if the rows are gone
     */
    SoftmaxSummary(Supplier<Rows> source) {
        this.source = source;
    }

    /**
     * A summary of predictions made already.
     *
     * @param model whose label, prediction, probability and (if set) weight columns they have
     */
    public static SoftmaxSummary of(SoftmaxClassificationModel model, Dataset<Row> predictions) {
        return new SoftmaxSummary(() -> Rows.of(model, predictions));
    }

    private synchronized Rows rows() {
        if (rows == null) {
            if (source == null) {
                throw new IllegalStateException(
                        "The rows are not at hand: a summary that was saved, or sent elsewhere, has"
                                + " what is known of the training, but not the rows. Evaluate the model on them: evaluate(dataset).");
            }
            rows = source.get();
        }
        return rows;
    }

    /** Weights of the rows by label and prediction, and their loss. */
    private static final class Counts implements Serializable {
        private static final long serialVersionUID = 1L;

        private final TreeMap<Double, TreeMap<Double, Double>> weights = new TreeMap<>();
        private long numRows;
        private double weightSum;
        private double lossSum;

        void add(double label, double prediction, double probability, double weight) {
            weights.computeIfAbsent(label, key -> new TreeMap<>()).merge(prediction, weight, Double::sum);
            numRows++;
            weightSum += weight;
            lossSum -= weight * Math.log(Math.max(LEAST_PROBABILITY, probability));
        }

        void merge(Counts other) {
            other.weights.forEach((label, row) -> {
                TreeMap<Double, Double> sums = weights.computeIfAbsent(label, key -> new TreeMap<>());
                row.forEach((prediction, weight) -> sums.merge(prediction, weight, Double::sum));
            });
            numRows += other.numRows;
            weightSum += other.weightSum;
            lossSum += other.lossSum;
        }

        double count(double label, double prediction) {
            return weights.getOrDefault(label, new TreeMap<>()).getOrDefault(prediction, 0.0);
        }

        double ofLabel(double label) {
            return weights.getOrDefault(label, new TreeMap<>()).values().stream()
                    .mapToDouble(Double::doubleValue)
                    .sum();
        }

        double ofPrediction(double prediction) {
            return weights.keySet().stream()
                    .mapToDouble(label -> count(label, prediction))
                    .sum();
        }
    }

    private static Iterator<Counts> count(Iterator<Row> rows) {
        Counts sum = new Counts();
        rows.forEachRemaining(row -> {
            double label = row.getDouble(0);
            Vector probability = row.getAs(2);
            boolean known = label >= 0 && label < probability.size();
            sum.add(label, row.getDouble(1), known ? probability.apply((int) label) : 0.0, row.getDouble(3));
        });
        return List.of(sum).iterator();
    }

    private synchronized Counts counts() {
        if (counts == null) {
            Rows of = rows();
            Column weight = of.weightCol() == null
                    ? functions.lit(1.0)
                    : functions.col(of.weightCol()).cast("double");
            Counts sum = new Counts();
            of.predictions()
                    .select(
                            functions.col(of.labelCol()).cast("double"),
                            functions.col(of.predictionCol()),
                            functions.col(of.probabilityCol()),
                            weight)
                    .javaRDD()
                    .mapPartitions(SoftmaxSummary::count)
                    .collect()
                    .forEach(sum::merge);
            if (sum.weightSum <= 0.0) {
                throw new IllegalArgumentException(
                        "An evaluation needs at least one row of positive weight, but there is none.");
            }
            counts = sum;
        }
        return counts;
    }

    /** The data set with the model's columns. */
    public Dataset<Row> predictions() {
        return rows().predictions();
    }

    /** The number of rows, of whatever weight. */
    public long numRows() {
        return counts().numRows;
    }

    /** The labels of the data set, increasing. */
    public double[] labels() {
        return counts().weights.keySet().stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
    }

    /**
     * The weight of the rows of each class (matrix row) by predicted class (column): classes as in {@link #classes}.
     */
    public Matrix confusionMatrix() {
        double[] classes = classes();
        double[] values = new double[classes.length * classes.length];
        for (int i = 0; i < classes.length; i++) {
            for (int j = 0; j < classes.length; j++) {
                values[j * classes.length + i] = counts().count(classes[i], classes[j]);
            }
        }
        return new DenseMatrix(classes.length, classes.length, values);
    }

    /** All labels and predictions that occur, increasing. */
    public double[] classes() {
        TreeSet<Double> classes = new TreeSet<>(counts().weights.keySet());
        counts().weights.values().forEach(row -> classes.addAll(row.keySet()));
        return classes.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** The share of the rows, by weight, that are predicted right. */
    public double accuracy() {
        double right = Arrays.stream(labels()).map(k -> counts().count(k, k)).sum();
        return right / counts().weightSum;
    }

    /** The weighted mean of -log p_y in nats, probabilities below 1e-15 taken for that. */
    public double logLoss() {
        return counts().lossSum / counts().weightSum;
    }

    /** Of the rows predicted to be of a label, the share that is; 0 if there are none. */
    public double[] precisionByLabel() {
        return byLabel(k -> ratio(counts().count(k, k), counts().ofPrediction(k)));
    }

    /** Of the rows of a label, the share predicted to be. */
    public double[] recallByLabel() {
        return byLabel(k -> ratio(counts().count(k, k), counts().ofLabel(k)));
    }

    /** The same as {@link #recallByLabel}. */
    public double[] truePositiveRateByLabel() {
        return recallByLabel();
    }

    /** Of the rows of other labels, the share predicted to be of this; 0 if there are none. */
    public double[] falsePositiveRateByLabel() {
        return byLabel(
                k -> ratio(counts().ofPrediction(k) - counts().count(k, k), counts().weightSum - counts().ofLabel(k)));
    }

    /** F-measure: (1 + β²) precision recall / (β² precision + recall); 0 where both are. */
    public double[] fMeasureByLabel(double beta) {
        double[] precision = precisionByLabel();
        double[] recall = recallByLabel();
        double[] f = new double[precision.length];
        for (int i = 0; i < f.length; i++) {
            f[i] = ratio((1.0 + beta * beta) * precision[i] * recall[i], beta * beta * precision[i] + recall[i]);
        }
        return f;
    }

    /** F-measure with β = 1. */
    public double[] fMeasureByLabel() {
        return fMeasureByLabel(1.0);
    }

    /** The mean of {@link #precisionByLabel}, by the labels' weights. */
    public double weightedPrecision() {
        return weighted(precisionByLabel());
    }

    /** The mean of {@link #recallByLabel}, by the labels' weights: the accuracy. */
    public double weightedRecall() {
        return weighted(recallByLabel());
    }

    /** The same as {@link #weightedRecall}. */
    public double weightedTruePositiveRate() {
        return weightedRecall();
    }

    /** The mean of {@link #falsePositiveRateByLabel}, by the labels' weights. */
    public double weightedFalsePositiveRate() {
        return weighted(falsePositiveRateByLabel());
    }

    /** The mean of {@link #fMeasureByLabel(double)}, by the labels' weights. */
    public double weightedFMeasure(double beta) {
        return weighted(fMeasureByLabel(beta));
    }

    /** The mean of {@link #fMeasureByLabel()}, by the labels' weights. */
    public double weightedFMeasure() {
        return weightedFMeasure(1.0);
    }

    private double[] byLabel(java.util.function.DoubleUnaryOperator metric) {
        return Arrays.stream(labels()).map(metric).toArray();
    }

    private double weighted(double[] metric) {
        double[] labels = labels();
        double sum = 0.0;
        for (int i = 0; i < labels.length; i++) {
            sum += metric[i] * counts().ofLabel(labels[i]);
        }
        return sum / counts().weightSum;
    }

    private static double ratio(double part, double whole) {
        return whole == 0.0 ? 0.0 : part / whole;
    }
}
