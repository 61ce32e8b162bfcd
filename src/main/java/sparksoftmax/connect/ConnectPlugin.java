package sparksoftmax.connect;

import java.util.Optional;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.sql.connect.plugin.MLBackendPlugin;
import sparksoftmax.classification.SoftmaxLogisticRegression;

/**
 * Makes a Spark Connect server answer {@link LogisticRegression} with {@link SoftmaxLogisticRegression}, so that
 * clients get its speed without a change. The model is Spark's own. What this library does not train, Spark trains, and
 * the server's log says why.
 *
 * <p>The configuration {@code spark.connect.ml.backend.classes} names it, for the server or for one session.
 */
public final class ConnectPlugin implements MLBackendPlugin {
    /**
     * The class that takes the place of another.
     *
     * @param name the name of the class of an estimator, model, transformer or evaluator
     * @return empty if it is not replaced
     */
    @Override
    public Optional<String> transform(String name) {
        return name.equals(LogisticRegression.class.getName())
                ? Optional.of(SoftmaxLogisticRegression.class.getName())
                : Optional.empty();
    }
}
