package sparksoftmax.hostile;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.struct;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructType;
import sparksoftmax.classification.SoftmaxClassifier;

/** Rows as a data set, with ordinary or hostile columns, and the values of the Params that name the columns. */
final class HostileTable {
    private static final StructType SCHEMA = new StructType()
            .add("l", DataTypes.DoubleType)
            .add("w", DataTypes.DoubleType)
            .add("v", DataTypes.BooleanType)
            .add("f", SQLDataTypes.VectorType());

    private static final List<String> NAMES = List.of(
            "a.b",
            "a`b",
            "`",
            ".",
            "..",
            "ünï",
            "数据",
            "😀",
            " ",
            "'",
            "\"",
            "two words",
            "line\nbreak",
            "tab\t",
            "SELECT",
            "*",
            "%s",
            "$x",
            "\\",
            "a,b",
            "f(x)",
            "null",
            "1",
            "-1",
            "_",
            "label.values",
            "a:b",
            "{}",
            "[0]",
            "#",
            "\u0000",
            "x".repeat(1000),
            "ſ",
            "İ");

    private static final List<String> WRONG_TYPES = List.of(
            "'text'",
            "array(1.0D, 2.0D)",
            "array('a')",
            "map('a', 1)",
            "struct(1 AS a)",
            "DATE'2020-01-01'",
            "TIMESTAMP'2020-01-01 00:00:00'",
            "NULL",
            "X'00ff'",
            "INTERVAL 1 DAY",
            "array(array(1.0D))",
            "CAST(NULL AS STRING)",
            "array(NULL)",
            "named_struct('type', 1Y, 'size', 2, 'indices', array(1), 'values', array(1.0D))");

    private static final List<String> NUMBERS =
            List.of("tinyint", "smallint", "int", "bigint", "float", "double", "decimal(10,2)", "decimal(38,18)");

    private static final List<String> METADATA = List.of(
            "{\"ml_attr\":5}",
            "{\"ml_attr\":{}}",
            "{\"ml_attr\":{\"type\":\"nonsense\"}}",
            "{\"ml_attr\":{\"type\":5}}",
            "{\"ml_attr\":{\"type\":\"nominal\",\"vals\":[\"a\",\"b\"]}}",
            "{\"ml_attr\":{\"type\":\"nominal\",\"vals\":[\"a\",\"a\",\"b\"]}}",
            "{\"ml_attr\":{\"type\":\"nominal\",\"vals\":[]}}",
            "{\"ml_attr\":{\"type\":\"nominal\",\"vals\":[1,2]}}",
            "{\"ml_attr\":{\"type\":\"nominal\",\"vals\":\"a\"}}",
            "{\"ml_attr\":{\"type\":\"nominal\",\"num_vals\":3}}",
            "{\"ml_attr\":{\"type\":\"nominal\",\"num_vals\":0}}",
            "{\"ml_attr\":{\"type\":\"nominal\",\"num_vals\":-3}}",
            "{\"ml_attr\":{\"type\":\"nominal\",\"num_vals\":2147483647}}",
            "{\"ml_attr\":{\"type\":\"nominal\",\"num_vals\":10000000000}}",
            "{\"ml_attr\":{\"type\":\"nominal\",\"num_vals\":3,\"vals\":[\"a\"]}}",
            "{\"ml_attr\":{\"type\":\"binary\"}}",
            "{\"ml_attr\":{\"type\":\"binary\",\"vals\":[\"a\",\"b\",\"c\"]}}",
            "{\"ml_attr\":{\"type\":\"numeric\",\"min\":\"x\"}}",
            "{\"ml_attr\":{\"num_attrs\":-5}}",
            "{\"ml_attr\":{\"num_attrs\":2147483647}}",
            "{\"ml_attr\":{\"num_attrs\":1}}",
            "{\"ml_attr\":{\"num_attrs\":\"x\"}}",
            "{\"ml_attr\":{\"attrs\":{\"numeric\":[{\"idx\":99,\"name\":\"q\"}]},\"num_attrs\":2}}",
            "{\"ml_attr\":{\"attrs\":{\"numeric\":[{\"idx\":-1,\"name\":\"q\"}]},\"num_attrs\":2}}",
            "{\"ml_attr\":{\"attrs\":{\"numeric\":[{\"idx\":0,\"name\":\"q\"},{\"idx\":1,\"name\":\"q\"}]},\"num_attrs\":2}}",
            "{\"ml_attr\":{\"attrs\":5,\"num_attrs\":2}}");

