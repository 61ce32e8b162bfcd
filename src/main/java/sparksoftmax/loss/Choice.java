package sparksoftmax.loss;

import java.util.Comparator;
import java.util.PriorityQueue;

/** Classes that are chosen by the margins or the probabilities of all classes. */
public final class Choice {
    private Choice() {}

    /** The index of the largest value, of several the first: what Spark's {@code Vector.argmax} returns. */
    public static int largest(double[] values) {
        int best = 0;
        for (int k = 1; k < values.length; k++) {
            if (values[k] > values[best]) {
                best = k;
            }
        }
        return best;
    }

    /**
     * The class with the largest p / t, p being its probability and t its threshold: MLlib's rule. Of classes with the
     * same ratio it is the first. A class whose threshold is 0 is chosen unless its probability is 0, too.
     */
    public static int largestRatio(double[] probabilities, double[] thresholds) {
        int best = 0;
        double largest = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < thresholds.length; k++) {
            double ratio = probabilities[k] / thresholds[k];
            if (ratio > largest) {
                largest = ratio;
                best = k;
            }
        }
        return best;
    }

    /**
     * The class of least expected cost Σ_i p_i c_ij, p being the probabilities and c_ij the cost of predicting class j
     * when the truth is class i. Of classes with the same expected cost it is the first.
     *
     * @param probabilities [numClasses]
     * @param costs c, [numClasses x numClasses], row-major
     */
    public static int leastCost(double[] probabilities, double[] costs) {
        int numClasses = probabilities.length;
        double[] expected = new double[numClasses];
        for (int i = 0, at = 0; i < numClasses; i++) {
            for (int j = 0; j < numClasses; j++, at++) {
                expected[j] += probabilities[i] * costs[at];
            }
        }
        int best = 0;
        for (int j = 1; j < numClasses; j++) {
            if (expected[j] < expected[best]) {
                best = j;
            }
        }
        return best;
    }

    /**
     * The classes with the largest probabilities, the largest first. Of classes with the same probability, the one with
     * the smaller index comes first.
     *
     * @param probabilities [numClasses]
     * @param number how many classes; there are never more than numClasses
     */
    public static int[] top(double[] probabilities, int number) {
        Comparator<Integer> byProbability = (k, other) -> Double.compare(probabilities[k], probabilities[other]);
        // The first in the queue is the worst of the classes that are kept.
        PriorityQueue<Integer> kept = new PriorityQueue<>(byProbability.thenComparing(Comparator.reverseOrder()));
        for (int k = 0; k < probabilities.length; k++) {
            if (kept.size() < number) {
                kept.add(k);
            } else if (Double.compare(probabilities[k], probabilities[kept.peek()]) > 0) {
                kept.poll();
                kept.add(k);
            }
        }
        int[] classes = new int[kept.size()];
        for (int place = classes.length - 1; place >= 0; place--) {
            classes[place] = kept.poll();
        }
        return classes;
    }
}
