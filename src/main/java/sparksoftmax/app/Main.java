package sparksoftmax.app;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/**
 * The command line application. Its exit code is 0 for success, 1 for a failure and 2 for wrong usage. An error is one
 * line on stderr.
 */
@Command(
        name = "softmax",
        mixinStandardHelpOptions = true,
        version = "Spark Softmax 0.1.0-SNAPSHOT",
        description = "Multiclass linear classification on Apache Spark.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {TrainCommand.class, EvaluateCommand.class, PredictCommand.class, ExportCommand.class})
public final class Main implements Callable<Integer> {
    @Option(names = "--stacktrace", scope = ScopeType.INHERIT, description = "Print the stack trace of a failure.")
    private boolean stacktrace;

    Main() {}

    /** Runs a command and exits. */
    public static void main(String[] args) {
        int exitCode = run(new PrintWriter(System.out, true), new PrintWriter(System.err, true), args);
        SparkSession.getActiveSession().foreach(session -> {
            session.stop();
            return null;
        });
        System.exit(exitCode);
    }

    /** Runs a command and returns the exit code. */
    static int run(PrintWriter out, PrintWriter err, String... args) {
        Main main = new Main();
        CommandLine commandLine = new CommandLine(main)
                .setOut(out)
                .setErr(err)
                .setParameterExceptionHandler((e, ignored) -> {
                    err.println(e.getMessage() + " (see "
                            + e.getCommandLine().getCommandSpec().qualifiedName() + " --help)");
                    return CommandLine.ExitCode.USAGE;
                })
                .setExecutionExceptionHandler((e, failed, ignored) -> {
                    err.println("Failed: " + FailureMessage.of(e));
                    if (main.stacktrace) {
                        e.printStackTrace(err);
                    }
                    return CommandLine.ExitCode.SOFTWARE;
                });
        CommandLine train = commandLine.getSubcommands().get("train");
        ParamOptions.addTo(train.getCommandSpec());
        try {
            ConfigFile.named(args).ifPresent(file -> train.setDefaultValueProvider(ConfigFile.read(file, train)));
        } catch (ParameterException e) {
            err.println(e.getMessage());
            return CommandLine.ExitCode.USAGE;
        }
        return commandLine.execute(args);
    }

    @Override
    public Integer call() {
        throw new ParameterException(new CommandLine(this), "A command is needed: train, evaluate, predict or export");
    }
}
