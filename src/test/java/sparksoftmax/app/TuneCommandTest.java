package sparksoftmax.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sparksoftmax.app.RunMain.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import sparksoftmax.SharedSpark;
import sparksoftmax.app.RunMain.Result;

@ExtendWith(SharedSpark.class)
@Tag("many-queries")
class TuneCommandTest {
    private static final String[] NEEDED = {"tune", "--label", "y", "--input", "x.csv", "--output", "model"};

    @TempDir
    private Path folder;

    /** The commands use the shared session. */
    TuneCommandTest(SparkSession spark) {}

    private static void assertUsage(String message, String... options) {
        String[] words = new String[NEEDED.length + options.length];
        System.arraycopy(NEEDED, 0, words, 0, NEEDED.length);
        System.arraycopy(options, 0, words, NEEDED.length, options.length);
        Result result = run(words);
        assertEquals(2, result.exitCode(), result.err());
        assertTrue(result.err().contains(message), result.err());
    }

    @Test
    void theGridCannotTryColumns() {
        assertUsage("--grid cannot try 'features', which names a column", "--grid", "features=a,b");
        assertUsage("--grid cannot try 'weightCol', which names a column", "--grid", "weightCol=a,b");
    }

    @Test
    void twoWaysToMarkValidationRowsExcludeEachOther() {
        assertUsage(
                "--validation-fraction and --validation-indicator-col exclude each other",
                "--validation-fraction",
                "0.2",
                "--validation-indicator-col",
                "v");
    }

    @Test
    void statesAreForOneFit() {
        assertUsage("--checkpoint-path is for one fit", "--checkpoint-path", "states");
    }

    @Test
    void everyFoldMustHaveRows() throws IOException {
        Path input = Files.write(folder.resolve("few.csv"), List.of("y,x", "a,1", "b,2"));
        Result result = run(
                "tune",
                "--label",
                "y",
                "--test-fraction",
                "0",
                "--input",
                input.toString(),
                "--output",
                folder.resolve("model").toString());
        assertEquals(1, result.exitCode(), result.err());
        assertTrue(result.err().contains("Each of the 5 folds (--folds) must have rows"), result.err());
    }
}
