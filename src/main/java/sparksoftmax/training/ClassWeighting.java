package sparksoftmax.training;

import java.util.Arrays;
import java.util.Optional;
import sparksoftmax.features.DatasetStatistics;

/**
 * What the weights of rows are multiplied by.
 *
 * @param balanced whether all classes are to weigh the same, if {@code weights} is null
 * @param weights one for each class; null if not given
 */
public record ClassWeighting(boolean balanced, Given weights) {
    /** Rows keep their weights. */
    public static final ClassWeighting NONE = new ClassWeighting(false, null);

    /**
     * The factor of each class, greater than 0; empty if rows keep their weights.
     *
     * @throws IllegalArgumentException if there are not as many weights as classes
     */
    Optional<double[]> factors(DatasetStatistics statistics, int numClasses) {
        if (weights != null) {
            return Optional.of(Given.vector(weights, numClasses));
        }
        if (!balanced) {
            return Optional.empty();
        }
        double[] factors = new double[numClasses];
        Arrays.setAll(factors, k -> {
            double share = statistics.classShare(k);
            return share == 0.0 ? 1.0 : 1.0 / (numClasses * share);
        });
        return Optional.of(factors);
    }
}
