package sparksoftmax.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code scripts/softmax}: the packaged application, through spark-submit, in a virtual machine of its own. */
class SubmitIT {
    @TempDir
    private Path folder;

    private record Result(int exitCode, String out, String err) {}

    private Result softmax(String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "bash",
                Path.of(System.getProperty("basedir"), "scripts/softmax").toString()));
        command.addAll(List.of(args));
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("SPARK_"));
        Process process = builder.start();
        assertTrue(process.waitFor(5, TimeUnit.MINUTES), "scripts/softmax takes more than five minutes");
        return new Result(
                process.exitValue(),
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }

    @Test
    void trainsFromAnyFolderAndEvaluatesWhatItSaved() throws Exception {
        Result trained = softmax(
                "train", "--max-iter", "20", "--output", "my model", "--report", "my report", "--chart", "chart.svg");
        assertEquals(0, trained.exitCode(), trained.err());
        assertTrue(trained.out().contains("Test: accuracy 0."), trained.out());
        assertTrue(Files.isDirectory(folder.resolve("my model/metadata")));
        // These need the libraries inside the jar, under their other names.
        assertTrue(Files.readString(folder.resolve("my report/report.html")).contains("--report 'my report'"));
        assertTrue(Files.readString(folder.resolve("chart.svg")).contains("<svg"));

        Result failed = softmax("evaluate", "--model", "nowhere", "--input", "x.csv");
        assertEquals(1, failed.exitCode());
        assertTrue(failed.err().endsWith("Failed: There is no saved model at nowhere\n"), failed.err());
        assertEquals(2, softmax("train", "--bogus").exitCode());
    }
}
