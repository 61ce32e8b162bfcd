package sparksoftmax.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sparksoftmax.benchmark.SweepResult.Outcome;
import sparksoftmax.benchmark.SweepResult.Role;
import sparksoftmax.benchmark.SweepVerdict.Finding;
import sparksoftmax.benchmark.SweepVerdict.Kind;

/** When auto counts as the best, and how that is written. */
class SweepVerdictTest {
    private static final SweepShape SHAPE = SweepShape.dense(1_000, 10, 2, 1);

    private static SweepResult done(Role role, String name, double seconds, double logLoss) {
        return new SweepResult(role, name, Outcome.DONE, seconds, 3, 10, logLoss, 0.75);
    }

    private static SweepResult auto(double seconds, double logLoss) {
        return done(Role.AUTO, "auto", seconds, logLoss);
    }

    private static SweepVerdict verdict(SweepResult... results) {
        return new SweepVerdict(SHAPE, List.of(results));
    }

    private static Set<Kind> kinds(SweepVerdict verdict) {
        return verdict.findings().stream().map(Finding::kind).collect(Collectors.toSet());
    }

    @Test
    void theBestIsTheQuickestOfTheSameQuality() {
        SweepVerdict verdict = verdict(
                auto(1.0, 0.502),
                done(Role.OWN, "accurate", 3.0, 0.500),
                done(Role.OWN, "as good", 0.8, 0.5049),
                done(Role.OWN, "worse", 0.1, 0.5051),
                done(Role.LOGISTIC_REGRESSION, "LogisticRegression", 6.0, 0.400));
        assertEquals("accurate", verdict.mostAccurate().orElseThrow().contender());
        assertEquals("as good", verdict.best().orElseThrow().contender());
        assertEquals(1.25, verdict.timesBest().orElseThrow(), 1e-12);
        assertEquals(6.0, verdict.timesFaster().orElseThrow(), 1e-12);
        assertEquals(List.of(), verdict.findings());
    }

    @Test
    void autoMayTakeAThirdLongerThanTheBestOfOurs() {
        assertEquals(Set.of(), kinds(verdict(auto(1.29, 0.5), done(Role.OWN, "l-bfgs", 1.0, 0.5))));
        assertEquals(Set.of(Kind.OWN_SOLVER), kinds(verdict(auto(1.31, 0.5), done(Role.OWN, "l-bfgs", 1.0, 0.5))));
    }

    @Test
    void autoMissesTheQualityByMoreThanAHundredth() {
        assertEquals(Set.of(), kinds(verdict(auto(1.0, 0.5049), done(Role.OWN, "l-bfgs", 9.0, 0.5))));
        assertEquals(Set.of(Kind.QUALITY), kinds(verdict(auto(1.0, 0.5051), done(Role.OWN, "l-bfgs", 9.0, 0.5))));
    }

    @Test
    void logisticRegressionTakesFiveTimesAsLong() {
        SweepResult auto = auto(1.0, 0.5);
        String name = "LogisticRegression";
        assertEquals(Set.of(), kinds(verdict(auto, done(Role.LOGISTIC_REGRESSION, name, 5.1, 0.5))));
        assertEquals(
                Set.of(Kind.LOGISTIC_REGRESSION), kinds(verdict(auto, done(Role.LOGISTIC_REGRESSION, name, 4.9, 0.5))));
        // A time limit is a lower bound: enough, or not.
        assertEquals(
                Set.of(),
                kinds(verdict(auto, SweepResult.without(Role.LOGISTIC_REGRESSION, name, Outcome.STOPPED, 5.1))));
        assertEquals(
                Set.of(Kind.UNDECIDED),
                kinds(verdict(auto, SweepResult.without(Role.LOGISTIC_REGRESSION, name, Outcome.STOPPED, 4.9))));
        assertEquals(
                Set.of(),
                kinds(verdict(
                        auto, SweepResult.without(Role.LOGISTIC_REGRESSION, name, Outcome.LEFT_OUT, Double.NaN))));
    }