    private final CaseRandom random;
    private final HostileRows rows;
    private final List<String> facts = new ArrayList<>();
    private Dataset<Row> data;
    private String features = "features";
    private String label = "label";
    private String weight = "weight";
    private String validation = "held";
    private boolean bad;
    private boolean badValidation;
    private boolean badFit;
    private boolean misleading;
    private final boolean weighted;
    private final boolean validates;

    HostileTable(CaseRandom random, SparkSession spark, Hostility hostility) {
        this.random = random;
        rows = new HostileRows(random, hostility.inValues());
        int partitions = random.oneOf(1, 2, 7);
        facts.add(partitions + " partitions");
        Dataset<Row> made = spark.createDataFrame(
                JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(rows.rows(), partitions), SCHEMA);
        weighted = rows.isWeighted() || random.chance(0.2);
        validates = hostility != Hostility.NONE && random.chance(0.15);
        if (hostility.inColumns()) {
            hostileColumns(made);
        } else {
            data = made.toDF(label, weight, validation, features);
        }
        facts.add((weighted ? "weighted" : "not weighted") + (validates ? ", validation rows" : ""));
    }

    private void hostileColumns(Dataset<Row> made) {
        List<Column> columns = new ArrayList<>();
        List<String> names = new ArrayList<>(List.of(label, weight, validation, features));
        if (random.chance(0.4)) {
            List<String> others = new ArrayList<>(NAMES);
            random.shuffle(others);
            int renamed = 1 + random.nextInt(4);
            for (int i = 0; i < renamed; i++) {
                names.set(random.nextInt(4), others.get(i));
            }
            facts.add("columns " + names);
        }
        int wrong = random.chance(0.3) ? random.nextInt(4) : -1;
        String[] sources = {"l", "w", "v", "f"};
        for (int i = 0; i < 4; i++) {
            Column column = col(sources[i]);
            if (i == wrong) {
                List<String> types = new ArrayList<>(WRONG_TYPES);
                types.addAll(i == 2 ? List.of("1", "1.0D") : i == 3 ? List.of("1.0D", "true") : List.of("true"));
                if (i == 3) {
                    types.remove("array(1.0D, 2.0D)");
                }
                String type = random.oneOf(types);
                facts.add("column " + names.get(i) + " is " + type);
                column = expr(type);
                bad |= i == 0 || i == 3 || i == 1 && weighted;
                badValidation |= i == 2 && validates;
            } else if (i < 2 && random.chance(0.3) && !rows.isBad() && (i == 0 || rows.isModerate())) {
                String type = random.oneOf(NUMBERS);
                facts.add("column " + names.get(i) + " is " + type);
                column = column.cast(type);
                // Weights as whole numbers are others than those of the rows, and large ones cannot be converted.
                misleading |= i == 1 && !type.equals("double");
            }
            if (random.chance(0.15)) {
                String metadata = random.oneOf(METADATA);
                facts.add("column " + names.get(i) + " has metadata " + metadata);
                column = column.as(names.get(i), Metadata.fromJson(metadata));
                misleading = true;
            } else {
                column = column.as(names.get(i));
            }
            columns.add(column);
        }
        label = quoted(names.get(0));
        weight = quoted(names.get(1));
        validation = quoted(names.get(2));
        features = quoted(names.get(3));
        data = made.select(columns.toArray(new Column[0]));
        rearrange(made, columns, names);
        bad |= badValidation;
    }

