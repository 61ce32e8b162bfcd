package sparksoftmax.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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

    private ProcessBuilder process(Path out, Path err, String... args) {
        List<String> command = new ArrayList<>(List.of(
                "bash",
                Path.of(System.getProperty("basedir"), "scripts/softmax").toString()));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("SPARK_"));
        return builder;
    }

    private Result softmax(String... args) throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process process = process(out, err, args).start();
        assertTrue(process.waitFor(5, TimeUnit.MINUTES), "scripts/softmax takes more than five minutes");
        return new Result(
                process.exitValue(),
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }

    @Test
    void trainsFromAnyFolderAndEvaluatesWhatItSaved() throws Exception {
        Result trained = softmax("train", "--max-iter", "20", "--output", "my model");
        assertEquals(0, trained.exitCode(), trained.err());
        assertFalse(trained.err().contains("incubator"), trained.err());
        assertTrue(trained.out().contains("Test: accuracy 0."), trained.out());
        assertTrue(Files.isDirectory(folder.resolve("my model/metadata")));

        Result failed = softmax("evaluate", "--model", "nowhere", "--input", "x.csv");
        assertEquals(1, failed.exitCode());
        assertTrue(failed.err().endsWith("Failed: There is no saved model at nowhere\n"), failed.err());
        assertEquals(2, softmax("train", "--bogus").exitCode());
    }

    /** The signal goes through the script to the virtual machine, and its exit code back. */
    @Test
    void aSignalEndsTheTrainingAndTheScript() throws Exception {
        Path out = folder.resolve("out");
        Process process = process(
                        out,
                        folder.resolve("err"),
                        "train",
                        "--solver",
                        "sgd",
                        "--max-iter",
                        "100000000",
                        "--tol",
                        "0",
                        "--output",
                        "never")
                .start();
        try {
            while (process.isAlive() && !Files.readString(out).contains("Training on")) {
                TimeUnit.MILLISECONDS.sleep(100);
            }
            List<ProcessHandle> children = process.descendants().toList();
            process.destroy();
            assertTrue(process.waitFor(1, TimeUnit.MINUTES), "the script does not end");
            assertEquals(128 + 15, process.exitValue());
            assertTrue(children.stream().noneMatch(ProcessHandle::isAlive), "the virtual machine has ended before");
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
