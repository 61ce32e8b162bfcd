package sparksoftmax.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sparksoftmax.app.RunMain.assertOneLine;
import static sparksoftmax.app.RunMain.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import sparksoftmax.SharedSpark;
import sparksoftmax.app.RunMain.Result;
import sparksoftmax.table.Cells;
import sparksoftmax.table.FileOptions;
import sparksoftmax.table.Missing;
import sparksoftmax.table.Table;
import sparksoftmax.table.TableReader;
import sparksoftmax.table.TypedRows;
import sparksoftmax.table.ValueTypes;
import sparksoftmax.table.Wishes;

/** Options about tables, and what the commands make of them, without a fit. */
@ExtendWith(SharedSpark.class)
@Tag("many-queries")
class TableOptionsTest {
    private static final Cells CELLS = new Cells(FileOptions.NULL_VALUES, '.');

    private final SparkSession spark;

    @TempDir
    private Path folder;

    TableOptionsTest(SparkSession spark) {
        this.spark = spark;
    }

    @Command
    private static final class Options {
        @Mixin
        private SplitOptions split;

        @Mixin
        private ModelOutput output;
    }

    private static Options options(String... args) {
        Options options = new Options();
        new CommandLine(options).parseArgs(args);
        return options;
    }

    private String file(String name, String... lines) throws IOException {
        return Files.write(folder.resolve(name), Arrays.asList(lines)).toString();
    }

    private Table table(String name, String... lines) throws IOException {
        return new TableReader(spark, new FileOptions(file(name, lines), null, null, true, null, null, null)).read();
    }

    private static void assertUsage(String message, Result result) {
        assertEquals(2, result.exitCode(), result.err());
        assertOneLine(message, result);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '~',
            value = {
                "--delimiter= ! must be a character such as ';', or \\t for a tab, but was ''",
                "--quote=abc ! must be one character such as ', or empty for none, but was 'abc'",
            })
    void charactersOfSeparatedFilesAreChecked(String option, String message) {
        assertUsage(message, run("train", "--input", "x.csv", "--output", "y", option));
    }

    @ParameterizedTest
    @CsvSource({
        "folds = many, --folds",
        "test-fraction = 2, --test-fraction",
        "maxIter = -1, --max-iter",
        "missing = no, --missing"
    })
    void aWrongValueInAConfigurationFileNamesTheFile(String line, String option) throws IOException {
        String config = file("tune.properties", line, "input = x.csv", "output = y");
        Result result = run("tune", "--config", config);
        assertUsage(option, result);
        assertTrue(result.err().contains(", in configuration file " + config), result.err());
        Result given = run("tune", "--config", config, "--folds", "1");
        assertTrue(given.err().contains("in configuration file") != given.err().contains("--folds"), given.err());
    }

    @Test
    void aMessageHasNoFullStopBeforeItsParenthesis() {
        assertOneLine("Unknown option: '--zzzzzzzzzz' (see softmax train --help)", run("train", "--zzzzzzzzzz"));
    }

    @Test
    void classesAreCountedWithoutTheRowsThatAreLeftOut() throws IOException {
        Table table = table("left-out.csv", "y,x", "a,1", "a,NA", "b,2", "b,3", "c,NA", "a,4");
        Wishes wishes = new Wishes("y", null, null, List.of(), List.of(), List.of(), List.of(), null);
        SplitOptions split = options("--test-fraction", "0").split;
        try (PreparedRows rows =
                PreparedRows.of(table, wishes, CELLS, Missing.skip, split, TypedRows.Purpose.learning, 1)) {
            assertEquals(List.of("a", "b", "c"), rows.columns().label().classes());
            assertEquals(List.of(2L, 2L, 0L), rows.columns().label().counts());
            assertEquals(List.of("These classes have no rows without missing values: 'c'."), rows.smallClasses());
        }
        Table one = table("one-left.csv", "y,x", "a,1", "a,2", "b,NA");
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> PreparedRows.of(one, wishes, CELLS, Missing.skip, split, TypedRows.Purpose.learning, 1))
                .getMessage();
        assertTrue(message.contains("in the rows without missing values, but has only 'a'"), message);
    }

    @Test
    void aModelThatIsNoPipelineMayBeReplacedButNoOtherFolderWithData() throws IOException {
        Path model = Files.createDirectories(folder.resolve("model"));
        Files.createDirectories(model.resolve("data"));
        Files.createDirectories(model.resolve("metadata"));
        Files.writeString(model.resolve("summary"), "{}");
        ModelOutput output = options("--output", model.toString(), "--overwrite").output;
        Files.writeString(model.resolve("metadata/part-00000"), "{\"class\":\"another.Model\"}");
        assertThrows(IOException.class, () -> output.check(spark));
        Files.writeString(
                model.resolve("metadata/part-00000"),
                "{\"class\":\"sparksoftmax.classification.SoftmaxClassificationModel\"}");
        output.check(spark);
        Files.writeString(model.resolve("thesis.txt"), "x");
        assertThrows(IOException.class, () -> output.check(spark));
    }

    @Test
    void vectorsAndListsAreWrittenAsNumbersAndTextOfJson() throws IOException {
        Table table = table("v.svm", "1 1:0.5 3:2");
        Dataset<Row> rows = table.rows().withColumn("list", functions.array(functions.lit(1), functions.lit(2)));
        for (String end : List.of("csv", "json")) {
            TableOutput output =
                    new TableOutput(spark, folder.resolve("v." + end).toString(), null, false);
            WrittenValues values = new WrittenValues(output.format(), ValueTypes.asRead(CELLS));
            output.write(rows.select(Arrays.stream(rows.schema().fields())
                    .map(field -> values.of(field, functions.col(field.name())).as(field.name()))
                    .toArray(Column[]::new)));
        }
        assertEquals(
                "label,features,list\n1.0,\"[0.5,0.0,2.0]\",\"[1,2]\"\n", Files.readString(folder.resolve("v.csv")));
        assertEquals(
                "{\"label\":1.0,\"features\":[0.5,0.0,2.0],\"list\":[1,2]}\n",
                Files.readString(folder.resolve("v.json")));
    }
}
