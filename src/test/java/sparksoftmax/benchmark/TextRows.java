package sparksoftmax.benchmark;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;

/**
 * Counts of hashed words. Every class has {@value #TELLING} words of its own choice that tell it; some words of a row
 * are of them, and the others are drawn from all words, the word of rank r with a probability proportional to 1 / r
 * (Zipf's law). A few rows have the label of another class, so that no model is certain of anything.
 */
final class TextRows implements RowSource {
    private static final long serialVersionUID = 1L;
    private static final int TELLING = 25;

    /** Telling words that a row has on average, or half of its words if it has few. */
    private static final double TELLING_OF_A_ROW = 3.4;

    private static final double MISLABELED = 0.02;

    private final int numFeatures;
    private final int words;
    private final int numClasses;
    private final long seed;

    /** The probability of a word of at most this rank. */
    private final double[] cumulative;

    /** The words that tell a class, [numClasses x TELLING]. */
    private final int[] telling;

    /**
     * Words of any number of rows.
     *
     * @param words of a row
     * @param vocabulary the number of words that exist
     */
    TextRows(int numFeatures, int words, int vocabulary, int numClasses, long seed) {
        this.numFeatures = numFeatures;
        this.words = words;
        this.numClasses = numClasses;
        this.seed = seed;
        cumulative = new double[vocabulary];
        double total = 0.0;
        for (int rank = 0; rank < vocabulary; rank++) {
            total += 1.0 / (rank + 1);
            cumulative[rank] = total;
        }
        for (int rank = 0; rank < vocabulary; rank++) {
            cumulative[rank] /= total;
        }
        SplittableRandom random = RowSource.random(seed, -1);
        telling = new int[numClasses * TELLING];
        Arrays.setAll(telling, position -> random.nextInt(vocabulary));
    }

    @Override
    public int label(long i) {
        SplittableRandom random = RowSource.random(seed, i);
        int topic = random.nextInt(numClasses);
        return random.nextDouble() < MISLABELED ? random.nextInt(numClasses) : topic;
    }

    @Override
    public Vector features(long i) {
        SplittableRandom random = RowSource.random(seed, i);
        int topic = random.nextInt(numClasses);
        // The label has its random numbers from the same start; these are the row's words.
        SplittableRandom wordsOfRow = random.split();
        double share = Math.min(0.5, TELLING_OF_A_ROW / words);
        int[] buckets = new int[words];
        for (int w = 0; w < words; w++) {
            int word = wordsOfRow.nextDouble() < share
                    ? telling[topic * TELLING + wordsOfRow.nextInt(TELLING)]
                    : drawn(wordsOfRow.nextDouble());
            buckets[w] = bucket(word);
        }
        return counts(buckets);
    }

    private int drawn(double probability) {
        int position = Arrays.binarySearch(cumulative, probability);
        return Math.min(cumulative.length - 1, position < 0 ? -position - 1 : position);
    }

    private int bucket(int word) {
        return new SplittableRandom(word).nextInt(numFeatures);
    }

    private Vector counts(int[] buckets) {
        Arrays.sort(buckets);
        int[] indices = new int[buckets.length];
        double[] values = new double[buckets.length];
        int last = -1;
        for (int bucket : buckets) {
            if (last < 0 || indices[last] != bucket) {
                last++;
                indices[last] = bucket;
            }
            values[last]++;
        }
        return Vectors.sparse(numFeatures, Arrays.copyOf(indices, last + 1), Arrays.copyOf(values, last + 1));
    }
}