    @Test
    void halfOfTheRowsTakeAtMostAFifthLonger() {
        SweepResult auto = auto(1.0, 0.5);
        assertEquals(Set.of(), kinds(verdict(auto, done(Role.AUTO_ON_HALF, "half", 1.19, 0.6))));
        assertEquals(Set.of(Kind.HALF), kinds(verdict(auto, done(Role.AUTO_ON_HALF, "half", 1.21, 0.4))));
    }

    @Test
    void contendersWithoutAModelAreNotCompared() {
        SweepVerdict verdict = verdict(
                auto(1.0, 0.5),
                SweepResult.without(Role.OWN, "stopped", Outcome.STOPPED, 0.1),
                SweepResult.without(Role.OWN, "failed", Outcome.FAILED, Double.NaN),
                done(Role.OTHER, "scikit-learn", 0.1, 0.1));
        assertEquals("auto", verdict.best().orElseThrow().contender());
        assertEquals(List.of(), verdict.findings());
        assertEquals(
                Set.of(Kind.NO_MODEL),
                kinds(verdict(
                        SweepResult.without(Role.AUTO, "auto", Outcome.STOPPED, 10.0),
                        done(Role.OWN, "l-bfgs", 1.0, 0.5))));
    }

    @Test
    void csvHasAValueForEveryColumn() {
        SweepShape shape = SweepShape.text(9600, 1 << 16, 9, 77, 2);
        assertEquals(
                "shape,rows,features,words,classes,partitions,contender,outcome,seconds,runs,passes,log_loss,accuracy",
                SweepResult.csvHeader());
        assertEquals(
                "9600x2^16:9x77/2,9600,65536,9,77,2,auto,done,1.2500,3,10,0.500000,0.750000",
                auto(1.25, 0.5).csv(shape));
        assertEquals(
                "9600x2^16:9x77/2,9600,65536,9,77,2,LogisticRegression,stopped,10.0000,1,,,",
                SweepResult.without(Role.LOGISTIC_REGRESSION, "LogisticRegression", Outcome.STOPPED, 10.0)
                        .csv(shape));
        assertEquals(
                "9600x2^16:9x77/2,9600,65536,9,77,2,l-bfgs,left_out,,1,,,",
                SweepResult.without(Role.OWN, "l-bfgs", Outcome.LEFT_OUT, Double.NaN)
                        .csv(shape));
    }

    private static String printed(SweepVerdict... verdicts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        SweepReport report = new SweepReport(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        for (SweepVerdict verdict : verdicts) {
            report.line(verdict);
        }
        report.list(List.of(verdicts));
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void theListNamesEveryShapeWithItsReason() {
        SweepVerdict slow = verdict(
                auto(2.0, 0.5),
                done(Role.OWN, "localSgd///8", 1.0, 0.5),
                SweepResult.without(Role.LOGISTIC_REGRESSION, "LogisticRegression", Outcome.STOPPED, 20.0));
        String printed = printed(slow, verdict(auto(1.0, 0.5)));
        assertTrue(printed.contains(Kind.OWN_SOLVER + ":"), printed);
        assertTrue(printed.contains(SHAPE + ": 2.00 times: 2.00 s and 1.00 s (localSgd///8"), printed);
        assertTrue(printed.contains(">20.000"), printed);
        assertFalse(printed.contains(Kind.LOGISTIC_REGRESSION.toString()), printed);
        assertFalse(printed.contains("nothing"), printed);
        assertTrue(printed(verdict(auto(1.0, 0.5))).contains("nothing"));
    }

    @Test
    void theChartIsDrawnAlsoWhereFiguresAreMissing(@TempDir Path folder) throws IOException {
        Path chart = folder.resolve("sweep.png");
        SweepVerdict whole = verdict(
                auto(2.0, 0.5),
                done(Role.OWN, "l-bfgs", 1.0, 0.5),
                done(Role.LOGISTIC_REGRESSION, "LogisticRegression", 20.0, 0.5));
        SweepVerdict part = new SweepVerdict(SHAPE.withRows(500), List.of(auto(1.0, 0.5)));
        SweepChart.write(chart, List.of(whole, part));
        assertTrue(Files.size(chart) > 0);
        SweepChart.write(chart, List.of(part));
        assertTrue(Files.size(chart) > 0);
    }
}
