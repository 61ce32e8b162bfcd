package sparksoftmax.memory;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import sparksoftmax.block.Block;
import sparksoftmax.block.BlockBuilder;
import sparksoftmax.block.Coefficients;
import sparksoftmax.block.Scratch;
import sparksoftmax.block.Targets;
import sparksoftmax.loss.SoftmaxInPlace;
import sparksoftmax.parallel.Ranges;

/**
 * Rows drawn from what a {@link ClassMemory} says: those of class k from the normal distribution with mean μ_k, the
 * standard deviations of the class, and the correlations of all classes, with the weight n_k together. They come in
 * pairs μ_k + v and μ_k - v, so that the means of the classes are exact.
 *
 * @param labels the classes, [m]
 * @param weights the weights, [m]
 * @param features the features, [m x F]
 */
public record RememberedRows(int[] labels, double[] weights, double[][] features) {
    private static final int MOST_ROWS = 2048;
    private static final int LEAST_ROWS = 1024;

    /** The number of rows is chosen so that drawing them takes about as many operations, within limits. */
    private static final double OPERATIONS = 1 << 29;

    /** A feature with less than this share of its variance left by the features before it has none of its own. */
    private static final double LEAST_SHARE = 1e-6;

    /** Draws rows; the same memory and seed give the same rows. */
    public static RememberedRows draw(ClassMemory memory, long seed) {
        int numFeatures = memory.numFeatures();
        int[] labels = labels(memory);
        double[] weights = new double[labels.length];
        int[] counts = new int[memory.numClasses()];
        Arrays.stream(labels).forEach(k -> counts[k]++);
        Arrays.setAll(weights, i -> memory.classWeights()[labels[i]] / counts[labels[i]]);
        double[][] factor = factor(memory);
        double[][] features = new double[labels.length][];
        Ranges.forEach(labels.length / 2, numFeatures * (numFeatures + 1), (from, to) -> {
            for (int pair = from; pair < to; pair++) {
                double[] normal = normal(factor, new Random(seed + 0x9e3779b97f4a7c15L * (pair + 1)));
                features[2 * pair] = around(memory, labels[2 * pair], 1.0, normal);
                features[2 * pair + 1] = around(memory, labels[2 * pair + 1], -1.0, normal);
            }
        });
        return new RememberedRows(labels, weights, features);
    }

    /** An even number of rows for every class of positive weight, about in proportion to the weights. */
    private static int[] labels(ClassMemory memory) {
        double size = Math.max(1.0, memory.numFeatures());
        double numRows = Math.max(LEAST_ROWS, Math.min(MOST_ROWS, OPERATIONS / (size * size)));
        double weight = memory.weight();
        return IntStream.range(0, memory.numClasses())
                .filter(k -> memory.classWeights()[k] > 0.0)
                .flatMap(k -> {
                    double share = memory.classWeights()[k] / weight;
                    return IntStream.range(0, 2 * (int) Math.max(1L, Math.round(0.5 * share * numRows)))
                            .map(i -> k);
                })
                .toArray();
    }

    /** Normal numbers with the correlations of the features. */
    private static double[] normal(double[][] factor, Random random) {
        int numFeatures = factor.length;
        double[] normal = new double[numFeatures];
        double[] result = new double[numFeatures];
        for (int j = 0; j < numFeatures; j++) {
            normal[j] = random.nextGaussian();
            double sum = 0.0;
            double[] row = factor[j];
            for (int l = 0; l <= j; l++) {
                sum += row[l] * normal[l];
            }
            result[j] = sum;
        }
        return result;
    }

    private static double[] around(ClassMemory memory, int k, double sign, double[] normal) {
        double[] row = new double[normal.length];
        for (int j = 0; j < row.length; j++) {
            int at = k * row.length + j;
            row[j] = memory.means()[at] + sign * memory.classDeviations()[at] * normal[j];
        }
        return row;
    }

    /**
     * The Cholesky factor of the correlations, lower triangle. Features that the ones before them determine get no
     * column of their own, so that rounded and singular matrices have a factor, too.
     */
    private static double[][] factor(ClassMemory memory) {
        int numFeatures = memory.numFeatures();
        double[][] factor = new double[numFeatures][];
        for (int i = 0; i < numFeatures; i++) {
            double[] row = new double[i + 1];
            factor[i] = row;
            if (memory.deviations()[i] == 0.0) {
                continue;
            }
            double left = 1.0;
            for (int j = 0; j < i; j++) {
                double[] other = factor[j];
                if (other[j] == 0.0) {
                    continue;
                }
                double sum = memory.correlations()[ClassMemory.position(j, numFeatures) + i - j - 1];
                for (int l = 0; l < j; l++) {
                    sum -= row[l] * other[l];
                }
                row[j] = sum / other[j];
                left -= row[j] * row[j];
            }
            row[i] = left > LEAST_SHARE ? Math.sqrt(left) : 0.0;
            if (left < 0.0) {
                shorten(row, 1.0 - left);
            }
        }
        return factor;
    }

    /** Divides a row by its length, so that the variance of the feature is right, whatever rounding has added. */
    private static void shorten(double[] row, double squaredLength) {
        double length = Math.sqrt(squaredLength);
        for (int l = 0; l < row.length; l++) {
            row[l] /= length;
        }
    }

    /**
     * The probabilities of a model as targets.
     *
     * @param model for features as they are read
     */
    public Targets targets(Coefficients model) {
        int numClasses = model.numClasses();
        double[] probabilities = new double[labels.length * numClasses];
        block().margins(0, labels.length, model, probabilities, new Scratch());
        int[] mostProbable = new int[labels.length];
        for (int i = 0; i < labels.length; i++) {
            int start = i * numClasses;
            SoftmaxInPlace.softmax(probabilities, start, numClasses);
            for (int k = 1; k < numClasses; k++) {
                if (probabilities[start + k] > probabilities[start + mostProbable[i]]) {
                    mostProbable[i] = k;
                }
            }
        }
        return new Targets(mostProbable, weights, probabilities);
    }

    /** These rows as a block. */
    public Block block() {
        BlockBuilder builder = new BlockBuilder(features[0].length);
        for (int i = 0; i < labels.length; i++) {
            builder.addDense(labels[i], weights[i], features[i]);
        }
        return builder.build();
    }
}
