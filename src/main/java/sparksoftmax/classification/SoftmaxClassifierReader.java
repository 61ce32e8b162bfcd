package sparksoftmax.classification;

import java.util.List;
import java.util.function.Function;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.MLReader;
import sparksoftmax.storage.ModelFolder;

/**
 * Reads what {@link SoftmaxClassifierWriter} or Spark's writer of Params wrote.
 *
 * @param <E> the class of the estimator
 */
final class SoftmaxClassifierReader<E extends Params> extends MLReader<E> {
    private final Class<E> estimatorClass;
    private final Function<String, E> withUid;

    /**
     * Nothing is read yet.
     *
     * @param estimatorClass the one that must have been saved
     * @param withUid creates an estimator whose Params have their defaults
     */
    SoftmaxClassifierReader(Class<E> estimatorClass, Function<String, E> withUid) {
        this.estimatorClass = estimatorClass;
        this.withUid = withUid;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if there is no estimator at {@code path}, or it is damaged, or of a later format
     */
    @Override
    public E load(String path) {
        return SavedStage.folder(path, this::sparkSession).read(this::read);
    }

    private E read(ModelFolder folder) {
        StageMetadata metadata = StageMetadata.read(folder, estimatorClass);
        E estimator = withUid.apply(metadata.uid());
        metadata.setParams(estimator, List.of());
        return estimator;
    }
}
