package sparksoftmax.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sparksoftmax.app.RunMain.assertOneLine;
import static sparksoftmax.app.RunMain.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sparksoftmax.SharedSpark;
import sparksoftmax.app.RunMain.Result;

/** Files as people have them: each ends in a model, or in one line that says what is wrong with the file. */
@ExtendWith(SharedSpark.class)
class UglyFilesTest {
    private static final String FOLDER = "src/test/resources/ugly/";

    @TempDir
    private Path folder;

    /** @param spark the session that the command line uses, too */
    UglyFilesTest(SparkSession spark) {
        assertFalse(spark.sparkContext().isStopped());
    }

    private Result train(String arguments) {
        List<String> args = new ArrayList<>(List.of("train", "--max-iter", "5", "--input"));
        args.addAll(List.of((FOLDER + arguments).split(" ")));
        args.addAll(List.of("--output", folder.resolve("model").toString()));
        return run(args.toArray(new String[0]));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '~',
            value = {
                "semicolons.csv --label tree ! separated by ';' ! numeric      height, width",
                "decimal-comma.csv --label tree --decimal-comma ! separated by ';' ! numeric      height, width",
                "tabs.txt --label tree ! (tsv, separated by tab) ! Features: 2 from 2 columns",
                "missing.csv --label tree --missing median ! Missing values (filled with the median): height 2, width 1"
                        + " ! numeric      height, width",
                "missing.csv --label tree --missing skip ! 60, of which 3 with missing values are left out"
                        + " ! numeric      height, width",
                "passengers.csv --label survived --missing mean --exclude id ! categorical  sex (2 values), harbour (3"
                        + " values) ! left out     name: it is text; to use its words, --text-column name",
                "passengers.csv --label survived --missing mean --exclude id --categorical class,cabin"
                        + " ! class (3 values), sex (2 values) ! cabin (",
                "postcodes.csv --label postcode ! Classes of 'postcode': 10115 (20), 50667 (20), 290210 (20)"
                        + " ! 10115       ",
                "signs.svm ! (libsvm) ! Classes of 'label': -1 (20), 1 (40)",
                "pairs.txt ! (libsvm) ! Classes of 'label': 1 (20), 2 (20), 3 (20)",
                "line-breaks.csv --label tree ! with line breaks in values ! categorical  note (2 values)",
                "odd-names.csv --label tree ! numeric      height_in_m, width [cm], a_b(c) ! Features: 3 from",
                "odd-names.csv --label tree --features height.in.m ! numeric      height_in_m"
                        + " ! not among --features",
                "no-header.csv --no-header --label _c2 ! without a header ! Classes of '_c2': ash (20)",
                "latin1.csv --encoding ISO-8859-1 --label baum ! numeric      höhe, breite ! Birke (20)",
                "utf16.csv --encoding UTF-16 --label tree ! Classes of 'tree': ash (20) ! Features: 2",
                "byte-order-mark.csv --label tree ! Classes of 'tree': ash (20) ! numeric      height, width",
                "array.json --label tree ! (json, an array) ! boolean      broken",
                "vectors.jsonl --label tree ! (json, an object a line) ! vector       x (2)",
                "text.tsv --label tree --text-column words --text-features 64 ! text         words ! Features: 64",
                "truths.csv --label works ! Classes of 'works': FALSE (20), TRUE (40) ! numeric      height, width",
                "pipes.csv --label tree --quote ' ! separated by '|' ! ash (20), birch (20), cedar (20)",
                "stray.csv --label tree --null-value tall --missing mean ! height 1 ! numeric      height, width",
                "stray.csv --label tree --categorical height ! categorical  height ( ! numeric      width",
            })
    void isTrainedOn(String arguments, String printed, String alsoPrinted) {
        Result result = train(arguments);
        assertEquals(0, result.exitCode(), result.err());
        assertEquals("", result.messages());
        assertTrue(result.out().contains(printed), result.out());
        assertTrue(result.out().contains(alsoPrinted), result.out());
        assertTrue(result.out().contains("Test: accuracy"), result.out());
    }

    @Test
    void columnsOfTheSameNameAreUsedAndSaidToBeRenamed() {
        Result result = train("same-names.csv --label tree");
        assertEquals(0, result.exitCode(), result.err());
        assertOneLine("Warning: 2 columns are named 'x'", result);
        assertTrue(result.out().contains("Features: 2 from 2 columns"), result.out());
        assertTrue(result.out().contains("numeric      x1, x2"), result.out());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '~',
            value = {
                "semicolons.csv --label tree --delimiter , ! use --delimiter ';'",
                "decimal-comma.csv --label tree ! Column 'height' has values such as '-0,",
                "missing.csv --label tree ! has 3 rows that cannot be used: column 'height' has no value (2 rows)",
                "passengers.csv --label name --missing mean ! Label column 'name' must have a few classes",
                "passengers.csv --label surviving ! Did you mean 'survived'?",
                "passengers.csv --label survived --missing mean --features name ! Column 'name' cannot be a feature",
                "signs.svm --format csv ! its contents are libsvm: use --format libsvm",
                "no-header.csv --label tree ! If its first line has values rather than names, use --no-header",
                "latin1.csv --label baum ! such as --encoding ISO-8859-1",
                "latin1.csv --label baum --encoding latin-99 ! The encoding 'latin-99' is not known",
                "utf16.csv --label tree ! use --encoding UTF-16",
                "ragged.csv --label tree ! has 1 line that does not have 3 values",
                "empty.csv --label tree ! is empty: it has neither a header nor rows",
                "only-a-header.csv --label tree ! has no rows",
                "one-class.csv --label tree ! must have at least two classes, but all 60 rows",
                "stray.csv --label tree ! 59 numbers and 1 other value, 'tall'",
                "compressed.csv --label tree ! is compressed by gzip: its name must end in .gz",
                "spreadsheet.csv --label tree ! is a zip archive, or a spreadsheet",
                "measurement.csv --label price ! measurements must be cut into ranges",
                "infinite.csv --label tree ! column 'height' must be a finite number, but is 'inf'",
                "labels-missing.csv --label tree ! column 'tree' has no value (2 rows)",
                "text.tsv --label tree ! it is text; to use its words, --text-column words",
                "vectors.jsonl --label x ! Label column 'x' must have numbers or names",
                "semicolon.csv --label tree ! Did you mean 'semicolons.csv'?",
            })
    void isRefusedInOneLine(String arguments, String message) {
        Result result = train(arguments);
        assertEquals(1, result.exitCode(), result.out());
        assertOneLine(message, result);
    }
}
