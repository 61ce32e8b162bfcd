package sparksoftmax.features;

import java.io.Serializable;
import java.util.Arrays;
import sparksoftmax.block.Block;

/**
 * The weighted mean of the features in one partition and the root of their sum of squared deviations, over the
 * <em>stored</em> values. Features without any stored value are left out. Immutable.
 */
public final class PartitionMoments implements Serializable {
    private static final long serialVersionUID = 1L;

    final int[] features;
    final double[] weight;
    final double[] nonZeroWeight;
    final double[] mean;
    final double[] deviation;

    PartitionMoments(int[] features, double[] weight, double[] nonZeroWeight, double[] mean, double[] deviation) {
        this.features = features;
        this.weight = weight;
        this.nonZeroWeight = nonZeroWeight;
        this.mean = mean;
        this.deviation = deviation;
    }

    /** The approximate size of these moments in bytes. */
    public long numBytes() {
        return 36L * features.length;
    }

    /** The first feature that has moments here; {@code Integer.MAX_VALUE} if there is none. */
    public int firstFeature() {
        return features.length == 0 ? Integer.MAX_VALUE : features[0];
    }

    /** The last feature that has moments here; -1 if there is none. */
    public int lastFeature() {
        return features.length == 0 ? -1 : features[features.length - 1];
    }

    /** The moments of the features {@code from} (inclusive) to {@code to} (exclusive). */
    public PartitionMoments slice(int from, int to) {
        int start = place(from);
        int end = place(to);
        return new PartitionMoments(
                Arrays.copyOfRange(features, start, end),
                Arrays.copyOfRange(weight, start, end),
                Arrays.copyOfRange(nonZeroWeight, start, end),
                Arrays.copyOfRange(mean, start, end),
                Arrays.copyOfRange(deviation, start, end));
    }

    private int place(int feature) {
        int found = Arrays.binarySearch(features, feature);
        return found >= 0 ? found : -found - 1;
    }

    /**
     * Computes the moments, block by block. It sums deviations from the first value x₀ of each feature: Σ w (x - x₀)
     * and Σ w (x - x₀)². This needs no division for each value, and loses no digits if the mean is far larger than the
     * standard deviation (SPARK-34448): since x₀ is one of the n values, (x₀ - mean)² is at most n times the variance,
     * which bounds the cancellation. Source: T. F. Chan, G. H. Golub, R. J. LeVeque, "Algorithms for Computing the
     * Sample Variance", The American Statistician 37, 1983, section 3. The memory is proportional to the number of
     * features that have stored values, plus 4 bytes for every feature.
     *
     * <p>Squares that are too large or too small for a double, or nearly so, are summed apart, in units of 2^1600 and
     * 2^-1600. Source of the idea: J. L. Blue, "A Portable Fortran Program to Find the Euclidean Norm of a Vector", ACM
     * Transactions on Mathematical Software 4, 1978.
     */
    static final class Collector implements Block.RowVisitor {
        private static final int FIRST_CAPACITY = 1024;
        private static final double LEAST_SQUARE = 0x1p-900;
        private static final double MOST_SQUARE = 0x1p900;

        /** The units in which deviations are squared if their squares are out of range. */
        private static final double LARGE_UNIT = 0x1p800;

        private static final double SMALL_UNIT = 0x1p-800;

        /** One more than the index of each feature in the arrays below; 0 for a feature that is not there yet. */
        private final int[] places;

        private int count;

        /** Whether the place of every feature is its number, if all features have places. */
        private boolean inOrder = true;

        private double[] weight;
        private double[] zeroWeight;
        private double[] first;
        private double[] sum;
        private double[] sumOfSquares;

        /** Σ w (x - x₀)² over the squares that are too large, in units of 2^1600; null if there are none. */
        private double[] sumOfLarge;

        /** Σ w (x - x₀)² over the squares that are too small, in units of 2^-1600; null if there are none. */
        private double[] sumOfSmall;

        Collector(int numFeatures) {
            places = new int[numFeatures];
            int capacity = Math.min(numFeatures, FIRST_CAPACITY);
            weight = new double[capacity];
            zeroWeight = new double[capacity];
            first = new double[capacity];
            sum = new double[capacity];
            sumOfSquares = new double[capacity];
        }

        void add(Block block) {
            block.forEachRow(this);
        }

        @Override
        public void sparse(double rowWeight, int[] indices, double[] values, int from, int to) {
            for (int p = from; p < to; p++) {
                int place = places[indices[p]] - 1;
                add(place >= 0 ? place : newPlace(indices[p], values[p]), values[p], rowWeight);
            }
        }

