package sparksoftmax.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * scikit-learn and PyTorch, where the Python that is called {@code python3}, or by the environment variable
 * {@code BENCHMARK_PYTHON}, has them: in a process of their own, after the others.
 */
final class PythonContenders {
    private PythonContenders() {}

    /** What a contender came to; without seconds if it was stopped by its time limit. */
    record Result(String name, List<Double> seconds, double logLoss, double accuracy) {}

    /** The Python that runs them. */
    static String python() {
        return System.getenv().getOrDefault("BENCHMARK_PYTHON", "python3");
    }

    /** Whether there is such a Python, and it has scikit-learn. */
    static boolean hasScikitLearn() {
        try {
            return new ProcessBuilder(python(), "-c", "import sklearn")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the benchmark was interrupted", e);
        }
    }

    static List<Result> run(BenchmarkData data, Path script, List<String> options) throws IOException {
        Path folder = Files.createTempDirectory("benchmark");
        try {
            double classes = Math.max(
                    write(data.train(), folder.resolve("train.svm")), write(data.test(), folder.resolve("test.svm")));
            List<String> command = new ArrayList<>(List.of(
                    python(),
                    script.toString(),
                    folder.toString(),
                    "--num-classes",
                    Integer.toString((int) classes + 1)));
            command.addAll(options);
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            List<Result> results = new ArrayList<>();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            for (String line : out.lines().toList()) {
                JsonNode json = new ObjectMapper().readTree(line);
                List<Double> seconds = new ArrayList<>();
                json.path("seconds").forEach(value -> seconds.add(value.asDouble()));
                results.add(new Result(
                        json.path("name").asText(),
                        seconds,
                        json.path("log_loss").asDouble(),
                        json.path("accuracy").asDouble()));
            }
            return results;
        } finally {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }

    /** Writes rows in svmlight format; the largest label. */
    private static double write(Dataset<Row> rows, Path file) throws IOException {
        double largest = rows.agg(functions.max("label")).first().getDouble(0);
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (Iterator<Row> each = rows.select("label", "features").toLocalIterator(); each.hasNext(); ) {
                Row row = each.next();
                SparseVector features = row.<Vector>getAs(1).toSparse();
                StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%d", (int) row.getDouble(0)));
                for (int p = 0; p < features.indices().length; p++) {
                    line.append(' ').append(features.indices()[p]).append(':').append(features.values()[p]);
                }
                out.write(line.append('\n').toString());
            }
        }
        return largest;
    }
}
