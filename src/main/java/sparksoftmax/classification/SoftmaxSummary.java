package sparksoftmax.classification;

import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.spark.ml.classification.ClassificationSummary;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.mllib.evaluation.MulticlassMetrics;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * How well a model predicts a labeled data set: the result of {@link SoftmaxClassificationModel#evaluate}. The metrics
 * have the names and definitions of MLlib's classification summaries; the confusion matrix and the log-loss are added.
 * All metrics come from one query, which runs when the first of them is requested. Metrics by label are in the order of
 * {@link #labels}.
 *
 * <p>It is one of Spark's classification summaries, so that Spark Connect's server gives its metrics to clients.
 */
public sealed class SoftmaxSummary implements ClassificationSummary permits SoftmaxTrainingSummary {
    private static final long serialVersionUID = 1L;

    private static final int USUAL_BINS = 15;

    private final transient Supplier<Rows> source;
    private transient Rows rows;
    private ConfusionCounts counts;

    /** Predictions, and the names of their columns; {@code weightCol} is null if all rows have weight 1. */
    record Rows(
            Dataset<Row> predictions,
            EvaluatedLabels labels,
            String predictionCol,
            String probabilityCol,
            String weightCol) {
        /** Predictions in the columns that the Params of a model name. */
        static Rows of(SoftmaxClassifierParams params, Dataset<Row> predictions) {
            boolean weighted = params.isDefined(params.weightCol())
                    && !params.getWeightCol().isEmpty();
            return new Rows(
                    predictions,
                    EvaluatedLabels.of(params),
                    params.getPredictionCol(),
                    params.getProbabilityCol(),
                    weighted ? params.getWeightCol() : null);
        }
    }

    /** {@code source} is called once, when the first metric is requested; it is null if the rows are not available. */
    SoftmaxSummary(Supplier<Rows> source) {
        this.source = source;
    }

    /**
     * A summary of existing predictions.
     *
     * @param model the model that made them; its Params name the label, prediction, probability and (if set) weight
     *     columns. The label and weight columns are those to which Spark resolves the names; the other two have exactly
     *     these names
     */
    public static SoftmaxSummary of(SoftmaxClassifierParams model, Dataset<Row> predictions) {
        Rows rows = Rows.of(model, predictions);
        return new SoftmaxSummary(() -> rows);
    }

    private synchronized Rows rows() {
        if (rows == null) {
            if (source == null) {
                throw new IllegalStateException(
                        "The rows of this summary are not available: a summary that was saved, or sent elsewhere, has"
                                + " the history of the training, but not the rows. Evaluate the model on them:"
                                + " evaluate(dataset).");
            }
            rows = source.get();
        }
        return rows;
    }

    private synchronized ConfusionCounts counts() {
        if (counts == null) {
            Rows of = rows();
            counts = ConfusionCounts.of(
                    of.predictions(), of.labels(), of.predictionCol(), of.probabilityCol(), of.weightCol());
        }
        return counts;
    }

    /** The name of the label column, or of that of the distributions over the classes. */
    @Override
    public String labelCol() {
        return rows().labels().column();
    }

    /** The name of the prediction column. */
    @Override
    public String predictionCol() {
        return rows().predictionCol();
    }

    /** The name of the weight column; {@code weightCol}, as in Spark, if all rows have weight 1. */
    @Override
    public String weightCol() {
        return rows().weightCol() == null ? "weightCol" : rows().weightCol();
    }

    /** What the methods of Spark's trait use, which are all overridden here. */
    @Override
    public MulticlassMetrics org$apache$spark$ml$classification$ClassificationSummary$$multiclassMetrics() {
        throw new UnsupportedOperationException("Spark's metrics are not used: this class computes its own.");
    }

    /** Where Spark's trait would keep its metrics; see the getter. */
    @Override
    public void
            org$apache$spark$ml$classification$ClassificationSummary$_setter_$org$apache$spark$ml$classification$ClassificationSummary$$multiclassMetrics_$eq(
                    MulticlassMetrics metrics) {}

    /** The data set with the columns that the model adds. */
    @Override
    public Dataset<Row> predictions() {
        return rows().predictions();
    }

    /** The number of rows, regardless of their weights. */
    public long numRows() {
        return counts().numRows();
    }

    /** The labels of the data set, increasing. */
    @Override
    public double[] labels() {
        return counts().labels();
    }

    /** The weight of the rows by label (matrix row) and predicted class (column), in the order of {@link #classes}. */
    public Matrix confusionMatrix() {
        return counts().confusionMatrix();
    }

    /**
     * The pairs of label and predicted class that occur, ordered by label and then by predicted class: the confusion
     * matrix without its zeros, for data with many classes.
     */
    public List<Confusion> confusions() {
        return counts().confusions();
    }

    /** All labels and predicted classes that occur, increasing. */
    public double[] classes() {
        return counts().classes();
    }

    /** The share of the rows, by weight, whose label is predicted. */
    @Override
    public double accuracy() {
        ConfusionCounts of = counts();
        return IntStream.range(0, of.labels().length)
                        .mapToDouble(of::correctWeight)
                        .sum()
                / of.weightSum();
    }

    /**
     * The weighted mean of -log p_y in nats, where probabilities below 1e-15 are replaced by 1e-15. If rows have
     * distributions q over the classes ({@code labelDistributionCol}), it is that of -Σ_k q_k log p_k; all other
     * metrics take the class of the largest q as the label.
     */
    public double logLoss() {
        return counts().meanLoss();
    }

    /** For each label: of the rows for which it is predicted, the share that have it; 0 if there are no such rows. */
    @Override
    public double[] precisionByLabel() {
        ConfusionCounts of = counts();
        return byLabel(i -> ratio(of.correctWeight(i), of.predictedWeight(i)));
    }

    /** For each label: of the rows that have it, the share for which it is predicted. */
    @Override
    public double[] recallByLabel() {
        ConfusionCounts of = counts();
        return byLabel(i -> ratio(of.correctWeight(i), of.labelWeight(i)));
    }

    /** The same as {@link #recallByLabel}. */
    @Override
    public double[] truePositiveRateByLabel() {
        return recallByLabel();
    }

    /** For each label: of the rows that have another one, the share for which it is predicted; 0 if there are none. */
    @Override
    public double[] falsePositiveRateByLabel() {
        ConfusionCounts of = counts();
        return byLabel(i -> ratio(of.predictedWeight(i) - of.correctWeight(i), of.weightSum() - of.labelWeight(i)));
    }

    /** F-measure: (1 + β²) precision recall / (β² precision + recall); 0 where both are 0. */
    @Override
    public double[] fMeasureByLabel(double beta) {
        double[] precision = precisionByLabel();
        double[] recall = recallByLabel();
        return byLabel(
                i -> ratio((1.0 + beta * beta) * precision[i] * recall[i], beta * beta * precision[i] + recall[i]));
    }

    /** F-measure with β = 1. */
    @Override
    public double[] fMeasureByLabel() {
        return fMeasureByLabel(1.0);
    }

    /** The mean of {@link #precisionByLabel}, weighted by the labels' weights. */
    @Override
    public double weightedPrecision() {
        return weighted(precisionByLabel());
    }

    /** The mean of {@link #recallByLabel}, weighted by the labels' weights: the accuracy. */
    @Override
    public double weightedRecall() {
        return weighted(recallByLabel());
    }

    /** The same as {@link #weightedRecall}. */
    @Override
    public double weightedTruePositiveRate() {
        return weightedRecall();
    }

    /** The mean of {@link #falsePositiveRateByLabel}, weighted by the labels' weights. */
    @Override
    public double weightedFalsePositiveRate() {
        return weighted(falsePositiveRateByLabel());
    }

    /** The mean of {@link #fMeasureByLabel(double)}, weighted by the labels' weights. */
    @Override
    public double weightedFMeasure(double beta) {
        return weighted(fMeasureByLabel(beta));
    }

    /** The mean of {@link #fMeasureByLabel()}, weighted by the labels' weights. */
    @Override
    public double weightedFMeasure() {
        return weightedFMeasure(1.0);
    }

    /**
     * The expected calibration error, with 15 bins: by how much, on average, the probability of the predicted class
     * differs from the share of the rows for which the prediction is right. 0 is perfect. It has a query of its own.
     * Source: C. Guo, G. Pleiss, Y. Sun, K. Weinberger, "On Calibration of Modern Neural Networks", ICML 2017, section
     * 2.
     */
    public double expectedCalibrationError() {
        return expectedCalibrationError(USUAL_BINS);
    }

    /**
     * The expected calibration error with another number of bins.
     *
     * @param numBins at least 1
     */
    public double expectedCalibrationError(int numBins) {
        return reliability(numBins).expectedCalibrationError();
    }

    /**
     * The rows by the probability of their predicted class: how many there are in each of {@code numBins} intervals of
     * equal width, that probability, and how often the prediction is right. Where the two differ,
     * {@link SoftmaxClassificationModel#calibrate} may help.
     *
     * @param numBins at least 1
     * @return one element for each interval, from 0 to 1
     */
    public List<ReliabilityBin> reliabilityTable(int numBins) {
        return reliability(numBins).bins();
    }

    private ReliabilityTable reliability(int numBins) {
        if (numBins < 1) {
            throw new IllegalArgumentException("The number of bins must be at least 1, but is " + numBins + ".");
        }
        // The query of the other metrics checks labels, predictions and weights.
        counts();
        Rows of = rows();
        return ReliabilityTable.of(
                of.predictions(), of.labels(), of.predictionCol(), of.probabilityCol(), of.weightCol(), numBins);
    }

    private double[] byLabel(IntToDoubleFunction metric) {
        return IntStream.range(0, labels().length).mapToDouble(metric).toArray();
    }

    private double weighted(double[] metric) {
        double sum = 0.0;
        for (int i = 0; i < metric.length; i++) {
            sum += metric[i] * counts().labelWeight(i);
        }
        return sum / counts().weightSum();
    }

    private static double ratio(double part, double whole) {
        return whole == 0.0 ? 0.0 : part / whole;
    }
}
