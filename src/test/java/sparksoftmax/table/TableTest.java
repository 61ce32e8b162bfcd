package sparksoftmax.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import sparksoftmax.SharedSpark;
import sparksoftmax.classification.SoftmaxClassifier;

/** From files to typed rows and features, without a fit. */
@ExtendWith(SharedSpark.class)
@Tag("many-queries")
class TableTest {
    private static final Cells CELLS = new Cells(FileOptions.NULL_VALUES, '.');

    private final SparkSession spark;

    @TempDir
    private Path folder;

    TableTest(SparkSession spark) {
        this.spark = spark;
    }

    private Table table(String name, String... lines) throws IOException {
        return read(Files.write(folder.resolve(name), Arrays.asList(lines)).toString());
    }

    private Table read(String path) throws IOException {
        return new TableReader(spark, new FileOptions(path, null, null, true, null, null, null)).read();
    }

    private static Wishes wishes(String label, String... text) {
        return new Wishes(label, null, null, List.of(), List.of(), List.of(text), List.of(), null);
    }

    private static TableColumns columns(Table table, Wishes wishes) throws IOException {
        return ColumnDecisions.of(table, wishes, TableProfile.of(table, CELLS, Set.of(wishes.label())));
    }

    private static List<Row> typed(Table table, TableColumns columns, Missing missing, TypedRows.Purpose purpose) {
        return TypedRows.of(table, columns, CELLS, missing, purpose).collectAsList();
    }

    @Test
    void labelsThatMeanTheSameAreOneClassInTrainingAndLater() throws IOException {
        Table table = table("labels.csv", "y,x", "1,1", "1.0,2", "2,3", "TRUE,4", "true,5", "b,6");
        TableColumns columns = columns(table, wishes("y"));
        assertEquals(List.of("1", "2", "TRUE", "b"), columns.label().classes());
        assertEquals(List.of(2L, 1L, 2L, 1L), columns.label().counts());
        assertEquals(
                List.of("Label column 'y' has classes in several spellings, which count as one: '1.0' as '1', 'true' as"
                        + " 'TRUE'."),
                columns.warnings());
        Table later = table("later.csv", "y,x", "2.00,1", "True,1");
        List<Row> rows = typed(later, columns, Missing.error, TypedRows.Purpose.learning);
        assertEquals("2", rows.get(0).getAs("y"));
        assertEquals("TRUE", rows.get(1).getAs("y"));
    }

    @Test
    void labelsThatAreIndicesMayHaveADecimalPoint() throws IOException {
        Table table = table("indices.csv", "y,x", "0,1", "1.0,2", "1,3", "0.0,4");
        TableColumns columns = columns(table, wishes("y"));
        assertTrue(columns.label().indices());
        assertEquals(List.of("0", "1"), columns.label().classes());
        assertEquals(
                List.of(0.0, 1.0, 1.0, 0.0),
                typed(table, columns, Missing.error, TypedRows.Purpose.learning).stream()
                        .map(row -> row.getDouble(0))
                        .toList());
        Row wrong = typed(table("wrong.csv", "y,x", "2,1"), columns, Missing.error, TypedRows.Purpose.learning)
                .get(0);
        assertEquals("column 'y' must be one of the 2 classes, but is '2'", wrong.getAs(TypedRows.PROBLEM));
    }

    @Test
    void missingTextIsCounted() throws IOException {
        Table table = table("text.csv", "y,words", "a,green leaf", "b,", "a,NA", "b,needle");
        assertEquals(Map.of("words", 2L), columns(table, wishes("y", "words")).missing());
    }

    @Test
    void columnsOfTheSameNameAreSaidToBeRenamed() throws IOException {
        assertEquals(
                List.of(
                        "3 columns are named 'x' or 'X', which are one name to Spark. They are called 'x1', 'X2', 'x4'."),
                table("same.csv", "y,x,X,z,x", "a,1,2,3,4").warnings());
        assertEquals(
                List.of(
                        "2 columns are named 'a.b' or 'a_b', which are one name to Spark. They are called 'a_b', 'a_b_'."),
                table("dots.json", "{\"a.b\": 1, \"a_b\": 2}").warnings());
        assertEquals(List.of(), table("odd.csv", "prediction,a.b,,", "a,1,2,3").warnings());
    }

