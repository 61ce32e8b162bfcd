package sparksoftmax.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
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
        Result trained = softmax("train", "--max-iter", "20", "--output", "my model");
        assertEquals(0, trained.exitCode(), trained.err());
        assertTrue(trained.out().contains("Test: accuracy 0."), trained.out());
        assertTrue(Files.isDirectory(folder.resolve("my model/metadata")));

        exportsWithTheLibrariesInsideTheJar();

        Result failed = softmax("evaluate", "--model", "nowhere", "--input", "x.csv");
        assertEquals(1, failed.exitCode());
        assertTrue(failed.err().endsWith("Failed: There is no saved model at nowhere\n"), failed.err());
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
        String classPath = Path.of(System.getProperty("basedir"), "target/spark-softmax_2.13-0.1.0-SNAPSHOT.jar")
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
}
