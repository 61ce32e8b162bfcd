package sparksoftmax.app;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import sparksoftmax.SharedSpark;
import sparksoftmax.app.RunMain.Result;
import sparksoftmax.docs.MarkdownPage;
import sparksoftmax.docs.PageSamples;
import sparksoftmax.docs.PageSamples.Sample;
import sparksoftmax.docs.SampleFiles;
import sparksoftmax.docs.ShellCommand;

/**
 * The commands of README and of all pages run, if they read files that {@link SampleFiles} has or that commands before
 * them have written. The options of the others are checked. Each page has a folder of its own.
 */
@ExtendWith(SharedSpark.class)
@Tag("many-queries")
class DocumentationCommandsTest {
    /** Whether an option or a parameter is a file. */
    private static final Predicate<ArgSpec> FILE = argument -> Set.of("PATH", "FILE", "MODEL", "DIR", "FOLDER")
            .contains(argument.paramLabel().toUpperCase(Locale.ROOT));

    /** Public data sets that are too large for a test, and names that stand for any file or model. */
    private static final Pattern NOT_HERE =
            Pattern.compile("(?:mnist|kddcup99|20news|clinc150|covertype).*|rows\\..*|data\\.csv|model|target/.*");

    /** Options whose files are written. */
    private static final Set<String> WRITTEN = Set.of("--output", "--chart", "--report");

    @TempDir
    private static Path folder;

    /** Not used: commands take the session that there is. */
    DocumentationCommandsTest(SparkSession spark) {
        assertTrue(spark.conf().contains("spark.master"));
    }

    static List<MarkdownPage> pages() {
        return MarkdownPage.all(Path.of(""));
    }

