package sparksoftmax.training;

import java.util.Arrays;
import java.util.Optional;
import sparksoftmax.features.DatasetStatistics;

/**
 * By what factor the weight of a row is multiplied, depending on its class.
 *
 * @param balanced whether all classes get the same total weight; ignored if {@code weights} is not null
 * @param weights one factor for each class; null if the user has not set them
 */
public record ClassWeighting(boolean balanced, Given weights) {
    /** Rows keep their weights, whatever their class. */
    public static final ClassWeighting NONE = new ClassWeighting(false, null);

    /** Whether rows keep their weights. */
    boolean isNone() {
        return weights == null && !balanced;
    }

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
