package sparksoftmax.training;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.MessageFormatter;

/**
 * The log of one fit. Its lines begin with the name of the fit, since several fits may run at the same time. Only
 * warnings do not: they are for users of the command line, who have one fit.
 *
 * @param fit the uid of the estimator or model
 */
record FitLog(String fit) {
    private static final Logger LOG = LoggerFactory.getLogger(FitLog.class);

    /** By a logger of its own, so that an application that reports the reason itself can do without this line. */
    private static final Logger END = LoggerFactory.getLogger(StopReason.class);

    /** Logs a line; each {@code {}} of the format stands for an argument. */
    void info(String format, Object... arguments) {
        LOG.info("{}: {}", fit, text(format, arguments));
    }

    /** Logs what the user should know; each {@code {}} of the format stands for an argument. */
    void warn(String format, Object... arguments) {
        LOG.warn(format, arguments);
    }

    /** Logs the last line of a fit: a warning if training did not converge. */
    void end(int passes, double seconds, StopReason reason) {
        String work = passes + (passes == 1 ? " pass" : " passes") + " in " + seconds(seconds);
        if (reason.converged()) {
            END.info("{}: Training ended after {}: {}.", fit, work, reason.sentence());
        } else {
            END.warn("{}: Training did not converge, after {}: {}.", fit, work, reason.sentence());
        }
    }

    /** A duration for a log line, to the millisecond. */
    static String seconds(double seconds) {
        return String.format(java.util.Locale.ROOT, "%.3f s", seconds);
    }

    private static String text(String format, Object... arguments) {
        return MessageFormatter.arrayFormat(format, arguments).getMessage();
    }
}
