package sparksoftmax.classification;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.UnaryOperator;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.MLWriter;
import sparksoftmax.storage.ModelFolder;

/** Saves an estimator, whose Params are all there is to save, as Spark does, but so that it is replaced as a whole. */
final class SoftmaxClassifierWriter extends MLWriter {
    private final Params estimator;

    SoftmaxClassifierWriter(Params estimator) {
        this.estimator = estimator;
    }

    @Override
    public void save(String path) throws IOException {
        SavedStage.folder(path, this::sparkSession).replace(shouldOverwrite(), this::write);
    }

    @Override
    public void saveImpl(String path) {
        try {
            write(SavedStage.folder(path, this::sparkSession));
        } catch (IOException e) {
            throw new UncheckedIOException("The estimator could not be saved to '" + path + "'", e);
        }
    }

    private void write(ModelFolder folder) throws IOException {
        StageMetadata.write(folder, estimator, sparkSession(), UnaryOperator.identity());
    }
}
