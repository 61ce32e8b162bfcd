package sparksoftmax.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sparksoftmax.ChildJvm;
import sparksoftmax.export.OnnxModel;
import sparksoftmax.export.RandomModel;
import sparksoftmax.scorer.ScorerWithoutSpark;
import sparksoftmax.scorer.SoftmaxScorer;

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
        Result trained = softmax(
                "train", "--max-iter", "20", "--output", "my model", "--report", "my report", "--chart", "chart.svg");
        assertEquals(0, trained.exitCode(), trained.err());
        assertFalse(trained.err().contains("incubator"), trained.err());
        assertTrue(trained.out().contains("Test: accuracy 0."), trained.out());
        assertTrue(Files.isDirectory(folder.resolve("my model/metadata")));
        // These need the libraries inside the jar, under their other names.
        assertTrue(Files.readString(folder.resolve("my report/report.json")).contains("--report 'my report'"));
        assertTrue(Files.readString(folder.resolve("chart.svg")).contains("<svg"));

        exportsWithTheLibrariesInsideTheJar();

        Result failed = softmax("evaluate", "--model", "nowhere", "--input", "x.csv");
        assertEquals(1, failed.exitCode());
        assertTrue(failed.err().endsWith("Failed: There is no saved model at 'nowhere'\n"), failed.err());
        assertEquals(2, softmax("train", "--bogus").exitCode());
    }

    private void exportsWithTheLibrariesInsideTheJar() throws Exception {
        Result onnx = softmax("export", "--model", "my model", "--to", "onnx", "--output", "digits.onnx");
        assertEquals(0, onnx.exitCode(), onnx.err());
        Result json = softmax("export", "--model", "my model", "--to", "json", "--output", "digits.json");
        assertEquals(0, json.exitCode(), json.err());
        SoftmaxScorer scorer = SoftmaxScorer.load(folder.resolve("digits.json"));
        float[][] rows = new float[100][64];
        Random random = new Random(1L);
        try (OnnxModel model = new OnnxModel(Files.readAllBytes(folder.resolve("digits.onnx")));
                DataOutputStream out = new DataOutputStream(Files.newOutputStream(folder.resolve("rows")))) {
            out.writeInt(rows.length);
            for (float[] row : rows) {
                for (int j = 0; j < row.length; j++) {
                    row[j] = random.nextInt(17);
                    out.writeDouble(row[j]);
                }
                for (double p : scorer.probabilities(row)) {
                    out.writeDouble(p);
                }
            }
            float[][] probabilities = model.predict(rows).probabilities();
            for (int i = 0; i < rows.length; i++) {
                assertArrayEquals(scorer.probabilities(rows[i]), RandomModel.doubles(probabilities[i]), 1e-6);
            }
        }
        String classPath = Path.of(System.getProperty("basedir"), "target/spark-softmax_2.13-0.1.0-SNAPSHOT-app.jar")
                + File.pathSeparator
                + Path.of(System.getProperty("basedir"), "target/test-classes");
        assertTrue(ChildJvm.run(
                        List.of(),
                        classPath,
                        ScorerWithoutSpark.class,
                        folder.resolve("digits.json").toString(),
                        folder.resolve("rows").toString())
                .startsWith("400 of 400"));
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
            while (process.isAlive() && !Files.readString(out).contains("Penalty: ")) {
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