    @Test
    void aMalformedLineIsKeptAsAWhole() throws IOException {
        TableColumns columns = columns(table("good.csv", "y,x,z", "a,1,2", "b,3,4"), wishes("y"));
        List<Row> rows = typed(
                table("bad.csv", "y,x,z", "a,1,2", "b,3,4,5,six", "c"),
                columns,
                Missing.error,
                TypedRows.Purpose.prediction);
        assertNull(rows.get(0).getAs(TypedRows.PROBLEM));
        assertEquals(
                "the line does not have 3 values, as the header or the first line has, or has a quote that is not closed: b,3,4,5,six",
                rows.get(1).getAs(TypedRows.PROBLEM));
        assertEquals(
                "the line does not have 3 values, as the header or the first line has, or has a quote that is not closed: c",
                rows.get(2).getAs(TypedRows.PROBLEM));
    }

    @Test
    void aMalformedLineOfJsonIsNoColumn() throws IOException {
        Table table = table("bad.json", "{\"y\": \"a\", \"x\": 1}", "{\"y\": \"b\", \"x\"", "{\"y\": \"b\", \"x\": 2}");
        assertEquals(List.of("x", "y"), table.names());
        String message = assertThrows(IllegalArgumentException.class, () -> columns(table, wishes("y")))
                .getMessage();
        assertTrue(message.contains("has 1 line that is not JSON, such as \"{\"y\": \"b\", \"x\"\""), message);
        assertTrue(message.endsWith("Correct them: each line must be one JSON object."), message);
    }