    private void rearrange(Dataset<Row> made, List<Column> columns, List<String> names) {
        int i = random.nextInt(4);
        boolean used = i == 0 || i == 3 || i == 1 && weighted || i == 2 && validates;
        switch (random.nextInt(8)) {
            case 0 -> {
                String other = random.nextBoolean() ? swapCase(names.get(i)) : names.get(i);
                facts.add("another column " + other);
                columns.add(random.nextInt(5), col("w").as(other));
                bad |= used && other.equalsIgnoreCase(names.get(i));
                data = made.select(columns.toArray(new Column[0]));
            }
            case 1 -> {
                facts.add("columns in a struct");
                data = made.select(struct(columns.toArray(new Column[0])).as("s"));
                label = "s." + label;
                weight = "s." + weight;
                validation = "s." + validation;
                features = "s." + features;
            }
            case 2 -> {
                facts.add("a struct that is null in some rows");
                Column nested = struct(columns.toArray(new Column[0]));
                data = made.select(
                        expr("CASE WHEN l = 0 THEN false ELSE true END").as("kept"), nested.as("s"));
                data = data.selectExpr("IF(kept, s, NULL) AS s");
                bad = true;
                label = "s." + label;
                weight = "s." + weight;
                validation = "s." + validation;
                features = "s." + features;
            }
            case 3 -> {
                facts.add("no column " + names.get(i));
                columns.remove(i);
                bad |= used && i != 2;
                // Training goes on from a model without the column of validation rows.
                badValidation &= i != 2;
                badFit |= used;
                data = made.select(columns.toArray(new Column[0]));
            }
            case 4 -> {
                facts.add("a column prediction");
                columns.add(col("w").as(random.oneOf("prediction", "PREDICTION", "probability", "rawPrediction")));
                badFit = true;
                data = made.select(columns.toArray(new Column[0]));
            }
            default -> {}
        }
    }

    private static String swapCase(String name) {
        return name.equals(name.toUpperCase(java.util.Locale.ROOT))
                ? name.toLowerCase(java.util.Locale.ROOT)
                : name.toUpperCase(java.util.Locale.ROOT);
    }

    /** As Spark wants names with dots and backticks. */
    static String quoted(String name) {
        return name.matches("[A-Za-z][A-Za-z0-9]*") ? name : "`" + name.replace("`", "``") + "`";
    }

    /** Tells an estimator the columns. */
    SoftmaxClassifier estimator() {
        SoftmaxClassifier estimator = new SoftmaxClassifier();
        estimator.setFeaturesCol(features).setLabelCol(label);
        if (weighted) {
            estimator.setWeightCol(weight);
        }
        if (validates) {
            estimator.setValidationIndicatorCol(validation);
        }
        return estimator;
    }

    Dataset<Row> data() {
        return data;
    }

    HostileRows rows() {
        return rows;
    }

    /** Whether a fit must refuse the rows or the columns. */
    boolean isBad() {
        return bad || badFit || rows.isBad();
    }

    /**
     * As {@link #isBadInput()}.
     *
     * @param skipsInvalid whether rows with invalid features are left out
     */
    boolean isBadInput(boolean skipsInvalid) {
        return bad || (skipsInvalid ? rows.isBadWithoutInvalidFeatures() : rows.isBad());
    }

    /** As {@link #isBad}, but whatever the output columns are called; {@code partialFit} adds none. */
    boolean isBadInput() {
        return bad || rows.isBad();
    }

    /** Whether a fit must succeed. */
    boolean isGood() {
        return !isBad() && !misleading && !validates && rows.isModerate();
    }

    /** Whether the weights are used, which a fit needs to be right about. */
    boolean isWeighted() {
        return weighted;
    }

    String facts() {
        return rows.facts() + ", " + String.join(", ", facts);
    }
}
