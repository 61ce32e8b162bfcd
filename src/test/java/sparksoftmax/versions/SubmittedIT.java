package sparksoftmax.versions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code scripts/softmax} with another version of Spark than the library is compiled for; {@code SubmitIT} has more of
 * it, for that one.
 */
@Tag("spark-version")
class SubmittedIT {
    @TempDir
    private Path folder;

    private String softmax(String... args) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        List<String> command = new ArrayList<>(
                List.of("bash", Path.of("scripts/softmax").toAbsolutePath().toString()));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("SPARK_"));
        builder.environment().put("SOFTMAX_SPARK", System.getProperty("tested.spark"));
        Process process = builder.start();
        assertTrue(process.waitFor(5, TimeUnit.MINUTES), "scripts/softmax takes more than five minutes");
        String text = Files.readString(output, StandardCharsets.UTF_8);
        assertEquals(0, process.exitValue(), text);
        return text;
    }

    @Test
    void trainsWithAReportAndPredictsWithWhatItSaved() throws Exception {
        String iris = Path.of("src/test/resources/iris.csv").toAbsolutePath().toString();
        String trained =
                softmax("train", "--input", iris, "--label", "species", "--output", "model", "--report", "report");
        assertTrue(trained.contains("Test: accuracy "), trained);
        assertTrue(Files.exists(folder.resolve("report/report.html")), trained);
        softmax("predict", "--model", "model", "--input", iris, "--output", "predictions.csv");
        assertEquals(151, Files.readAllLines(folder.resolve("predictions.csv")).size());
    }
}
