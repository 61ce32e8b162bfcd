package sparksoftmax.app;

import java.io.IOException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Option;

/** The option that names a saved model. */
final class ModelOptions {
    @Option(names = "--model", paramLabel = "MODEL", required = true, description = "A model saved by train.")
    private String model;

    PipelineModel load(SparkSession spark) throws IOException {
        Path metadata = new Path(model, "metadata");
        if (!metadata.getFileSystem(spark.sparkContext().hadoopConfiguration()).exists(metadata)) {
            throw new IOException("There is no saved model at " + model);
        }
        return PipelineModel.load(model);
    }
}
