package sparksoftmax.benchmark;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import sparksoftmax.benchmark.SweepResult.Outcome;
import sparksoftmax.benchmark.SweepResult.Role;

/** How {@code auto} compares on a shape. */
record SweepVerdict(SweepShape shape, List<SweepResult> results) {
    /** A held-out log-loss is as good as the least if it is at most this many times as large. */
    static final double SAME_QUALITY = 1.01;

    /** Times the best of our solvers that {@code auto} may take. */
    static final double OF_OWN = 1.3;

    /** Times that {@code LogisticRegression} should take of {@code auto}. */
    static final double OF_LOGISTIC_REGRESSION = 5.0;

    /** Times that {@code auto} may take on half of the rows. */
    static final double OF_HALF = 1.2;

    /** Why {@code auto} is not the best, in the order of the list. */
    enum Kind {
        NO_MODEL("auto has no model"),
        QUALITY("auto misses the held-out log-loss of the best by more than 1 %"),
        OWN_SOLVER("auto takes more than 1.3 times as long as the best of our solvers"),
        LOGISTIC_REGRESSION("auto is less than 5 times as fast as LogisticRegression"),
        UNDECIDED("LogisticRegression was stopped before 5 times the time of auto (raise --limit)"),
        HALF("auto takes more than a fifth longer on half of the rows");

        private final String meaning;

        Kind(String meaning) {
            this.meaning = meaning;
        }

        @Override
        public String toString() {
            return meaning;
        }
    }

    /** A reason why {@code auto} is not the best, with its figures. */
    record Finding(Kind kind, String figures) {}

    private Optional<SweepResult> the(Role role) {
        return results.stream().filter(result -> result.role() == role).findFirst();
    }

    private Optional<SweepResult> done(Role role) {
        return the(role).filter(SweepResult::done);
    }

    /** The result of {@code auto}, if it has a model. */
    Optional<SweepResult> auto() {
        return done(Role.AUTO);
    }

    /** The first fit of {@code auto} in a JVM, if it was measured. */
    Optional<SweepResult> cold() {
        return done(Role.AUTO_COLD);
    }

    /** {@code auto} on half of the rows, if it was measured. */
    Optional<SweepResult> half() {
        return done(Role.AUTO_ON_HALF);
    }

    /** {@code LogisticRegression}, if its time or a lower bound of it is known. */
    Optional<SweepResult> logisticRegression() {
        return the(Role.LOGISTIC_REGRESSION).filter(result -> result.done() || result.outcome() == Outcome.STOPPED);
    }

    private List<SweepResult> ours() {
        return results.stream()
                .filter(result -> result.role() == Role.AUTO || result.role() == Role.OWN)
                .filter(result -> result.done() && !Double.isNaN(result.logLoss()))
                .toList();
    }

    /** Ours of the least held-out log-loss. */
    Optional<SweepResult> mostAccurate() {
        return ours().stream().min(Comparator.comparingDouble(SweepResult::logLoss));
    }

    /** The quickest of ours whose held-out log-loss is as good as the least. */
    Optional<SweepResult> best() {
        return ours().stream().filter(this::isOfBestQuality).min(Comparator.comparingDouble(SweepResult::seconds));
    }

    /** Whether a held-out log-loss is as good as the least of ours. */
    boolean isOfBestQuality(SweepResult result) {
        return mostAccurate().stream().allMatch(least -> result.logLoss() <= SAME_QUALITY * least.logLoss());
    }

    /** The time of {@code auto} over that of the best of our solvers. */
    OptionalDouble timesBest() {
        return ratio(auto(), best());
    }

    /** The time of {@code LogisticRegression}, or a lower bound of it, over that of {@code auto}. */
    OptionalDouble timesFaster() {
        return ratio(logisticRegression(), auto());
    }

    private static OptionalDouble ratio(Optional<SweepResult> one, Optional<SweepResult> other) {
        return one.isPresent() && other.isPresent()
                ? OptionalDouble.of(one.get().seconds() / other.get().seconds())
                : OptionalDouble.empty();
    }

    /** Why {@code auto} is not the best; empty if it is. */
    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        SweepResult auto = auto().orElse(null);
        if (auto == null) {
            the(Role.AUTO)
                    .ifPresent(result -> findings.add(new Finding(
                            Kind.NO_MODEL,
                            result.outcome() == Outcome.STOPPED
                                    ? format("stopped after %.3g s", result.seconds())
                                    : "failed")));
            return findings;
        }
        mostAccurate().filter(least -> !isOfBestQuality(auto)).ifPresent(least -> {
            String figures = format(
                    "log-loss %.4f; %s: %.4f in %.3g s (auto: %.3g s)",
                    auto.logLoss(), least.contender(), least.logLoss(), least.seconds(), auto.seconds());
            findings.add(new Finding(Kind.QUALITY, figures));
        });
        best().filter(best -> auto.seconds() > OF_OWN * best.seconds())
                .ifPresent(best -> findings.add(new Finding(
                        Kind.OWN_SOLVER,
                        times(auto.seconds(), best.seconds())
                                + format(
                                        " (%s, log-loss %.4f; auto: %.4f)",
                                        best.contender(), best.logLoss(), auto.logLoss()))));
        logisticRegression()
                .filter(other -> other.seconds() < OF_LOGISTIC_REGRESSION * auto.seconds())
                .ifPresent(other -> findings.add(new Finding(
                        other.done() ? Kind.LOGISTIC_REGRESSION : Kind.UNDECIDED,
                        times(other.seconds(), auto.seconds()))));
        half().filter(half -> half.seconds() > OF_HALF * auto.seconds())
                .ifPresent(half -> findings.add(new Finding(Kind.HALF, times(half.seconds(), auto.seconds()))));
        return findings;
    }

    private static String times(double numerator, double denominator) {
        return format("%.2f times: %.3g s and %.3g s", numerator / denominator, numerator, denominator);
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
