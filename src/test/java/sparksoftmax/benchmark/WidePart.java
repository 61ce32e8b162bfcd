package sparksoftmax.benchmark;

import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The rows of one partition of {@link WideRows}, and the features that they have.
 *
 * @param number the number of the partition
 * @param touched the features that are 1 in at least one of the rows, increasing
 * @param rows for each row, the places in {@code touched} of the features that are 1 in it
 * @param labels the labels of the rows
 */
record WidePart(int number, int[] touched, int[][] rows, int[] labels) implements Serializable {
    private static final long serialVersionUID = 1L;

    static WidePart of(WideRows rows, int number, int numPartitions) {
        int from = (int) ((long) number * rows.numRows() / numPartitions);
        int to = (int) ((number + 1L) * rows.numRows() / numPartitions);
        int[][] features = IntStream.range(from, to).mapToObj(rows::features).toArray(int[][]::new);
        int[] touched = Arrays.stream(features)
                .flatMapToInt(Arrays::stream)
                .sorted()
                .distinct()
                .toArray();
        int[] labels = Arrays.stream(features).mapToInt(rows::label).toArray();
        int[][] places = Arrays.stream(features)
                .map(row -> Arrays.stream(row)
                        .map(feature -> Arrays.binarySearch(touched, feature))
                        .toArray())
                .toArray(int[][]::new);
        return new WidePart(number, touched, places, labels);
    }

    /** The touched features of a range of {@code length} features, counted from the start of the range. */
    int[] ofRange(int range, int length) {
        int first = range * length;
        return Arrays.stream(touched)
                .filter(feature -> feature >= first && feature - first < length)
                .map(feature -> feature - first)
                .toArray();
    }

    /**
     * The gradient of the sum of the losses of the rows.
     *
     * @param coefficients of the touched features, [touched x K]
     * @return [touched x K]
     */
    double[] gradient(double[] coefficients, int numClasses) {
        double[] gradient = new double[coefficients.length];
        double[] multipliers = new double[numClasses];
        for (int i = 0; i < rows.length; i++) {
            Arrays.fill(multipliers, 0.0);
            for (int place : rows[i]) {
                for (int k = 0; k < numClasses; k++) {
                    multipliers[k] += coefficients[place * numClasses + k];
                }
            }
            double largest = Arrays.stream(multipliers).max().orElseThrow();
            double sum = 0.0;
            for (int k = 0; k < numClasses; k++) {
                multipliers[k] = Math.exp(multipliers[k] - largest);
                sum += multipliers[k];
            }
            for (int k = 0; k < numClasses; k++) {
                multipliers[k] = multipliers[k] / sum - (k == labels[i] ? 1.0 : 0.0);
            }
            for (int place : rows[i]) {
                for (int k = 0; k < numClasses; k++) {
                    gradient[place * numClasses + k] += multipliers[k];
                }
            }
        }
        return gradient;
    }
}
