package sparksoftmax.reliability;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A script of the repository that has run, in an environment without settings of a Spark.
 *
 * @param exitCode what it ended with
 * @param out what it printed
 * @param err what it printed to stderr
 */
public record ScriptRun(int exitCode, String out, String err) {
    private static final int MINUTES = 5;

    /**
     * Runs a script of the folder {@code scripts}.
     *
     * @throws IllegalStateException if it takes longer than five minutes
     */
    public static ScriptRun of(Map<String, String> environment, String script, String... args) {
        List<String> command = new ArrayList<>(List.of(
                "bash",
                Path.of(System.getProperty("basedir", ""), "scripts", script)
                        .toAbsolutePath()
                        .toString()));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("SPARK_"));
        builder.environment().putAll(environment);
        try {
            Path out = Files.createTempFile(script, ".out");
            Path err = Files.createTempFile(script, ".err");
            try {
                Process process = builder.redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
                boolean ended = waitFor(process);
                ScriptRun run = new ScriptRun(
                        ended ? process.exitValue() : -1,
                        Files.readString(out, StandardCharsets.UTF_8),
                        Files.readString(err, StandardCharsets.UTF_8));
                if (!ended) {
                    throw new IllegalStateException(
                            command + " takes longer than " + MINUTES + " minutes; it printed: " + run);
                }
                return run;
            } finally {
                Files.delete(out);
                Files.delete(err);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean waitFor(Process process) {
        try {
            return process.waitFor(MINUTES, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            // What a script leaves behind on purpose is not its child once it has ended.
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
