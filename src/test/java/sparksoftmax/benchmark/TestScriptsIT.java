package sparksoftmax.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sparksoftmax.reliability.ScriptRun;

/** The scripts that start a program among the test classes find all jars that it needs, and one says what it lacks. */
class TestScriptsIT {
    @ParameterizedTest
    @CsvSource({"benchmark.sh, --num-rows", "test-hostile.sh, --cases", "soak.sh, --rows"})
    void printTheirHelp(String script, String option) {
        ScriptRun run = ScriptRun.of(Map.of(), script, "--help");
        assertEquals(0, run.exitCode(), run.toString());
        assertTrue(run.out().contains(option), run.toString());
    }

    @Test
    void theTestsOfPythonSayThatNoneWasRunWithoutPySpark() {
        ScriptRun run = ScriptRun.of(Map.of("PYTHON", "no-such-python"), "test-python.sh");
        assertEquals(3, run.exitCode(), run.toString());
        assertTrue(run.err().contains("NO PYTHON TEST WAS RUN: there is no no-such-python"), run.toString());
    }
}
