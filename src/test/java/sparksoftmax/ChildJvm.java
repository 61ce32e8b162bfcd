package sparksoftmax;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs a main class of the tests in a Java virtual machine of its own, with this one's class path and modules. */
public final class ChildJvm {
    private static final int SECONDS = 120;

    private ChildJvm() {}

    /**
     * What the main class printed.
     *
     * @param options of the virtual machine, in addition to those that Spark and the Vector API need
     * @throws IllegalStateException if it failed or took longer than two minutes
     */
    public static String run(List<String> options, Class<?> main, String... args) {
        return run(
                options,
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                main,
                args);
    }

    /** The same with another class path. */
    public static String run(List<String> options, String classPath, Class<?> main, String... args) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> Stream.of("--add-opens", "--add-modules", "-Djdk.reflect", "-Duser.timezone")
                        .anyMatch(option::startsWith))
                .forEach(command::add);
        command.addAll(options);
        command.add("-cp");
        command.add(classPath);
        command.add(main.getName());
        command.addAll(List.of(args));
        try {
            Path out = Files.createTempFile("child", ".out");
            Path errors = Files.createTempFile("child", ".err");
            try {
                Process process = new ProcessBuilder(command)
                        .redirectOutput(out.toFile())
                        .redirectError(errors.toFile())
                        .start();
                boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
                process.destroyForcibly();
                if (!ended || process.exitValue() != 0) {
                    throw new IllegalStateException(main.getName() + " with " + options
                            + (ended ? " failed: " : " hung: ") + Files.readString(errors, StandardCharsets.UTF_8));
                }
                return Files.readString(out, StandardCharsets.UTF_8).strip();
            } finally {
                Files.delete(out);
                Files.delete(errors);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