        @Override
        public void dense(double rowWeight, double[] values, int from) {
            if (count < places.length) {
                for (int j = 0; j < places.length; j++) {
                    inOrder &= places[j] == 0 ? count == j : places[j] == j + 1;
                    if (places[j] == 0) {
                        newPlace(j, values[from + j]);
                    }
                }
            }
            if (inOrder) {
                denseInOrder(rowWeight, values, from);
                return;
            }
            for (int j = 0; j < places.length; j++) {
                add(places[j] - 1, values[from + j], rowWeight);
            }
        }

        /** Adds a row if the place of every feature is its number. Local variables, since fields would be read anew. */
        private void denseInOrder(double rowWeight, double[] values, int from) {
            int numFeatures = places.length;
            double[] start = first;
            double[] weights = weight;
            double[] zeros = zeroWeight;
            double[] sums = sum;
            double[] squares = sumOfSquares;
            for (int j = 0; j < numFeatures; j++) {
                weights[j] += rowWeight;
                sums[j] += rowWeight * (values[from + j] - start[j]);
            }
            for (int j = 0; j < numFeatures; j++) {
                double value = values[from + j];
                double deviation = value - start[j];
                double square = rowWeight * deviation * deviation;
                if (square > LEAST_SQUARE && square < MOST_SQUARE) {
                    squares[j] += square;
                } else if (deviation != 0.0) {
                    addExtreme(j, deviation, rowWeight, square >= MOST_SQUARE);
                }
                if (value == 0.0) {
                    zeros[j] += rowWeight;
                }
            }
        }

        private void add(int place, double value, double rowWeight) {
            double deviation = value - first[place];
            weight[place] += rowWeight;
            if (value == 0.0) {
                zeroWeight[place] += rowWeight;
            }
            sum[place] += rowWeight * deviation;
            double square = rowWeight * deviation * deviation;
            if (square > LEAST_SQUARE && square < MOST_SQUARE) {
                sumOfSquares[place] += square;
            } else if (deviation != 0.0) {
                addExtreme(place, deviation, rowWeight, square >= MOST_SQUARE);
            }
        }

        private void addExtreme(int place, double deviation, double rowWeight, boolean large) {
            double inUnits = deviation / (large ? LARGE_UNIT : SMALL_UNIT);
            double square = rowWeight * inUnits * inUnits;
            if (large) {
                sumOfLarge = sumOfLarge == null ? new double[sum.length] : sumOfLarge;
                sumOfLarge[place] += square;
            } else {
                sumOfSmall = sumOfSmall == null ? new double[sum.length] : sumOfSmall;
                sumOfSmall[place] += square;
            }
        }

        private int newPlace(int j, double value) {
            if (count == weight.length) {
                int capacity = (int) Math.min(places.length, 2L * count);
                weight = Arrays.copyOf(weight, capacity);
                zeroWeight = Arrays.copyOf(zeroWeight, capacity);
                first = Arrays.copyOf(first, capacity);
                sum = Arrays.copyOf(sum, capacity);
                sumOfSquares = Arrays.copyOf(sumOfSquares, capacity);
                sumOfLarge = sumOfLarge == null ? null : Arrays.copyOf(sumOfLarge, capacity);
                sumOfSmall = sumOfSmall == null ? null : Arrays.copyOf(sumOfSmall, capacity);
            }
            first[count] = value;
            count++;
            places[j] = count;
            return count - 1;
        }

        PartitionMoments result() {
            int[] features = new int[count];
            double[] weights = new double[count];
            double[] nonZeroWeight = new double[count];
            double[] mean = new double[count];
            double[] deviation = new double[count];
            int c = 0;
            for (int j = 0; j < places.length; j++) {
                int place = places[j] - 1;
                if (place >= 0) {
                    double shift = sum[place] / weight[place];
                    features[c] = j;
                    weights[c] = weight[place];
                    nonZeroWeight[c] = weight[place] - zeroWeight[place];
                    mean[c] = first[place] + shift;
                    deviation[c] = deviation(place, shift);
                    c++;
                }
            }
            return new PartitionMoments(features, weights, nonZeroWeight, mean, deviation);
        }

        /** √(Σ w (x - x₀)² - shift Σ w (x - x₀)), computed in a unit in which the squares are in range. */
        private double deviation(int place, double shift) {
            double large = sumOfLarge == null ? 0.0 : sumOfLarge[place];
            double small = sumOfSmall == null ? 0.0 : sumOfSmall[place];
            double usual = sumOfSquares[place];
            double unit = large > 0.0 ? LARGE_UNIT : usual > 0.0 ? 1.0 : SMALL_UNIT;
            double squares = large > 0.0
                    ? large + usual / LARGE_UNIT / LARGE_UNIT
                    : usual > 0.0 ? usual + small * SMALL_UNIT * SMALL_UNIT : small;
            return unit * Math.sqrt(Math.max(0.0, squares - shift / unit * (sum[place] / unit)));
        }
    }
}
