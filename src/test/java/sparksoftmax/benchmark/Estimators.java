package sparksoftmax.benchmark;

import org.apache.spark.ml.classification.LogisticRegression;
import sparksoftmax.classification.SoftmaxClassifier;

/**
 * Makes the estimators that benchmarks compare.
 *
 * @param maxIter where a contender does not say
 */
record Estimators(double regParam, boolean standardization, int maxIter) {
    /**
     * One of ours, written {@code solver[/optimizer[/miniBatchFraction[/maxIter[/tol]]]]}, where parts may be empty.
     */
    SoftmaxClassifier ours(String contender) {
        String[] parts = contender.split("/");
        SoftmaxClassifier estimator = new SoftmaxClassifier()
                .setSolver(parts[0])
                .setRegParam(regParam)
                .setStandardization(standardization)
                .setMaxIter(has(parts, 3) ? Integer.parseInt(parts[3]) : maxIter);
        if (has(parts, 1)) {
            estimator.setOptimizer(parts[1]);
        }
        if (has(parts, 2)) {
            estimator.setMiniBatchFraction(Double.parseDouble(parts[2]));
        }
        if (has(parts, 4)) {
            estimator.setTol(Double.parseDouble(parts[4]));
        }
        return estimator;
    }

    private static boolean has(String[] parts, int position) {
        return parts.length > position && !parts[position].isEmpty();
    }

    /** Spark's estimator, or the subclass of it that this library trains, with the settings. */
    LogisticRegression set(LogisticRegression estimator) {
        return estimator
                .setFamily("multinomial")
                .setRegParam(regParam)
                .setStandardization(standardization)
                .setMaxIter(maxIter);
    }
}
