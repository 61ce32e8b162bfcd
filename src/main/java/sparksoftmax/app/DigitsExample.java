package sparksoftmax.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import sparksoftmax.table.FileFormat;
import sparksoftmax.table.Table;

/**
 * The embedded data: 1,797 handwritten digits of 8 x 8 pixels. Source: E. Alpaydin, C. Kaynak, "Optical Recognition of
 * Handwritten Digits", UCI Machine Learning Repository, 1998, CC BY 4.0.
 */
final class DigitsExample {
    static final String LABEL = "digit";
    static final String NAME = "Handwritten digits";
    static final String DESCRIPTION =
            "handwritten digits, 8 x 8 pixels (E. Alpaydin, C. Kaynak, UCI Machine Learning Repository, CC BY 4.0)";

    private DigitsExample() {}

    static Table table(SparkSession spark) {
        Dataset<Row> rows = spark.read()
                .option("header", true)
                .option("inferSchema", true)
                .csv(spark.createDataset(lines(), Encoders.STRING()));
        return new Table(NAME, FileFormat.csv, DESCRIPTION, rows);
    }

    private static List<String> lines() {
        try (InputStream resource = DigitsExample.class.getResourceAsStream("/sparksoftmax/digits.csv.gz");
                BufferedReader reader = new BufferedReader(
                        new InputStreamReader(new GZIPInputStream(resource), StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The embedded digits could not be read", e);
        }
    }
}
