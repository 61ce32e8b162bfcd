package sparksoftmax.classification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sparksoftmax.LogLines;
import sparksoftmax.RandomRows;
import sparksoftmax.SharedSpark;

/** What a fit logs: its name in every line, its plan, a line for each pass, and a last line. */
@ExtendWith(SharedSpark.class)
class FitLogTest {
    private final Dataset<Row> data;

    FitLogTest(SparkSession spark) {
        data = new RandomRows(60, 3, 3, 5L).toDataset(spark, 2);
    }

    @ParameterizedTest
    @CsvSource({
        "auto, 100, INFO, Training ended after ",
        "l-bfgs, 3, WARN, 'Training did not converge, after 3 passes in '",
        "sgd, 3, WARN, 'Training did not converge, after 3 passes in '",
        "localSgd, 3, WARN, 'Training did not converge, after 3 passes in '"
    })
    void everyFitTellsHowItWent(String solver, int maxIter, String level, String end) {
        SoftmaxClassifier classifier =
                new SoftmaxClassifier().setSolver(solver).setMaxIter(maxIter).setRegParam(0.01);
        try (LogLines log = new LogLines()) {
            SoftmaxTrainingSummary summary = classifier.fit(data).summary();
            // The kernel is named once for each virtual machine, by the first fit that needs it.
            List<String> lines = log.with("").stream()
                    .filter(line -> !line.contains("Products run"))
                    .toList();
            String prefix = classifier.uid() + ": ";
            assertTrue(lines.stream().allMatch(line -> line.contains(" " + prefix)), lines.toString());
            assertEquals(new HashSet<>(lines).size(), lines.size(), lines.toString());
            assertTrue(lines.get(0).startsWith("INFO " + prefix + "Plan: "), lines.toString());
            String last = lines.get(lines.size() - 1);
            assertTrue(last.startsWith(level + " " + prefix + end), last);
            assertTrue(last.contains(" s: " + summary.stopReason()), last);
            List<String> passes = lines.stream()
                    .filter(line -> line.matches(
                            ".*: pass \\d+ of at most " + maxIter + ": objective \\d[-.\\de]+, \\d+\\.\\d{3} s"))
                    .toList();
            assertEquals(summary.totalIterations(), passes.size(), lines.toString());
        }
    }
}
