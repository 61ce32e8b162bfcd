package sparksoftmax.app;

import static org.apache.spark.ml.functions.array_to_vector;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.mllib.linalg.Vectors;
import org.apache.spark.mllib.stat.MultivariateOnlineSummarizer;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import sparksoftmax.classification.SoftmaxClassificationModel;

/**
 * What a report says of predictions besides the metrics of a summary: sums by confidence, the ranks of the labels, the
 * most certain mistakes, and the standard deviations of the features. One Spark job makes an object of this class from
 * each partition; the driver merges them in the order of the partitions, so the figures do not depend on the order in
 * which tasks end. Mutable; not thread-safe. (Public only because Spark's encoders ask for it.)
 *
 * <p>Confidence is the probability p of the predicted class. A row belongs to bin m of {@value #BINS} if p is in ((m -
 * 1) / {@value #BINS}, m / {@value #BINS}]; p = 0 belongs to the first. With w(B) for the weight of the rows of bin B,
 * acc(B) for the share of them that are predicted rightly, and conf(B) for the mean of their p, both weighted, the
 * expected calibration error is the sum of w(B) |acc(B) - conf(B)| over all bins, divided by the weight of all rows.
 * Source: C. Guo, G. Pleiss, Y. Sun, K. Q. Weinberger, "On Calibration of Modern Neural Networks", ICML 2017, section
 * 2.
 *
 * <p>The rank of a label is the number of classes that are more probable; of classes of the same probability, the one
 * with the smaller index comes first, as in predictions.
 */
public final class PredictionDetails implements Serializable {
    private static final long serialVersionUID = 1L;

    static final int BINS = 15;
    static final int MOST_MISTAKES = 20;

    /** Models with more features are reported without standard deviations and pictures. */
    static final int MOST_FEATURES = 10_000;

    private static final int LONGEST_VALUE = 80;
    private static final int[] RANKS = {1, 2, 3, 5};

    private static final String LABEL = "label";
    private static final String PREDICTION = "prediction";
    private static final String WEIGHT = "weight";
    private static final String PROBABILITY = "probability";
    private static final String VALUES = "values";
    private static final String FEATURES = "features";

    private final double[] binWeights = new double[BINS];
    private final double[] binConfidences = new double[BINS];
    private final double[] binCorrect = new double[BINS];
    private final double[] rankedBelow = new double[RANKS.length];
    private final MultivariateOnlineSummarizer moments = new MultivariateOnlineSummarizer();
    private double mistakeWeight;
    private final List<Mistake> mistakes = new ArrayList<>();

    /**
     * A wrong prediction.
     *
     * @param labelProbability 0 if the label is no class of the model
     * @param values of the columns that are shown, as text
     * @param features null if the model has too many
     */
    record Mistake(
            double label,
            double prediction,
            double probability,
            double labelProbability,
            List<String> values,
            double[] features)
            implements Serializable {}

    private PredictionDetails() {}

    /**
     * Computes the details of predictions.
     *
     * @param model names the columns, as in {@code SoftmaxSummary.of}
     * @param shownColumns the exact names of the columns whose values are kept of mistakes
     */
    static PredictionDetails of(SoftmaxClassificationModel model, Dataset<Row> predictions, List<String> shownColumns) {
        Column label = functions.col(model.getLabelCol()).cast("double");
        Column prediction = exactly(model.getPredictionCol()).cast("double");
        boolean weighted =
                model.isDefined(model.weightCol()) && !model.getWeightCol().isEmpty();
        Column weight = weighted ? functions.col(model.getWeightCol()).cast("double") : functions.lit(1.0);
        // Only of mistakes, so that the values of all other rows are not turned into text.
        Column values = functions.when(
                label.notEqual(prediction),
                functions.array(shownColumns.stream()
                        .map(column -> exactly(column).cast("string"))
                        .toArray(Column[]::new)));
        Column features = model.numFeatures() <= MOST_FEATURES
                ? features(model)
                : functions.lit(null).cast("string");
        MapPartitionsFunction<Row, PredictionDetails> ofPartition = PredictionDetails::ofPartition;
        PredictionDetails all = new PredictionDetails();
        predictions
                .select(
                        label.as(LABEL),
                        prediction.as(PREDICTION),
                        weight.as(WEIGHT),
                        exactly(model.getProbabilityCol()).as(PROBABILITY),
                        values.as(VALUES),
                        features.as(FEATURES))
                .mapPartitions(ofPartition, Encoders.javaSerialization(PredictionDetails.class))
                .collectAsList()
                .forEach(all::merge);
        all.keepMostCertain();
        return all;
    }

    private static Column features(SoftmaxClassificationModel model) {
        return model.isDefined(model.featuresCols())
                ? array_to_vector(functions.array(Arrays.stream(model.getFeaturesCols())
                        .map(name -> functions.col(name).cast("double"))
                        .toArray(Column[]::new)))
                : functions.col(model.getFeaturesCol());
    }

    private static Column exactly(String name) {
        return functions.col("`" + name.replace("`", "``") + "`");
    }

