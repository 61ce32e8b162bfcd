package sparksoftmax.classification;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Evaluation under Kryo with registration required: in a virtual machine of its own, since a session has one
 * serializer.
 */
class EvaluationWithKryoTest {
    @Test
    void evaluationNeedsNoRegistration(@TempDir Path folder) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--add-"))
                .forEach(command::add);
        command.addAll(List.of(
                "-Xmx1g",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                EvaluationWithKryoTest.class.getName()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .directory(new File("."))
                .start();
        try {
            boolean ended = process.waitFor(3, TimeUnit.MINUTES);
            assertEquals("true 0", ended + " " + (ended ? process.exitValue() : -1), () -> read(output));
        } finally {
            process.destroyForcibly();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Evaluates a model with zero coefficients. */
    public static void main(String[] args) throws IOException {
        try (SparkSession spark = SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", false)
                .config("spark.sql.shuffle.partitions", 2)
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
                .config("spark.kryo.registrationRequired", true)
                .getOrCreate()) {
            SoftmaxClassificationModel model =
                    new SoftmaxClassificationModel("model", DenseMatrix.zeros(3, 4), Vectors.zeros(3));
            // Rows of a query: parallelize would ship the rows, which Kryo would have to know.
            SoftmaxSummary summary = model.evaluate(spark.range(0, 100, 1, 2)
                    .selectExpr("id % 3 as label", "array(1D, 2D, 3D, cast(id as double)) as array")
                    .select(
                            functions.col("label"),
                            org.apache
                                    .spark
                                    .ml
                                    .functions
                                    .array_to_vector(functions.col("array"))
                                    .as("features")));
            if (summary.numRows() != 100 || Math.abs(summary.logLoss() - Math.log(3)) > 1e-12) {
                throw new AssertionError(summary.numRows() + " rows, log-loss " + summary.logLoss());
            }
        }
    }
}
