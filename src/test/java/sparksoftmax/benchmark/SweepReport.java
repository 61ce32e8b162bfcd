package sparksoftmax.benchmark;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import sparksoftmax.benchmark.SweepVerdict.Finding;
import sparksoftmax.benchmark.SweepVerdict.Kind;

/** Prints a sweep: a line for each shape, and the list of those for which {@code auto} is not the best. */
record SweepReport(PrintStream out) {
    private static final String LINE = "%-24s %8s %8s %7s %7s  %-18s %9s %9s %8s %8s %8s%n";

    void header() {
        out.printf(
                LINE,
                "shape",
                "auto s",
                "log-loss",
                "accur.",
                "best s",
                "best of ours",
                "auto/best",
                "LogReg s",
                "LR/auto",
                "half s",
                "cold s");
    }

    void line(SweepVerdict verdict) {
        Optional<SweepResult> auto = verdict.auto();
        Optional<SweepResult> best = verdict.best();
        Optional<SweepResult> mllib = verdict.logisticRegression();
        // A lower bound where LogisticRegression was stopped.
        String more = mllib.isPresent() && !mllib.get().done() ? ">" : "";
        out.printf(
                LINE,
                verdict.shape(),
                seconds(auto),
                auto.map(result -> format("%.4f", result.logLoss())).orElse("-"),
                auto.map(result -> format("%.4f", result.accuracy())).orElse("-"),
                seconds(best),
                best.map(SweepResult::contender).orElse("-"),
                ratio(verdict.timesBest()),
                more + seconds(mllib),
                more + ratio(verdict.timesFaster()),
                seconds(verdict.half()),
                seconds(verdict.cold()));
    }

    private static String seconds(Optional<SweepResult> result) {
        return result.map(measured -> format("%.3f", measured.seconds())).orElse("-");
    }

    private static String ratio(OptionalDouble ratio) {
        return ratio.isPresent() ? format("%.2f", ratio.getAsDouble()) : "-";
    }

    private static String format(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    /** The shapes for which {@code auto} is not the best, by the reason. */
    void list(List<SweepVerdict> verdicts) {
        out.println("Where auto is not the best:");
        boolean nothing = true;
        for (Kind kind : Kind.values()) {
            boolean first = true;
            for (SweepVerdict verdict : verdicts) {
                for (Finding finding : verdict.findings()) {
                    if (finding.kind() == kind) {
                        if (first) {
                            out.println("  " + kind + ":");
                        }
                        out.println("    " + verdict.shape() + ": " + finding.figures());
                        first = false;
                        nothing = false;
                    }
                }
            }
        }
        if (nothing) {
            out.println("  nothing");
        }
    }
}