    private Table json(Charset charset, String encoding, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(charset.name() + ".json"), text, charset);
        return new TableReader(spark, new FileOptions(file.toString(), null, null, true, null, encoding, null)).read();
    }

    @Test
    void jsonMayHaveAnotherEncodingWhereLinesCanBeFound() throws IOException {
        String lines = "{\"y\": \"gr\u00fcn\", \"x\": 1}\r\n{\"y\": \"rot\", \"x\": 2}\n";
        Table table = json(StandardCharsets.ISO_8859_1, "ISO-8859-1", lines);
        assertEquals(List.of("x", "y"), table.names());
        assertEquals(
                List.of("gr\u00fcn", "rot"),
                table.rows().select("y").as(Encoders.STRING()).collectAsList());
        assertEquals(
                List.of("x", "y"),
                json(StandardCharsets.UTF_16, "UTF-16", "[" + lines.replace("}\r", "},\r") + "]")
                        .names());
        String message = assertThrows(
                        IllegalArgumentException.class, () -> json(StandardCharsets.UTF_16, "UTF-16", lines))
                .getMessage();
        assertTrue(
                message.endsWith("UTF-16.json' has one JSON object a line, but Spark cannot find the lines of JSON in"
                        + " UTF-16: convert the file to UTF-8, or make it an array of objects."),
                message);
    }

    @Test
    void categoriesThatAreNewAndValuesThatAreFilledAreCounted() throws IOException {
        Table table = table("kinds.csv", "y,size,words,x", "a,S,leaf,1", "b,L,leaf,2", "a,S,leaf,3", "b,L,leaf,4");
        TableColumns columns = columns(table, wishes("y", "words"));
        List<Row> rows = typed(
                table("new.csv", "size,words,x", "S,leaf,1", "XL,,NA", "XL,leaf,old"),
                columns,
                Missing.mean,
                TypedRows.Purpose.prediction);
        assertEquals(Map.of(), rows.get(0).getJavaMap(rows.get(0).fieldIndex(TypedRows.UNSEEN)));
        assertEquals(Map.of("size", "XL"), rows.get(1).getJavaMap(rows.get(1).fieldIndex(TypedRows.UNSEEN)));
        assertEquals(2, rows.get(1).<Integer>getAs(TypedRows.FILLED));
        assertNull(rows.get(1).getAs(TypedRows.PROBLEM));
    }

    @Test
    void categoriesThatMeanTheSameAreOneFeature() throws IOException {
        Table table = table("codes.csv", "y,k", "a,1", "b,2", "a,1.0", "b,2");
        Wishes wishes = new Wishes("y", null, null, List.of(), List.of("k"), List.of(), List.of(), null);
        TableColumns columns = ColumnDecisions.of(table, wishes, TableProfile.of(table, CELLS, Set.of("y", "k")));
        assertEquals(List.of("1", "2"), columns.features().get(0).values());
        assertEquals(
                List.of("1", "2", "1", "2"),
                typed(table, columns, Missing.error, TypedRows.Purpose.learning).stream()
                        .map(row -> row.getString(1))
                        .toList());
    }

    @Test
    void aNegativeWeightNamesItsColumn() throws IOException {
        Table table = table("weights.csv", "y,x,w", "a,1,1", "b,2,-1");
        Wishes wishes = new Wishes("y", "w", null, List.of(), List.of(), List.of(), List.of(), null);
        List<Row> rows = typed(table, columns(table, wishes), Missing.error, TypedRows.Purpose.learning);
        assertEquals(
                "column 'w' must be a finite number >= 0, but is '-1'",
                rows.get(1).getAs(TypedRows.PROBLEM));
    }

    @Test
    void columnsNamedLikeHelpersOfThePipelineAreFeaturesLikeOthers() throws IOException {
        String[] names = {
            "a", "a_filled", "xa_filled", "c", "c_index", "c_encoded", "c_encoded_u", "t", "t_words", "t_scaled"
        };
        Table table = table(
                "helpers.csv",
                "y," + String.join(",", names),
                "k,1,2,3,u,5,6,7,leaf,8,9",
                "l,,1,3,v,4,6,8,needle,8,1",
                "k,3,2,9,u,5,6,7,leaf,8,9",
                "l,4,1,3,v,4,6,8,a_filled,8,1");
        TableColumns columns = columns(table, wishes("y", "t"));
        Dataset<Row> rows = TypedRows.of(table, columns, CELLS, Missing.mean, TypedRows.Purpose.learning);
        PipelineStage[] stages = TablePipeline.stages(new SoftmaxClassifier(), columns, Missing.mean, 4);
        Dataset<Row> features = new Pipeline()
                .setStages(Arrays.copyOf(stages, stages.length - 1))
                .fit(rows)
                .transform(rows);
        Attribute[] attributes = AttributeGroup.fromStructField(
                        features.schema().apply("_features"))
                .attributes()
                .get();
        List<String> found = Arrays.stream(attributes)
                .map(attribute -> attribute.name().getOrElse(() -> "unnamed"))
                .filter(name -> !name.startsWith("t_scaled_"))
                .toList();
        assertEquals(
                List.of(
                        "a",
                        "a_filled",
                        "xa_filled",
                        "c=u",
                        "c=v",
                        "c_index",
                        "c_encoded",
                        "c_encoded_u",
                        "t_words",
                        "t_scaled"),
                found);
    }

    @Test
    void numbersReadFromTextGetTheirTypes() throws IOException {
        Table table = table(
                "types.csv",
                "id,x,mixed,code,flag,big,long",
                "1,0.5,1,01067,true,12345678901234567,1234567890123456789012",
                "2,NA,a,1,FALSE,1,1",
                "3,old,2,2,,3,2");
        TableColumns columns = new TableColumns(
                new LabelColumn("y", List.of("0", "1"), List.of(1L, 1L), true),
                null,
                null,
                List.of(new FeatureColumn("x", ColumnKind.numeric, 1)),
                List.of(),
                List.of(),
                Map.of());
        Dataset<Row> rows = TypedRows.of(table, columns, CELLS, Missing.mean, TypedRows.Purpose.prediction);
        ValueTypes types = ValueTypes.of(rows, table, List.of("x"), CELLS);
        Dataset<Row> written = rows.select(table.names().stream()
                .map(name -> types.typed(name, functions.col(TypedRows.INPUT).getField(name))
                        .as(name))
                .toArray(Column[]::new));
        assertEquals(
                "id bigint,x double,mixed string,code string,flag boolean,big bigint,long string",
                Arrays.stream(written.schema().fields())
                        .map(field -> field.name() + " " + field.dataType().simpleString())
                        .collect(Collectors.joining(",")));
        assertEquals(
                List.of(
                        "[1,0.5,1,01067,true,12345678901234567,1234567890123456789012]",
                        "[2,null,a,1,false,1,1]",
                        "[3,null,2,2,null,3,2]"),
                written.collectAsList().stream().map(Row::toString).toList());
    }

    private String refusal(String name, String... lines) {
        return assertThrows(IllegalArgumentException.class, () -> columns(table(name, lines), wishes("y")))
                .getMessage();
    }

    @Test
    void aQuoteThatIsNotClosedMakesALineMalformed() throws IOException {
        Table table = table("unclosed.csv", "y,x,z", "a,1,\"s\"", "b,2,\"s, t", "a,3,u", "b,4,v,w", "a,5,\"5\" pipe\"");
        assertEquals(
                Arrays.asList(null, "b,2,\"s, t", null, "b,4,v,w", null),
                table.rows().collectAsList().stream()
                        .map(row -> row.<String>getAs(TableReader.MALFORMED))
                        .toList());
        String message = assertThrows(IllegalArgumentException.class, () -> columns(table, wishes("y")))
                .getMessage();
        assertTrue(message.contains("or have a quote that is not closed, such as \"b,2,\"s, t\""), message);
        // Between tabs, a quote is a character like others.
        assertEquals(
                2,
                typed(
                                table("quote.tsv", "y\tx", "a\t\"leaf", "b\t\"needle"),
                                columns(table("quote.tsv", "y\tx", "a\t\"leaf", "b\t\"needle"), wishes("y", "x")),
                                Missing.error,
                                TypedRows.Purpose.learning)
                        .size());
    }

    @Test
    void lineBreaksInValuesAreFoundWhereverTheyAre() throws IOException {
        // More than is looked at first.
        String[] lines = new String[302];
        Arrays.fill(lines, "a,1," + "long ".repeat(200));
        lines[0] = "y,x,note";
        lines[300] = "b,2,\"first,";
        lines[301] = "second\"";
        Table table = table("late.csv", lines);
        assertTrue(table.description().contains("with line breaks in values"), table.description());
        assertEquals(300, table.rows().count());
        assertEquals(
                1,
                table.rows()
                        .filter(functions.col("note").equalTo("first,\nsecond"))
                        .count());
    }

    @Test
    void libsvmFilesMayHaveCommentsAndIndicesBeginAtOne() throws IOException {
        Table table = table("comments.svm", "# a comment", "1 1:0.5 3:2 # another", "", "2\t2:1");
        List<Row> rows = table.rows().collectAsList();
        assertEquals(
                List.of("[1.0,(3,[0,2],[0.5,2.0])]", "[2.0,(3,[1],[1.0])]"),
                rows.stream().map(Row::toString).toList());
        assertEquals(
                "'zero.svm', line 2, could not be read as libsvm: indices must begin at 1, but one is 0: add 1 to all of them, in \"2 0:1\"",
                refusal("zero.svm", "1 1:1", "2 0:1"));
        assertEquals(
                "'order.svm', line 1, could not be read as libsvm: indices must be in ascending order, but 1 follows 2, in \"1 2:1 1:1\"",
                refusal("order.svm", "1 2:1 1:1"));
        // Beyond the lines that are looked at first.
        String[] lines = new String[300];
        Arrays.fill(lines, "1 1:1 2:1 # " + "comment ".repeat(125));
        lines[299] = "1 0:1";
        IOException late = assertThrows(IOException.class, () -> table("late.svm", lines));
        assertTrue(
                late.getCause().toString().contains("late.svm' could not be read as libsvm: indices must begin at 1"),
                late.getCause().toString());
    }

    @Test
    void aPathThatExistsIsNoPattern() throws IOException {
        for (String name : List.of("a[1].csv", "b{x,y}.csv", "c*.csv")) {
            assertEquals(1, table(name, "y,x", "a,1").rows().count());
        }
        assertEquals(2, read(folder.resolve("[ab]*.csv").toString()).rows().count());
        table("d[2].svm", "1 1:1");
        assertEquals(1, read(folder.resolve("d[2].svm").toString()).rows().count());
    }

    @Test
    void aFolderOfFoldersIsRefusedUnlessTheirNamesAreValues() throws IOException {
        for (String name : List.of("parts/one", "by/y=a", "by/y=b")) {
            Files.createDirectories(folder.resolve(name));
            table(name + "/rows.csv", "x", "1");
        }
        String message = assertThrows(
                        IOException.class, () -> read(folder.resolve("parts").toString()))
                .getMessage();
        assertTrue(
                message.contains("has no files, but only folders such as 'one': to read the files in all of them, use"),
                message);
        assertEquals(1, read(folder.resolve("parts") + "/*").rows().count());
        assertEquals(List.of("x", "y"), read(folder.resolve("by").toString()).names());
    }

    @Test
    void separatorsBetweenThousandsAreTold() {
        String message = refusal("thousands.csv", "y,x", "a,\"1,000\"", "b,\"2,000\"");
        assertTrue(
                message.contains("If they are numbers with separators between thousands, remove the separators"),
                message);
        assertTrue(message.contains("If they are numbers with a decimal comma, use --decimal-comma"), message);
        message = refusal("millions.csv", "y,x", "a,\"1,000,000\"", "b,\"2,000.5\"", "a,900");
        assertTrue(message.contains("separators between thousands") && !message.contains("decimal"), message);
        message = refusal("decimals.csv", "y,x", "a,\"0,775\"", "b,\"2,000\"");
        assertTrue(message.contains("use --decimal-comma") && !message.contains("thousands"), message);
    }

    @Test
    void aColumnOfAnotherTypeIsNotCalledEmpty() throws IOException {
        Table table = table(
                "arrays.json", "{\"y\": \"a\", \"x\": 1, \"tags\": [\"u\"]}", "{\"y\": \"b\", \"x\": 2, \"tags\": []}");
        assertEquals(
                List.of(new LeftOut("tags", "its type is array<string>, from which features must be computed first")),
                columns(table, wishes("y")).leftOut());
    }

    @Test
    void namesWithCommasCanBeGivenInLists() throws IOException {
        Table table = table("commas.csv", "y,\"height, cm\",width,\"a,b\",a,b", "k,1,2,3,4,5");
        List<String> given = List.of("width", "height", " cm", "a", "\"a,b\"");
        assertEquals(
                List.of("width", "height, cm", "a", "a,b"),
                new Wishes("y", null, null, given, List.of(), List.of(), List.of(), null)
                        .in(table)
                        .features());
        String message = assertThrows(IllegalArgumentException.class, () -> new Wishes(
                                "y", null, null, List.of("widht", "a"), List.of(), List.of(), List.of(), null)
                        .in(table))
                .getMessage();
        assertTrue(message.startsWith("Column 'widht' does not exist. Did you mean 'width'?"), message);
    }

    @Test
    void aFirstLineForSpreadsheetProgramsIsNoRow() throws IOException {
        Table table = table("excel.csv", "sep=;", "y;x", "a;1,5", "b;2,5");
        assertEquals(List.of("y", "x"), table.names());
        assertEquals(
                List.of("[a,1,5,null]", "[b,2,5,null]"),
                table.rows().collectAsList().stream().map(Row::toString).toList());
        assertTrue(
                refusal("excel-breaks.csv", "sep=,", "y,x", "a,\"1", "2\"").contains("begins with the line 'sep=,'"));
    }
}
