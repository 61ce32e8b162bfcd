package sparksoftmax.classification;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import sparksoftmax.rows.BadInputException;
import sparksoftmax.rows.RowChecks;
import sparksoftmax.scoring.RowFunctions;

/**
 * The weight of the rows of a data set by label and predicted class, the number of rows, and their loss. Immutable.
 * Metrics need only the totals below, so the pairs of label and predicted class that occur are kept as a list: with
 * thousands of classes, most pairs do not occur.
 */
final class ConfusionCounts implements Serializable {
    private static final long serialVersionUID = 1L;

    /** If weights have a smaller sum, their products with losses have few digits, since doubles near 0 have. */
    private static final double LEAST_WEIGHT_SUM = 0x1p-900;

    /** Weights with a sum below the one above are multiplied by it for the losses. */
    private static final double ENLARGEMENT = 0x1p900;

    // Indices of the columns of the query's result after label, prediction, number of rows, weight and loss: the
    // number of the partition, the number of weights that are not null, the smallest weight, and the largest.
    private static final int PARTITION = 5;
    private static final int WEIGHTED = 6;
    private static final int LEAST = 7;
    private static final int MOST = 8;

    /** Label, predicted class and weight of each pair that occurs, ordered by label and then by predicted class. */
    private final double[] pairLabels;

    private final double[] pairPredictions;
    private final double[] pairWeights;

    private final double[] labels;
    private final double[] labelWeights;
    private final double[] predictedWeights;
    private final double[] correctWeights;
    private final long numRows;
    private final double weightSum;
    private final double meanLoss;

    /** The sums over the rows of one or more partitions that have the same label and predicted class. */
    private record Pair(double label, double prediction, long numRows, double weight, double loss) {
        static Pair of(Row group) {
            return new Pair(
                    group.getDouble(0), group.getDouble(1), group.getLong(2), group.getDouble(3), group.getDouble(4));
        }

        boolean isOf(Pair other) {
            return label == other.label && prediction == other.prediction;
        }

        Pair plus(Pair other) {
            return new Pair(label, prediction, numRows + other.numRows, weight + other.weight, loss + other.loss);
        }
    }

    private ConfusionCounts(List<Pair> pairs) {
        pairLabels = pairs.stream().mapToDouble(Pair::label).toArray();
        pairPredictions = pairs.stream().mapToDouble(Pair::prediction).toArray();
        pairWeights = pairs.stream().mapToDouble(Pair::weight).toArray();
        labels = Arrays.stream(pairLabels).distinct().toArray();
        labelWeights = new double[labels.length];
        predictedWeights = new double[labels.length];
        correctWeights = new double[labels.length];
        for (int i = 0; i < pairWeights.length; i++) {
            int label = Arrays.binarySearch(labels, pairLabels[i]);
            int predicted = Arrays.binarySearch(labels, pairPredictions[i]);
            labelWeights[label] += pairWeights[i];
            if (predicted >= 0) {
                predictedWeights[predicted] += pairWeights[i];
            }
            if (predicted == label) {
                correctWeights[label] += pairWeights[i];
            }
        }
        numRows = pairs.stream().mapToLong(Pair::numRows).sum();
        weightSum = sum(pairWeights);
        meanLoss = sum(pairs.stream().mapToDouble(Pair::loss).toArray()) / weightSum;
    }

    private ConfusionCounts(ConfusionCounts counts, double meanLoss) {
        pairLabels = counts.pairLabels;
        pairPredictions = counts.pairPredictions;
        pairWeights = counts.pairWeights;
        labels = counts.labels;
        labelWeights = counts.labelWeights;
        predictedWeights = counts.predictedWeights;
        correctWeights = counts.correctWeights;
        numRows = counts.numRows;
        weightSum = counts.weightSum;
        this.meanLoss = meanLoss;
    }

    /**
     * Counts the rows of a data set in one query, unless their weights are almost 0. It groups by partition, too, since
     * Spark adds the partial sums of several partitions in the order of their arrival, so the last bits of a sum would
     * vary from run to run.
     *
     * @param labels the labels
     * @param predictionCol the exact name of the column of predicted classes
     * @param probabilityCol the exact name of the column of probabilities
     * @param weightCol the weight column, as Spark resolves the name; null if all rows have weight 1
     * @throws IllegalArgumentException if a row cannot be predicted, a label is not a class index, a distribution is
     *     none, a prediction is null, a weight is not finite and at least 0, or no row has a positive weight
     */
    static ConfusionCounts of(
            Dataset<Row> predictions,
            EvaluatedLabels labels,
            String predictionCol,
            String probabilityCol,
            String weightCol) {
        Column weight = weightCol == null
                ? functions.lit(1.0)
                : functions.col(weightCol).cast("double");
        List<Row> groups = sums(predictions, labels, predictionCol, probabilityCol, weight);
        check(groups, labels, predictionCol, weightCol);
        ConfusionCounts counts = new ConfusionCounts(pairs(groups));
        if (counts.weightSum <= 0.0) {
            throw new IllegalArgumentException(
                    "An evaluation needs at least one row of positive weight, but there is none.");
        }
        if (!Double.isFinite(counts.weightSum) || !Double.isFinite(counts.meanLoss)) {
            throw new IllegalArgumentException(
                    "The sums of weights and of weighted losses must be finite, but exceed the"
                            + " largest double (column '" + weightCol
                            + "'). Divide the weights by a large number: metrics depend"
                            + " only on their ratios.");
        }
        if (counts.weightSum < LEAST_WEIGHT_SUM) {
            Column enlarged = weight.multiply(ENLARGEMENT);
            List<Row> exact = sums(predictions, labels, predictionCol, probabilityCol, enlarged);
            return new ConfusionCounts(counts, new ConfusionCounts(pairs(exact)).meanLoss);
        }
        return counts;
    }