    private static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new Main());
        for (String name : List.of("train", "tune")) {
            ParamOptions.addTo(commandLine.getSubcommands().get(name).getCommandSpec());
        }
        PenaltyOptions.addTo(commandLine.getSubcommands().get("tune").getCommandSpec());
        return commandLine;
    }

    @ParameterizedTest
    @MethodSource("pages")
    void commandsRun(MarkdownPage page) throws IOException {
        Path files = folder.resolve(page.toString());
        SampleFiles.put(files);
        run(page, files);
    }

    @Test
    void mistakesInCommandsAreFound() throws IOException {
        assertMistake("scripts/softmax train --max-itre 5", "'--max-itre'");
        assertMistake("scripts/softmax train --input iris.csv", "--output is needed with --input");
        assertMistake("scripts/softmax train --input mnist.libsvm.gz --ouput m", "'--ouput'");
        assertMistake(
                "scripts/softmax train --example tutorial\n```\n<!-- prints -->\n```\nEpoch 0",
                "prints something else ==> expected: <Epoch 0>");
    }

    @Test
    void commandsAreFoundInBlocks() {
        List<ShellCommand> commands = ShellCommand.of(
                new MarkdownPage.Block(
                        3,
                        "",
                        """
                # a comment
                scripts/softmax train   --label "a b" \\
                    --output m   # a comment
                A="b c" scripts/softmax inspect --model m | head
                source <(scripts/softmax completion)
                scripts/test.sh
                """));
        assertEquals(
                List.of(
                        new ShellCommand(4, List.of("train", "--label", "a b", "--output", "m")),
                        new ShellCommand(6, List.of("inspect", "--model", "m")),
                        new ShellCommand(7, List.of("completion"))),
                commands);
    }

    private static void assertMistake(String commands, String message) throws IOException {
        MarkdownPage page = MarkdownPage.of(Path.of("made-up.md"), "```\n" + commands + "\n```\n");
        Path files = Files.createTempDirectory(folder, "mistake").resolve("files");
        SampleFiles.put(files);
        try {
            run(page, files);
        } catch (AssertionError e) {
            assertTrue(e.getMessage().contains("made-up.md:"), e.getMessage());
            assertTrue(e.getMessage().contains(message), e.getMessage());
            return;
        }
        throw new AssertionError("expected: " + message);
    }

    private static void run(MarkdownPage page, Path files) throws IOException {
        for (Map.Entry<String, String> file : PageSamples.of(page).files().entrySet()) {
            String content =
                    file.getValue().replaceAll("(?m)^(input|output|test|report|chart) *= *", "$1 = " + files + "/");
            Files.writeString(files.resolve(file.getKey()), content);
        }
        Map<List<String>, String> printed = new HashMap<>();
        Set<Path> missing = new HashSet<>();
        for (Sample sample : PageSamples.of(page).samples("", "sh", "bash", "console")) {
            StringBuilder out = new StringBuilder();
            boolean allRan = true;
            for (ShellCommand command : ShellCommand.of(sample.block())) {
                if (!printed.containsKey(command.words())) {
                    printed.put(command.words(), run(page, command, sample.fails(), files, missing));
                }
                allRan &= printed.get(command.words()) != null;
                out.append(printed.get(command.words()));
            }
            if (allRan && sample.output() != null) {
                String expected = sample.output().code();
                assertEquals(
                        expected.strip(),
                        PageSamples.shortenedLike(expected, out.toString()).strip(),
                        page + ":" + sample.output().line() + ": the command prints something else");
            }
        }
    }

    /** Runs a command and returns what it printed, or null if its files are missing. */
    private static String run(MarkdownPage page, ShellCommand command, boolean fails, Path files, Set<Path> missing) {
        String place = page + ":" + command.line() + ": ";
        List<String> words = new ArrayList<>(command.words());
        boolean runs = true;
        CommandSpec spec = commandLine().getSubcommands().containsKey(words.isEmpty() ? "" : words.get(0))
                ? commandLine().getSubcommands().get(words.get(0)).getCommandSpec()
                : null;
        Set<Path> written = new HashSet<>();
        for (int i = 1; spec != null && i < words.size(); i++) {
            String[] parts = words.get(i).split("=", 2);
            OptionSpec option = spec.findOption(parts[0]);
            boolean isValue =
                    option != null && parts.length == 1 && option.arity().max() > 0;
            boolean isFile = option == null
                    ? !words.get(i).startsWith("-")
                            && spec.positionalParameters().stream().anyMatch(FILE)
                    : FILE.test(option);
            if (isValue && i + 1 < words.size()) {
                i++;
            }
            if (!isFile) {
                continue;
            }
            String name = option != null && parts.length == 2 ? parts[1] : words.get(i);
            Path file = Files.exists(Path.of(name)) && !name.startsWith("target") ? Path.of(name) : files.resolve(name);
            words.set(i, (option != null && parts.length == 2 ? parts[0] + "=" : "") + file);
            if (option != null && WRITTEN.contains(parts[0])) {
                written.add(file);
            } else if (!Files.exists(file)) {
                assertTrue(
                        missing.contains(file) || NOT_HERE.matcher(name).matches(),
                        () -> place + "there is no file '" + name + "'");
                runs = false;
            }
        }
        if (isTrainingOfDigits(words) && words.stream().noneMatch(word -> word.contains(files.toString()))) {
            words.addAll(
                    List.of("--output", files.resolve("target/softmax-model").toString(), "--overwrite"));
        }
        String[] arguments = words.toArray(new String[0]);
        if (!runs) {
            missing.addAll(written);
            assertDoesNotThrow(() -> commandLine().parseArgs(arguments), () -> place + Arrays.toString(arguments));
            return null;
        }
        Result result = RunMain.run(arguments);
        assertEquals(
                fails, result.exitCode() != 0, () -> place + "exit code " + result.exitCode() + " " + result.err());
        return (result.out() + (fails ? result.err() : ""))
                .replace(files.toAbsolutePath() + "/", "")
                .replace(files + "/", "");
    }

    private static boolean isTrainingOfDigits(List<String> words) {
        return !words.isEmpty()
                && words.get(0).equals("train")
                && words.stream().noneMatch(word -> word.matches("--(input|output|help|example)(=.*)?"));
    }
}
