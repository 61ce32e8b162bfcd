package sparksoftmax.benchmark;

import java.util.Locale;

/**
 * What a contender came to on a shape.
 *
 * @param seconds of a fit, the median of the runs; where it was stopped, a fit takes longer than this
 * @param runs that count
 * @param passes over the training rows; -1 if it is not known
 * @param logLoss on the held-out rows; not a number if there is no model
 * @param accuracy on the held-out rows; not a number if there is no model
 */
record SweepResult(
        Role role,
        String contender,
        Outcome outcome,
        double seconds,
        int runs,
        int passes,
        double logLoss,
        double accuracy) {
    /** What a contender is compared as. */
    enum Role {
        /** Our solver {@code auto}. */
        AUTO,
        /** Another of our solvers. */
        OWN,
        /** Spark's {@code LogisticRegression}. */
        LOGISTIC_REGRESSION,
        /** {@code auto} on half of the rows. */
        AUTO_ON_HALF,
        /** The first fit of {@code auto} in a JVM. */
        AUTO_COLD,
        /** A contender that is not part of a verdict. */
        OTHER
    }

    /** How the fits of a contender ended. */
    enum Outcome {
        /** With a model. */
        DONE,
        /** By the time limit. */
        STOPPED,
        /** With an exception. */
        FAILED,
        /** They were not begun, because their coefficients would not fit into memory. */
        LEFT_OUT
    }

    /** One without a model. */
    static SweepResult without(Role role, String contender, Outcome outcome, double seconds) {
        return new SweepResult(role, contender, outcome, seconds, 1, -1, Double.NaN, Double.NaN);
    }

    boolean done() {
        return outcome == Outcome.DONE;
    }

    /** The names of the columns. */
    static String csvHeader() {
        return "shape,rows,features,words,classes,partitions,contender,outcome,seconds,runs,passes,log_loss,accuracy";
    }

    /** The values of the columns. What is not known is empty. */
    String csv(SweepShape shape) {
        return String.join(
                ",",
                shape.toString(),
                Integer.toString(shape.rows()),
                Integer.toString(shape.features()),
                Integer.toString(shape.words()),
                Integer.toString(shape.classes()),
                Integer.toString(shape.partitions()),
                contender,
                outcome.name().toLowerCase(Locale.ROOT),
                number("%.4f", seconds),
                Integer.toString(runs),
                passes < 0 ? "" : Integer.toString(passes),
                number("%.6f", logLoss),
                number("%.6f", accuracy));
    }

    private static String number(String format, double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, format, value);
    }
}
