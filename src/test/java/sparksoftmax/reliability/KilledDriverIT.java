package sparksoftmax.reliability;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.Transformer;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sparksoftmax.OwnSessionExtension;
import sparksoftmax.RandomRows;
import sparksoftmax.classification.SoftmaxClassificationModel;

/**
 * The driver of a training on a cluster is killed by {@code kill -9}, three times, at random moments. The same command,
 * run again, goes on from the states that the drivers before have saved, and saves the very model of an undisturbed
 * training.
 */
@Tag("cluster-faults")
class KilledDriverIT {
    private static final int KILLS = 3;

    @TempDir
    private static Path folder;

    private static StandaloneCluster cluster;

    @BeforeAll
    static void prepare() throws IOException {
        cluster = StandaloneCluster.start("cluster-killed-drivers");
        StringBuilder lines = new StringBuilder();
        RandomRows rows = new RandomRows(4_000, 20, 5, 11L);
        for (int i = 0; i < rows.y.length; i++) {
            lines.append(rows.y[i]);
            for (int j = 0; j < rows.x[i].length; j++) {
                lines.append(' ').append(j + 1).append(':').append(rows.x[i][j]);
            }
            lines.append('\n');
        }
        Files.writeString(folder.resolve("rows.libsvm"), lines);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static Process train(String solver, String model, Path states) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "bash",
                new File(System.getProperty("basedir", ""), "scripts/softmax").getAbsolutePath(),
                "train",
                "--input",
                folder.resolve("rows.libsvm").toString(),
                "--output",
                folder.resolve(model).toString(),
                "--overwrite",
                "--solver",
                solver,
                "--max-iter",
                "150",
                "--tol",
                "0",
                "--max-driver-data-in-mb",
                "0"));
        if (states != null) {
            command.addAll(List.of("--checkpoint-path", states.toString(), "--checkpoint-interval", "3"));
        }
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("SPARK_"));
        builder.environment()
                .put(
                        "SOFTMAX_SUBMIT_ARGS",
                        "--master " + cluster.master()
                                + " --conf spark.cores.max=2 --conf spark.scheduler.minRegisteredResourcesRatio=1.0"
                                + " --conf spark.scheduler.maxRegisteredResourcesWaitingTime=120s");
        return builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve(model + ".log").toFile())
                .start();
    }

    private static void end(Process process, String model) throws IOException, InterruptedException {
        assertTrue(process.waitFor(5, TimeUnit.MINUTES));
        assertEquals(0, process.exitValue(), Files.readString(folder.resolve(model + ".log")));
    }

    private static String newest(Path states) throws IOException {
        if (!Files.exists(states)) {
            return "";
        }
        try (Stream<Path> files = Files.list(states)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".softmax-state"))
                    .max(String::compareTo)
                    .orElse("");
        }
    }

    private static SoftmaxClassificationModel model(String name) {
        Transformer[] stages =
                PipelineModel.load(folder.resolve(name).toString()).stages();
        return (SoftmaxClassificationModel) stages[stages.length - 1];
    }

    @ParameterizedTest
    @ValueSource(strings = {"l-bfgs", "localSgd", "sgd"})
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void theSameCommandEndsWithTheSameModel(String solver) throws Exception {
        Random random = new Random(3L);
        String undisturbed = solver + "-undisturbed";
        end(train(solver, undisturbed, null), undisturbed);
        Path states = folder.resolve(solver + "-states");
        String resumed = solver + "-resumed";
        List<String> found = new ArrayList<>();
        for (int kill = 0; kill < KILLS; kill++) {
            String before = newest(states);
            Process process = train(solver, resumed, states);
            ClusterFits.await("a state is saved", () -> {
                assertTrue(process.isAlive(), "the training ended before it was killed");
                return newer(states, before);
            });
            TimeUnit.MILLISECONDS.sleep(random.nextInt(300));
            List<ProcessHandle> processes =
                    new ArrayList<>(process.descendants().toList());
            processes.add(process.toHandle());
            processes.forEach(ProcessHandle::destroyForcibly);
            process.waitFor();
            found.add(newest(states));
        }
        end(train(solver, resumed, states), resumed);
        assertFalse(Files.exists(states), "the states are deleted after the fit");
        SparkSession spark = OwnSessionExtension.start("local[1]", Map.of());
        try {
            SoftmaxClassificationModel expected = model(undisturbed);
            SoftmaxClassificationModel model = model(resumed);
            assertArrayEquals(
                    expected.summary().objectiveHistory(), model.summary().objectiveHistory());
            assertArrayEquals(
                    expected.coefficientMatrix().toArray(),
                    model.coefficientMatrix().toArray());
            assertArrayEquals(
                    expected.interceptVector().toArray(),
                    model.interceptVector().toArray());
        } finally {
            spark.stop();
        }
        FaultReport.add("theSameCommandEndsWithTheSameModel " + solver + ": the driver was killed after " + found
                + "; the same bits");
    }

    private static boolean newer(Path states, String before) {
        try {
            return newest(states).compareTo(before) > 0;
        } catch (IOException e) {
            // A state was deleted while the folder was listed.
            return false;
        }
    }
}
