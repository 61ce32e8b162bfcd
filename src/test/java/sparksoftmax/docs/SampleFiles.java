package sparksoftmax.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files that samples and commands of the documentation read, in a folder of their own for each page. */
public final class SampleFiles {
    private static final Path IRIS = Path.of("src/test/resources/iris.csv");
    private static final Path PASSENGERS = Path.of("src/test/resources/ugly/passengers.csv");

    /** A file that a sample names: the first argument of a method that reads or writes, or an option that is a path. */
    private static final Pattern FILE_IN_CODE = Pattern.compile(
            "((?:\\b(?:save|load|csv|json|parquet|text|textFile|libsvm|orc|start|exportOnnx|exportPmml|exportJson"
                    + "|setCheckpointPath)|\\b(?:Path|ModelFolder)\\.of)\\("
                    + "|\\boption\\(\"(?:path|checkpointLocation)\",\\s*)\"([^\"/:]+(?:/[^\":]*)?)\"");

    private SampleFiles() {}

    /** Puts the files into a folder. */
    public static void put(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.copy(IRIS, folder.resolve("iris.csv"));
        Files.copy(PASSENGERS, folder.resolve("passengers.csv"));
        List<String> lines = Files.readAllLines(IRIS);
        StringBuilder libsvm = new StringBuilder();
        for (String line : lines.subList(1, lines.size())) {
            String[] values = line.split(",");
            libsvm.append(List.of("setosa", "versicolor", "virginica")
                    .indexOf(values[4].strip().toLowerCase(Locale.ROOT).replace("iris-", "")));
            for (int j = 0; j < 4; j++) {
                libsvm.append(' ').append(j + 1).append(':').append(values[j]);
            }
            libsvm.append('\n');
        }
        Files.writeString(folder.resolve("data.libsvm"), libsvm);
    }

    /** The code with the files that it names in a folder. */
    static String inFolder(String code, Path folder) {
        return FILE_IN_CODE
                .matcher(code)
                .replaceAll(
                        match -> Matcher.quoteReplacement(match.group(1) + '"' + folder + '/' + match.group(2) + '"'));
    }
}
