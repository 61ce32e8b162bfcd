package sparksoftmax.benchmark;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;

/**
 * Dense rows: the mean of their class, plus normal noise of which a part is common to all features, on scales from 0.1
 * to 10. The noise is that of every class, so that a softmax model is the best there is. Classes overlap: about a fifth
 * to two fifths of the rows lie nearer to another class.
 */
final class CorrelatedRows implements RowSource {
    private static final long serialVersionUID = 1L;
    private static final int FACTORS = 5;

    private final int numFeatures;
    private final int numClasses;
    private final long seed;

    /** [numClasses x numFeatures]. */
    private final double[] means;

    /** How much of each factor a feature has, [numFeatures x FACTORS]. */
    private final double[] loadings;

    private final double[] scales;

    CorrelatedRows(int numFeatures, int numClasses, long seed) {
        this.numFeatures = numFeatures;
        this.numClasses = numClasses;
        this.seed = seed;
        SplittableRandom random = RowSource.random(seed, -1);
        // Half the distance of two classes, in standard deviations of the noise: more for more classes, of which the
        // nearest counts.
        double half = 0.9 + 0.6 * Math.sqrt(2.0 * Math.log(numClasses / 2.0));
        double spread = half * Math.sqrt(2.0 / numFeatures);
        means = new double[numClasses * numFeatures];
        Arrays.setAll(means, position -> spread * random.nextGaussian());
        loadings = new double[numFeatures * FACTORS];
        Arrays.setAll(loadings, position -> random.nextGaussian() / Math.sqrt(FACTORS));
        scales = new double[numFeatures];
        Arrays.setAll(scales, j -> Math.pow(10.0, random.nextDouble(-1.0, 1.0)));
    }

    @Override
    public int label(long i) {
        return RowSource.random(seed, i).nextInt(numClasses);
    }

    @Override
    public Vector features(long i) {
        SplittableRandom random = RowSource.random(seed, i);
        int label = random.nextInt(numClasses);
        double[] factors = new double[FACTORS];
        Arrays.setAll(factors, f -> random.nextGaussian());
        double[] x = new double[numFeatures];
        for (int j = 0; j < numFeatures; j++) {
            double value = means[label * numFeatures + j] + random.nextGaussian();
            for (int f = 0; f < FACTORS; f++) {
                value += loadings[j * FACTORS + f] * factors[f];
            }
            x[j] = scales[j] * value;
        }
        return Vectors.dense(x);
    }
}