    private static Iterator<PredictionDetails> ofPartition(Iterator<Row> rows) {
        PredictionDetails details = new PredictionDetails();
        // The least certain mistake first; of equally certain ones, the last row.
        PriorityQueue<Candidate> kept = new PriorityQueue<>(Comparator.comparingDouble(Candidate::probability)
                .thenComparing(Candidate::row, Comparator.reverseOrder()));
        for (long row = 0; rows.hasNext(); row++) {
            details.add(rows.next(), row, kept);
        }
        kept.stream()
                .sorted(Comparator.comparingLong(Candidate::row))
                .forEach(one -> details.mistakes.add(one.mistake()));
        return List.of(details).iterator();
    }

    /** A mistake, and the number of its row in the partition. */
    private record Candidate(Mistake mistake, long row) {
        double probability() {
            return mistake.probability();
        }
    }

    private void add(Row row, long number, PriorityQueue<Candidate> kept) {
        double label = row.getDouble(row.fieldIndex(LABEL));
        double prediction = row.getDouble(row.fieldIndex(PREDICTION));
        double weight = row.getDouble(row.fieldIndex(WEIGHT));
        double[] probabilities = row.<Vector>getAs(PROBABILITY).toArray();
        Vector features = row.get(row.fieldIndex(FEATURES)) instanceof Vector vector ? vector : null;
        if (weight == 0.0) {
            return;
        }
        double confidence = probabilities[(int) prediction];
        boolean correct = label == prediction;
        int bin = bin(confidence);
        binWeights[bin] += weight;
        binConfidences[bin] += weight * confidence;
        binCorrect[bin] += correct ? weight : 0.0;
        int rank = rank(label, probabilities);
        for (int i = 0; i < RANKS.length; i++) {
            rankedBelow[i] += rank < RANKS[i] ? weight : 0.0;
        }
        if (features != null) {
            moments.add(Vectors.fromML(features), weight);
        }
        if (!correct) {
            mistakeWeight += weight;
            if (kept.size() < MOST_MISTAKES || kept.peek().probability() < confidence) {
                double ofLabel = label < probabilities.length ? probabilities[(int) label] : 0.0;
                kept.add(new Candidate(
                        new Mistake(
                                label,
                                prediction,
                                confidence,
                                ofLabel,
                                texts(row.getList(row.fieldIndex(VALUES))),
                                features == null ? null : features.toArray()),
                        number));
                if (kept.size() > MOST_MISTAKES) {
                    kept.remove();
                }
            }
        }
    }

    private static int bin(double confidence) {
        return Math.min(BINS - 1, Math.max(0, (int) Math.ceil(confidence * BINS) - 1));
    }

    private static int rank(double label, double[] probabilities) {
        if (label >= probabilities.length) {
            return Integer.MAX_VALUE;
        }
        int index = (int) label;
        int rank = 0;
        for (int k = 0; k < probabilities.length; k++) {
            if (probabilities[k] > probabilities[index] || k < index && probabilities[k] == probabilities[index]) {
                rank++;
            }
        }
        return rank;
    }

    private static List<String> texts(List<String> values) {
        List<String> texts = new ArrayList<>();
        values.forEach(value -> texts.add(value == null ? "" : shortened(value)));
        return texts;
    }

    /** At most {@value #LONGEST_VALUE} characters; a character outside of the basic plane is not cut in two. */
    private static String shortened(String value) {
        return value.codePointCount(0, value.length()) <= LONGEST_VALUE
                ? value
                : value.substring(0, value.offsetByCodePoints(0, LONGEST_VALUE - 1)) + "…";
    }

    private void merge(PredictionDetails next) {
        addTo(binWeights, next.binWeights);
        addTo(binConfidences, next.binConfidences);
        addTo(binCorrect, next.binCorrect);
        addTo(rankedBelow, next.rankedBelow);
        moments.merge(next.moments);
        mistakeWeight += next.mistakeWeight;
        mistakes.addAll(next.mistakes);
    }

    private static void addTo(double[] sums, double[] more) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += more[i];
        }
    }

    /** The sort is stable: of equally certain mistakes, the one of the earlier partition and row comes first. */
    private void keepMostCertain() {
        mistakes.sort(Comparator.comparingDouble(Mistake::probability).reversed());
        mistakes.subList(Math.min(MOST_MISTAKES, mistakes.size()), mistakes.size())
                .clear();
    }

    /** The weight of the rows of each bin. */
    double[] binWeights() {
        return binWeights.clone();
    }

    /** The weighted sum of the confidences of each bin. */
    double[] binConfidences() {
        return binConfidences.clone();
    }

    /** The weight of the rows of each bin that are predicted rightly. */
    double[] binCorrect() {
        return binCorrect.clone();
    }

    /** The weight of the rows whose label is among the k most probable classes, for each k of {@link #ranks}. */
    double[] rankedBelow() {
        return rankedBelow.clone();
    }

    /** The values of k. */
    static int[] ranks() {
        return RANKS.clone();
    }

    /** The weight of all wrong predictions. */
    double mistakeWeight() {
        return mistakeWeight;
    }

    /** The wrong predictions with the largest probabilities, the largest first. */
    List<Mistake> mistakes() {
        return List.copyOf(mistakes);
    }

    /**
     * The standard deviations of the features among the rows, weighted; null if there are too many features or fewer
     * than two rows.
     */
    double[] deviations() {
        if (moments.count() < 2) {
            return null;
        }
        double[] deviations = moments.variance().toArray();
        for (int j = 0; j < deviations.length; j++) {
            deviations[j] = Math.sqrt(deviations[j]);
        }
        return deviations;
    }
}
