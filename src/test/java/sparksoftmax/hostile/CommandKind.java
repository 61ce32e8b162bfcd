package sparksoftmax.hostile;

import static sparksoftmax.hostile.WrongResultException.check;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import sparksoftmax.app.RunMain;

/** Command lines with hostile files and options. */
final class CommandKind implements Kind {
    private static final int MOST_LINES = 6;

    private static final String[] CELLS = {
        "1",
        "2",
        "3.5",
        "-0.0",
        "1e308",
        "1e-320",
        "NaN",
        "inf",
        "-Infinity",
        "NA",
        "",
        "null",
        "x",
        "ü",
        "数",
        "a b",
        "\"a,b\"",
        "\"a\"\"b\"",
        "\"unclosed",
        "'",
        "1,5",
        "1.000,5",
        "0x10",
        "1e400",
        "\\",
        "\u0000",
        "true",
        "2020-01-01"
    };

    private static final String[] NAMES = {
        "a", "b", "label", "LABEL", "a.b", "`", "ü", "", " ", "prediction", "\"x,y\"", "1", "数", "a", "features", "*"
    };

    private static final String[] OPTIONS = {
        "--max-iter 0",
        "--max-iter -1",
        "--max-iter x",
        "--max-iter 2147483648",
        "--reg-param 1e308",
        "--reg-param -1",
        "--reg-param NaN",
        "--step-size 1e308",
        "--step-size 0",
        "--tol 1e-300",
        "--solver sgd",
        "--solver nonsense",
        "--thresholds 0,0",
        "--thresholds 0.5,0.5",
        "--thresholds x",
        "--thresholds ,",
        "--class-names a,a",
        "--class-names ,",
        "--class-names ü,数",
        "--batch-size 2147483647",
        "--num-classes 2147483647",
        "--num-classes 2",
        "--num-classes 0",
        "--mini-batch-fraction 1e-300",
        "--label a.b",
        "--label LABEL",
        "--label nowhere",
        "--label ü",
        "--features a",
        "--features a,a",
        "--features nowhere",
        "--features *",
        "--weight b",
        "--missing mean",
        "--missing skip",
        "--missing x",
        "--exclude a",
        "--exclude nowhere",
        "--categorical a",
        "--text-column a",
        "--text-features 0",
        "--text-features 2147483647",
        "--delimiter ;",
        "--delimiter ab",
        "--no-header",
        "--quote '",
        "--encoding UTF-16",
        "--encoding x",
        "--null-value x",
        "--decimal-comma",
        "--num-features 0",
        "--num-features 2147483647",
        "--format csv",
        "--format json",
        "--format libsvm",
        "--format parquet",
        "--initial-coefficients 1;2,3",
        "--initial-coefficients x",
        "--lower-bounds-on-intercepts 1,2",
        "--upper-bounds-on-coefficients 0,0;0,0",
        "--checkpoint-path /dev/null/x",
        "--seed 9223372036854775808",
        "--fit-intercept maybe",
        "--test-fraction 0",
        "--test-fraction 2",
        "--chart /dev/null/x.svg",
        "--config /nowhere",
        "--nonsense",
        "--max-iter",
        "--output",
        "--elastic-net-param 2",
        "--class-weights 1,0",
        "--validation-indicator-col a",
        "--prediction-col a"
    };

    @Override
    public String title() {
        return "command line";
    }

    @Override
    public int share() {
        return 10;
    }

    @Override
    public Outcome run(CaseRandom random, Workspace workspace, StringBuilder description) throws IOException {
        Path folder = workspace.newFolder();
        List<String> args = arguments(random, workspace, folder);
        description.append(String.join(" ", args).replace("\n", "\\n").replace("\u0000", "\\0"));
        RunMain.Result result;
        try {
            result = RunMain.run(args.toArray(new String[0]));
        } finally {
            Workspace.delete(folder);
        }
        check(result.exitCode() >= 0 && result.exitCode() <= 2, "exit code " + result.exitCode());
        long lines = result.err().lines().count();
        check(lines <= MOST_LINES, lines + " lines of errors: " + result.err());
        check(result.exitCode() == 0 || lines > 0, "exit code " + result.exitCode() + " without a message");
        if (result.exitCode() == 0) {
            check(!result.out().contains("NaN"), "NaN was printed");
            return Outcome.correct();
        }
        String problem = ClearErrors.messageProblem(result.err().strip());
        return problem == null ? new Outcome(Outcome.How.CLEAR_ERROR, result.err(), null) : Outcome.failure(problem);
    }