    /** The sums over the rows of each partition that have the same label and predicted class. */
    private static List<Row> sums(
            Dataset<Row> predictions,
            EvaluatedLabels labels,
            String predictionCol,
            String probabilityCol,
            Column weight) {
        Column probabilities = org.apache.spark.ml.functions.vector_to_array(exactly(probabilityCol), "float64");
        Column label = labels.label(predictions, probabilities);
        Column loss = weight.multiply(labels.loss(predictions, probabilities));
        Dataset<Row> query = predictions
                .select(
                        label.as("label"),
                        exactly(predictionCol).cast("double").as("prediction"),
                        weight.as("weight"),
                        loss.as("loss"),
                        functions.spark_partition_id().as("partition"))
                .groupBy("label", "prediction", "partition")
                .agg(
                        functions.count(functions.lit(1)).as("rows"),
                        functions.sum("weight").as("weights"),
                        functions.sum("loss").as("losses"),
                        functions.count("weight").as("weighted"),
                        functions.min("weight").as("least"),
                        functions.max("weight").as("most"))
                .select(
                        functions.col("label"),
                        functions.col("prediction"),
                        functions.col("rows"),
                        functions.col("weights"),
                        functions.col("losses"),
                        functions.col("partition"),
                        functions.col("weighted"),
                        functions.col("least"),
                        functions.col("most"));
        return RowFunctions.unwrapped(query::collectAsList);
    }

    /** The column of exactly that name, also if it has dots or backticks. */
    static Column exactly(String name) {
        return functions.col("`" + name.replace("`", "``") + "`");
    }

    private static void check(List<Row> groups, EvaluatedLabels labels, String predictionCol, String weightCol) {
        try {
            for (Row group : groups) {
                if (labels.areDistributions() && group.isNullAt(0)) {
                    throw RowChecks.invalidDistribution(labels.column());
                }
                RowChecks.label(group.isNullAt(0) ? Double.NaN : group.getDouble(0), null, labels.column());
                if (group.isNullAt(1)) {
                    throw new IllegalArgumentException(
                            "Predictions MUST NOT be Null (column '" + predictionCol + "').");
                }
                if (group.getLong(2) != group.getLong(WEIGHTED)) {
                    RowChecks.weight(Double.NaN, weightCol);
                }
                // NaN is larger than any number.
                RowChecks.weight(group.getDouble(MOST), weightCol);
                RowChecks.weight(group.getDouble(LEAST), weightCol);
            }
        } catch (BadInputException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** Adds the sums of all partitions, in their order, for each label and predicted class. */
    private static List<Pair> pairs(List<Row> groups) {
        List<Row> ordered = groups.stream()
                .sorted(Comparator.<Row>comparingDouble(group -> group.getDouble(0))
                        .thenComparingDouble(group -> group.getDouble(1))
                        .thenComparingInt(group -> group.getInt(PARTITION)))
                .toList();
        List<Pair> pairs = new ArrayList<>();
        for (Row group : ordered) {
            Pair pair = Pair.of(group);
            int last = pairs.size() - 1;
            if (last >= 0 && pairs.get(last).isOf(pair)) {
                pairs.set(last, pairs.get(last).plus(pair));
            } else {
                pairs.add(pair);
            }
        }
        return pairs;
    }

    private static double sum(double[] values) {
        double sum = 0.0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }

    long numRows() {
        return numRows;
    }

    /** The weight of all rows; positive. */
    double weightSum() {
        return weightSum;
    }

    /** The weighted mean of -log p_y, or of -Σ_k q_k log p_k, in nats. */
    double meanLoss() {
        return meanLoss;
    }

    /** The labels that occur, increasing. */
    double[] labels() {
        return labels.clone();
    }

    /** All labels and predicted classes that occur, increasing. */
    double[] classes() {
        return DoubleStream.concat(Arrays.stream(labels), Arrays.stream(pairPredictions))
                .sorted()
                .distinct()
                .toArray();
    }

    /** The weight of the rows that have the {@code i}-th label. */
    double labelWeight(int i) {
        return labelWeights[i];
    }

    /** The weight of the rows for which the {@code i}-th label is predicted. */
    double predictedWeight(int i) {
        return predictedWeights[i];
    }

    /** The weight of the rows that have the {@code i}-th label and for which it is predicted. */
    double correctWeight(int i) {
        return correctWeights[i];
    }

    /** The pairs of label and predicted class that occur, ordered by label and then by predicted class. */
    List<Confusion> confusions() {
        return IntStream.range(0, pairWeights.length)
                .mapToObj(i -> new Confusion(pairLabels[i], pairPredictions[i], pairWeights[i]))
                .toList();
    }

    /** The weight of the rows by label (matrix row) and predicted class (column), in the order of {@link #classes}. */
    DenseMatrix confusionMatrix() {
        double[] classes = classes();
        double[] values = new double[classes.length * classes.length];
        for (int i = 0; i < pairWeights.length; i++) {
            int row = Arrays.binarySearch(classes, pairLabels[i]);
            int column = Arrays.binarySearch(classes, pairPredictions[i]);
            values[column * classes.length + row] = pairWeights[i];
        }
        return new DenseMatrix(classes.length, classes.length, values);
    }
}
