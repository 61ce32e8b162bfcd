package sparksoftmax.app;

import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;
import sparksoftmax.table.Suggestion;

/**
 * The command line application. Its exit code is 0 for success, 1 for a failure and 2 for wrong usage. An error is one
 * line on stderr.
 */
@Command(
        name = "softmax",
        mixinStandardHelpOptions = true,
        versionProvider = Versions.class,
        description = "Multiclass linear classification on Apache Spark.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            TrainCommand.class,
            TuneCommand.class,
            EvaluateCommand.class,
            PredictCommand.class,
            InspectCommand.class,
            CoefficientsCommand.class,
            StatisticsCommand.class,
            CalibrateCommand.class,
            ExportCommand.class,
            CompletionCommand.class
        })
public final class Main implements Callable<Integer> {
    @Option(names = "--stacktrace", scope = ScopeType.INHERIT, description = "Print the stack trace of a failure.")
    private boolean stacktrace;

    /** The commands that have an option for each Param, and configuration files. */
    private static final List<String> LEARNING = List.of("train", "tune");

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
                    err.println(oneLine(e) + ConfigFile.origin(e) + " (see "
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
        for (String name : LEARNING) {
            CommandLine command = commandLine.getSubcommands().get(name);
            ParamOptions.addTo(command.getCommandSpec());
            if (command.getCommand() instanceof TuneCommand) {
                PenaltyOptions.addTo(command.getCommandSpec());
            }
            try {
                if (args.length > 0 && args[0].equals(name)) {
                    ConfigFile.named(args)
                            .ifPresent(file -> command.setDefaultValueProvider(ConfigFile.read(file, command, args)));
                }
            } catch (ParameterException e) {
                err.println(e.getMessage());
                return CommandLine.ExitCode.USAGE;
            }
        }
        return commandLine.execute(args);
    }

    /** The message of wrong usage, with what may have been meant. */
    private static String oneLine(ParameterException e) {
        String message = e.getMessage().lines().collect(Collectors.joining(" "));
        if (!(e instanceof UnmatchedArgumentException unmatched)) {
            return message;
        }
        String first = unmatched.getUnmatched().get(0);
        CommandSpec command = e.getCommandLine().getCommandSpec();
        Set<String> candidates = first.startsWith("-")
                ? command.optionsMap().keySet()
                : command.subcommands().keySet();
        String suggestion = Suggestion.sentence(first.replaceFirst("=.*", ""), candidates);
        return suggestion.isEmpty() ? message : message + "." + suggestion;
    }

    @Override
    public Integer call() {
        throw new ParameterException(
                new CommandLine(this),
                "A command is needed: "
                        + String.join(
                                ", ", new CommandLine(this).getSubcommands().keySet()));
    }
}
