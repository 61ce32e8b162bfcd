package sparksoftmax.app;

import java.util.List;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Model.CommandSpec;

/** The Spark session of the application, as configured by spark-submit. */
final class Session {
    /** Loggers that print stack traces of failures, which the application reports itself in one line. */
    private static final List<String> REPORT_FAILURES = List.of(
            "org.apache.spark.executor.Executor",
            "org.apache.spark.scheduler.TaskSetManager",
            "org.apache.spark.ml.util.Instrumentation",
            "org.apache.spark.sql.execution.streaming.sinks.FileStreamSink",
            "org.apache.spark.sql.execution.datasources.FileFormatWriter");

    private Session() {}

    /**
     * The session.
     *
     * @param command its option {@code --stacktrace} says whether Spark may log stack traces
     */
    static SparkSession get(CommandSpec command) {
        SparkSession session = SparkSession.builder().appName("spark-softmax").getOrCreate();
        if (!wantsStackTraces(command)) {
            REPORT_FAILURES.forEach(logger -> Configurator.setLevel(logger, Level.OFF));
        }
        return session;
    }

    /** Whether the option {@code --stacktrace} was given. */
    private static boolean wantsStackTraces(CommandSpec command) {
        return Boolean.TRUE.equals(command.root().findOption("--stacktrace").getValue());
    }
}
