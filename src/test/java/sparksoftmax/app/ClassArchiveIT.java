package sparksoftmax.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sparksoftmax.reliability.ScriptRun;

/** The archive that scripts/class-archive.sh writes is used by scripts/softmax, and changes nothing but its speed. */
class ClassArchiveIT {
    /** In the assembled Spark, which the build names. */
    private static final Path ARCHIVE = Path.of(System.getenv("SPARK_HOME"), "classes.jsa");

    @TempDir
    Path folder;

    private ScriptRun train(Path loaded) {
        // The launcher's JVM comes first; each writes a file of its own, %p being its process.
        String log = "-Xlog:class+load:file=" + loaded.resolve("%p.txt");
        return ScriptRun.of(Map.of("JDK_JAVA_OPTIONS", log), "softmax", "train", "--max-iter", "5");
    }

    private static boolean isArchived(Path loaded) throws IOException {
        try (var files = Files.list(loaded)) {
            List<Path> ofSpark = files.filter(file -> lines(file).stream().anyMatch(ClassArchiveIT::isSession))
                    .toList();
            assertEquals(1, ofSpark.size());
            return lines(ofSpark.get(0)).stream()
                    .filter(ClassArchiveIT::isSession)
                    .allMatch(line -> line.contains("shared objects file (top)"));
        }
    }

    private static boolean isSession(String line) {
        return line.contains(" org.apache.spark.sql.classic.SparkSession source:");
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void sparksClassesComeFromTheArchive() throws IOException {
        assumeTrue(System.getenv("SOFTMAX_SPARK") == null, "the archive is for the Spark of the project");
        Files.deleteIfExists(ARCHIVE);
        Path without = Files.createDirectory(folder.resolve("without"));
        ScriptRun expected = train(without);
        assertEquals(0, expected.exitCode(), expected.toString());
        assertFalse(isArchived(without), expected.toString());
        ScriptRun written = ScriptRun.of(Map.of(), "class-archive.sh");
        assertEquals(0, written.exitCode(), written.toString());
        Path with = Files.createDirectory(folder.resolve("with"));
        ScriptRun run = train(with);
        assertEquals(0, run.exitCode(), run.toString());
        assertTrue(isArchived(with), run.toString());
        assertEquals(expected.out(), run.out());
    }
}
