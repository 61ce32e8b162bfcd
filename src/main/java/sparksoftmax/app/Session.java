package sparksoftmax.app;

import java.util.List;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Model.CommandSpec;

/** The Spark session of the application: what spark-submit configured. */
final class Session {
    /** They print the stack traces of failures that the application reports itself, in one line. */
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
     * @param command tells whether stack traces are wanted
     */
    static SparkSession get(CommandSpec command) {
        SparkSession session = SparkSession.builder().appName("spark-softmax").getOrCreate();
        if (!wantsStackTraces(command)) {
            REPORT_FAILURES.forEach(logger -> Configurator.setLevel(logger, Level.OFF));
        }
        return session;
    }

    /** Whether the option of the whole application for stack traces was given. */
    private static boolean wantsStackTraces(CommandSpec command) {
        return Boolean.TRUE.equals(command.root().findOption("--stacktrace").getValue());
    }
}