    private static List<String> arguments(CaseRandom random, Workspace workspace, Path folder) throws IOException {
        List<String> args = new ArrayList<>();
        args.add(random.oneOf(
                "train",
                "train",
                "tune",
                "evaluate",
                "predict",
                "inspect",
                "coefficients",
                "export",
                "",
                "Train",
                "--help"));
        if (random.chance(0.95)) {
            args.add("--input");
            args.add(random.chance(0.9) ? file(random, folder) : path(random, folder));
        }
        boolean learns = List.of("train", "tune").contains(args.get(0));
        if (!learns || random.chance(0.05)) {
            args.add("--model");
            args.add(random.chance(0.7) ? model(workspace) : path(random, folder));
        }
        if (learns && random.chance(0.9)) {
            args.add("--label");
            args.add(random.oneOf("label", "label", "label", "a"));
        }
        if ((learns || args.get(0).equals("predict")) && random.chance(0.95)) {
            args.add("--output");
            args.add(random.chance(0.9) ? folder.resolve("out").toString() : path(random, folder));
        }
        if (!learns) {
            return args;
        }
        if (random.chance(0.7)) {
            args.add("--missing");
            args.add("mean");
        }
        for (int i = random.oneOf(0, 0, 1, 1, 2, 3); i > 0; i--) {
            args.addAll(List.of(random.oneOf(OPTIONS).split(" ")));
        }
        return args;
    }

    /** A model that the command line has saved. */
    private static String model(Workspace workspace) {
        return workspace.once("model of a command", () -> {
            String path = workspace.folder("commands").resolve("model").toString();
            RunMain.Result result = RunMain.run("train", "--example", "tutorial", "--output", path);
            check(result.exitCode() == 0, result.err());
            return path;
        });
    }

    private static String path(CaseRandom random, Path folder) {
        return random.oneOf(
                "",
                " ",
                "/nowhere",
                "/dev/null",
                folder.toString(),
                folder + "/*",
                folder + "/{",
                "nosuch://x/y",
                ":",
                "\u0000",
                "file:///",
                folder + "/ü 数",
                "/proc/self/mem/x",
                "http://127.0.0.1:1/x");
    }

    private static String file(CaseRandom random, Path folder) throws IOException {
        Path file = folder.resolve(
                "rows" + random.oneOf(".csv", ".csv", ".csv", ".tsv", ".json", ".svm", ".txt", ".csv.gz", ""));
        if (random.chance(0.1)) {
            byte[] bytes = new byte[random.oneOf(0, 1, 3, 1000)];
            random.nextBytes(bytes);
            Files.write(file, bytes);
            return file.toString();
        }
        String name = file.getFileName().toString();
        StringBuilder text = new StringBuilder();
        int columns = random.oneOf(1, 2, 3, 5);
        boolean hostileNames = random.chance(0.3);
        double hostileCells = random.oneOf(0.0, 0.0, 0.02, 0.5);
        String delimiter = name.endsWith(".tsv") ? "\t" : ",";
        if (!name.endsWith(".svm") && !name.endsWith(".json")) {
            List<String> header = new ArrayList<>(List.of("label"));
            for (int j = 1; j < columns; j++) {
                header.add(hostileNames ? random.oneOf(NAMES) : "x" + j);
            }
            text.append(String.join(delimiter, header)).append('\n');
        }
        int rows = random.oneOf(0, 1, 5, 40, 40);
        for (int i = 0; i < rows; i++) {
            List<String> cells = new ArrayList<>(List.of(String.valueOf(i % 2 + 1)));
            for (int j = 1; j < columns; j++) {
                cells.add(
                        random.chance(hostileCells) ? random.oneOf(CELLS) : String.valueOf(random.nextInt(100) / 10.0));
            }
            if (name.endsWith(".svm")) {
                text.append(cells.get(0));
                for (int j = 1; j < columns; j++) {
                    text.append(' ').append(random.chance(hostileCells) ? random.oneOf(0, -1, j, 3_000_000_000L) : j);
                    text.append(':').append(cells.get(j));
                }
            } else if (name.endsWith(".json")) {
                text.append("{\"label\": ").append(cells.get(0));
                for (int j = 1; j < columns; j++) {
                    String key = hostileNames ? random.oneOf("a", "b", "a.b", "LABEL", "ü", "") : "x" + j;
                    text.append(", \"")
                            .append(key)
                            .append("\": ")
                            .append(
                                    random.chance(hostileCells)
                                            ? random.oneOf(
                                                    "null",
                                                    "\"x\"",
                                                    "{\"a\": 1}",
                                                    "[1, 2]",
                                                    "[]",
                                                    "1e400",
                                                    "NaN",
                                                    "true",
                                                    "")
                                            : cells.get(j));
                }
                text.append('}');
            } else {
                text.append(String.join(delimiter, cells));
            }
            text.append(random.chance(0.02 * Math.signum(hostileCells)) ? "" : "\n");
        }
        Files.write(
                file, text.toString().getBytes(random.chance(0.9) ? StandardCharsets.UTF_8 : StandardCharsets.UTF_16));
        return file.toString();
    }
}
